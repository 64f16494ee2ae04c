using NodaTime;

namespace Registry.Fhir;

/// <summary>When a score was taken, as the sender wrote it.</summary>
/// <param name="On">The calendar day that was written, in the writer's own offset: a sitting at 23:30 in New York stays on its day.</param>
/// <param name="At">The moment, for ordering; null when only a day was given.</param>
/// <param name="Text">The text of the element, or of the start of the period.</param>
/// <param name="EndText">The end of the period, if one was given.</param>
public sealed record EffectiveTime(LocalDate On, Instant? At, DatePrecision Precision, string Text, string? EndText)
{
    /// <summary>Not the day: it belongs to a patient.</summary>
    public override string ToString() => "EffectiveTime";

    /// <summary>The range of time that a search by date compares with; the zone gives a bare day its hours.</summary>
    public FhirDateRange RangeIn(DateTimeZone zone)
    {
        FhirDateText.TryParse(Text, DateForm.DateTime, out var start);
        var range = start.RangeIn(zone);
        return EndText is not null && FhirDateText.TryParse(EndText, DateForm.DateTime, out var end) ? range with { End = end.RangeIn(zone).End } : range;
    }
}
