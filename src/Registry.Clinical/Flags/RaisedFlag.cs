using NodaTime;
using NodaTime.Text;

namespace Registry.Clinical;

/// <summary>A flag with everything needed to check it by hand.</summary>
/// <param name="Since">The day from which the present reasons have held without a break.</param>
/// <param name="NextEvaluation">The next day on which time alone changes this flag; null when only a new fact can.</param>
/// <param name="Rule">The rule as one sentence.</param>
/// <param name="Profile">Name of the outcome profile in force.</param>
public sealed record RaisedFlag(
    string Id,
    string Name,
    FlagSeverity Severity,
    LocalDate Since,
    string Text,
    IReadOnlyList<FlagInput> Inputs,
    LocalDate? NextEvaluation,
    string Rule,
    string Profile)
{
    /// <summary>Code of the instrument, for a flag raised per instrument.</summary>
    public string? Instrument { get; init; }

    /// <summary>Somebody saw it since it was raised; null when nobody did.</summary>
    public LocalDate? AcknowledgedOn { get; init; }

    /// <summary>What was done about it, as of the latest acknowledgement.</summary>
    public string? Disposition { get; init; }

    /// <summary>It shows again on this day; null when it is not put off.</summary>
    public LocalDate? SnoozedUntil { get; init; }

    public FlagState State => SnoozedUntil is not null ? FlagState.Snoozed : AcknowledgedOn is not null ? FlagState.Acknowledged : FlagState.Open;

    public override string ToString() => Id;
}

public enum FlagState
{
    Open,
    Acknowledged,

    /// <summary>Put off: still true and still shown, but no reason to be on the review list until the day named.</summary>
    Snoozed,
}

/// <summary>One value a flag was computed from.</summary>
/// <param name="Name">Stable camelCase name: "last", "first", "lastContact", "limitDays".</param>
/// <param name="Value">A score, a count or a number of days.</param>
/// <param name="On">The day of the fact, when it has one.</param>
/// <param name="AssessmentId">The administration, when the value is a score.</param>
/// <param name="Code">What the value is about (an instrument, a reason) or a value that is no number.</param>
public sealed record FlagInput(string Name, int? Value = null, LocalDate? On = null, Guid? AssessmentId = null, string? Code = null)
{
    public static FlagInput Of(string name, in Score score) => new(name, score.Total, score.On, score.AssessmentId, score.Instrument.Code);

    public override string ToString() => Name;
}

/// <summary>How days and scores are written in the sentences of flags.</summary>
internal static class Wording
{
    public static string Iso(this LocalDate day) => LocalDatePattern.Iso.Format(day);

    public static string Said(this in Score score) => $"{score.Instrument.Display} {score.Total} on {score.On.Iso()}";

    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    public static string Days(int count) => Count(count, "day");
}
