using NodaTime;

namespace Registry.Fhir;

public enum DatePrecision { Year, Month, Day, Minute, Second, Fraction }

/// <summary>A FHIR date, dateTime or instant with the precision it was written in.</summary>
/// <param name="FirstDay">The day as written, in the writer's own offset; the first one of a bare year or month.</param>
/// <param name="Time">Midnight below minute precision.</param>
/// <param name="Offset">As written; null for a bare day, and for a search value without a zone.</param>
/// <param name="FractionDigits">Digits behind the second, which give the length of the range it stands for.</param>
public readonly record struct FhirDate(LocalDate FirstDay, LocalTime Time, Offset? Offset, DatePrecision Precision, int FractionDigits)
{
    public Instant? At => Offset is { } offset ? ToInstant(FirstDay + Time, offset) : null;

    /// <summary>The range of time it stands for; the zone decides only where nothing was written.</summary>
    public FhirDateRange RangeIn(DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (Precision <= DatePrecision.Day) return new(StartOf(FirstDay, zone), DayAfter() is { } after ? StartOf(after, zone) : Instant.MaxValue);
        var start = At ?? ToInstant(zone.AtLeniently(FirstDay + Time));
        var length = Precision switch
        {
            DatePrecision.Minute => Duration.FromMinutes(1),
            DatePrecision.Second => Duration.FromSeconds(1),
            _ => Duration.FromNanoseconds(Nanoseconds(FractionDigits)),
        };
        return new(start, Instant.MaxValue - start < length ? Instant.MaxValue : start + length);
    }

    private LocalDate? DayAfter() => (Precision, FirstDay) switch
    {
        (DatePrecision.Year, { Year: 9999 }) => null,
        (DatePrecision.Month, { Year: 9999, Month: 12 }) => null,
        (DatePrecision.Day, { Year: 9999, Month: 12, Day: 31 }) => null,
        (DatePrecision.Year, _) => FirstDay.PlusYears(1),
        (DatePrecision.Month, _) => FirstDay.PlusMonths(1),
        _ => FirstDay.PlusDays(1),
    };

    private static Instant StartOf(LocalDate day, DateTimeZone zone) => ToInstant(zone.AtStartOfDay(day));

    private static Instant ToInstant(ZonedDateTime time) => ToInstant(time.LocalDateTime, time.Offset);

    /// <remarks>The last hours of the year 9999 west of Greenwich lie beyond what an instant can hold; nobody means them.</remarks>
    private static Instant ToInstant(LocalDateTime time, Offset offset) =>
        time.Year == 9999 && offset < NodaTime.Offset.Zero && time.Month == 12 && time.Day == 31
            ? time.WithOffset(NodaTime.Offset.Zero).ToInstant()
            : time.WithOffset(offset).ToInstant();

    private static long Nanoseconds(int digits)
    {
        var length = 1_000_000_000L;
        for (var i = 0; i < digits && length > 1; i++) length /= 10;
        return length;
    }
}
