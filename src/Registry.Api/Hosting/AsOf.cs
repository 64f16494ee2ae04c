using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.Text;

namespace Registry.Api;

/// <summary>The day a derived answer is asked about, as a query parameter.</summary>
internal readonly record struct AsOf(LocalDate Day) : IParsable<AsOf>
{
    public static AsOf Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var asOf) ? asOf : throw new FormatException("Not a day.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AsOf result)
    {
        var isDay = LocalDatePattern.Iso.Parse(s ?? "").TryGetValue(default, out var day) && Years.Meant(day.Year);
        result = isDay ? new(day) : default;
        return isDay;
    }
}

/// <summary>The moment at which a past report could have known its facts, as a query parameter.</summary>
internal readonly record struct KnownAt(Instant Moment) : IParsable<KnownAt>
{
    public static KnownAt Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var known) ? known : throw new FormatException("Not a moment.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out KnownAt result)
    {
        var isMoment = OffsetDateTimePattern.ExtendedIso.Parse(s ?? "").TryGetValue(default, out var moment) && Years.Meant(moment.Year);
        result = isMoment ? new(moment.ToInstant()) : default;
        return isMoment;
    }
}

/// <summary>A moment with its offset, as a query parameter.</summary>
internal readonly record struct Moment(Instant At) : IParsable<Moment>
{
    public static Moment Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var moment) ? moment : throw new FormatException("Not a moment.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Moment result)
    {
        var parsed = KnownAt.TryParse(s, provider, out var known);
        result = new(known.Moment);
        return parsed;
    }
}

/// <summary>A calendar month, "2026-03", in a path.</summary>
internal readonly record struct Month(YearMonth Value) : IParsable<Month>
{
    public static Month Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var month) ? month : throw new FormatException("Not a month.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Month result)
    {
        var isMonth = YearMonthPattern.Iso.Parse(s ?? "").TryGetValue(default, out var month) && Years.Meant(month.Year);
        result = isMonth ? new(month) : default;
        return isMonth;
    }
}

/// <summary>Years far from the ends of the calendar, beyond which sums of days fail. Which of them a fact can have, its own rules say.</summary>
internal static class Years
{
    private const int First = 1000, Last = 9000;

    public static bool Meant(int year) => year is >= First and <= Last;
}
