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

    /// <summary>
    /// The day it counts for at a clinic: the one written, since that is the patient's. But UTC is nobody's wall clock there, so a time
    /// in it is taken to the clinic's zone; and a day that has not come at the clinic gives way to the clinic's own, or what the moment
    /// brought would be hidden until it comes.
    /// </summary>
    public LocalDate DayAt(DateTimeZone clinic, Instant now)
    {
        if (At is not { } at) return On;
        return IsUtc || (at <= now && On > now.InZone(clinic).Date) ? at.InZone(clinic).Date : On;
    }

    private bool IsUtc => Text.EndsWith('Z') || Text.EndsWith("+00:00", StringComparison.Ordinal) || Text.EndsWith("-00:00", StringComparison.Ordinal);

    /// <summary>The range of time that a search by date compares with; the zone gives a bare day its hours.</summary>
    public FhirDateRange RangeIn(DateTimeZone zone)
    {
        FhirDateText.TryParse(Text, DateForm.DateTime, out var start);
        var range = start.RangeIn(zone);
        return EndText is not null && FhirDateText.TryParse(EndText, DateForm.DateTime, out var end) ? range with { End = end.RangeIn(zone).End } : range;
    }
}
