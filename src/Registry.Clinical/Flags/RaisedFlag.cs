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
    public override string ToString() => Id;
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

    public static string Days(int count) => count == 1 ? "1 day" : $"{count} days";
}
