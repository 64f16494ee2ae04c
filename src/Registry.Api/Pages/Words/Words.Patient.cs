using System.Globalization;
using Registry.Clinical;

namespace Registry.Api;

internal static partial class Words
{
    public const string Scores = "Scores over time";
    public const string NoScoresYet = "No score yet.";
    public const string WeeksInTreatment = "weeks in care";
    public const string ScoreTable = "The same as a table";
    public const string Week = "Week";
    public const string Total = "Total";
    public const string ChangeFromBaseline = "Change from baseline";
    public const string Band = "Band";
    public const string Mark = "Mark";
    public const string Work = "Contacts, consultations and treatment changes";
    public const string ContactsLane = "Contacts";
    public const string ConsultationsLane = "Consultations";
    public const string TreatmentLane = "Treatment";
    public const string SelfHarm = "PHQ-9 item 9: thoughts of self-harm";
    public const string NoSelfHarm = "Never asked in this episode.";
    public const string Answer = "Answer";
    public const string Flags = "Flags";
    public const string NoFlags = "No flag is raised.";
    public const string OpenRecommendations = "Open recommendations";
    public const string NoOpenRecommendations = "None is open.";
    public const string OtherEpisodes = "Other episodes of care";
    public const string Contacts = "Contacts";
    public const string Purpose = "Purpose";
    public const string Mode = "Mode";
    public const string Reached = "Reached";
    public const string Consultations = "Consultations";
    public const string BecameOfIt = "What became of it";
    public const string TreatmentChanges = "Treatment changes";
    public const string ThisMonth = "Minutes this month";
    public const string Treated = "Treatment";
    public const string What = "What";
    public const string Summary = "Where things stand";
    public const string Yes = "yes";
    public const string No = "no";
    public const string Note = "Note";
    public const string Target = "target";
    public const string Response = "response";
    public const string Remission = "remission";
    public const string TimelineLegend = "● contact, ○ attempt or missed, ◆ consultation, ▲ treatment change, │ change of status";

    public static string PatientStanding(PatientView view) =>
        $"{(view.Identifier is { } identifier ? identifier + ". " : "")}{Of(view.Row.Status)} since {Of(view.Episode.StatusSince)}, week {Of(view.Row.WeeksSinceInitialAssessment)} since the initial assessment on {Of(view.Row.InitialAssessmentOn)}. "
        + $"{Count(view.Row.Sessions, "session")}, last contact {Of(view.Episode.LastContact)}, last consultation {Of(view.Row.PsychiatricConsultationOn)}. "
        + $"Judged by {view.Outcome.Headline.Instrument.Display}, profile {view.Episode.Profile.Name}.";

    /// <summary>"2025-01-03 to 2025-09-02: inactive, graduated".</summary>
    public static string Of(OtherEpisode episode) =>
        $"{(episode.Until is { } until ? $"{Of(episode.From)} to {Of(until)}" : $"since {Of(episode.From)}")}: {Of(episode.Status).ToLowerInvariant()}{(episode.Reason is { } reason ? $", {Of(reason).ToLowerInvariant()}" : "")}";

    public static string BandName(SeverityBand band) => Sentence(band.Name).ToLowerInvariant();

    public static string TimelineSpoken(PatientView view) =>
        $"{Count(view.Row.Sessions, "session")}, {Count(view.Consultations.Count, "consultation")}, {Count(view.Treatment.Count, "treatment change")}; dates in the tables below.";

    public static string TargetBelow(int below) => $"target: below {below}";

    /// <summary>One sentence on where an instrument stands, and why it cannot be judged when it cannot.</summary>
    public static string Of(Outcome outcome)
    {
        var text = outcome.Baseline is { } baseline ? $"{baseline.Total} at baseline ({Of(baseline.On)})" : "no baseline";
        if (outcome.Last is { } last) text += $", {last.Total} last ({Of(last.On)}), change {Change(outcome.Change!.Value)}{Percent(outcome.PercentDrop)}";
        return text + (outcome.Unassessed is { } why ? $": {Unassessed(why)}." : $": {Verdict(outcome)}.");
    }

    /// <summary>What the item's answer says; a total without items says nothing about it.</summary>
    public static string SelfHarmAnswer(int? answer) => answer switch
    {
        0 => "0, not at all",
        1 => "1, several days",
        2 => "2, more than half the days",
        3 => "3, nearly every day",
        _ => "unknown: only the total was sent",
    };

    public static string MonthSaid(BillingMonth month) =>
        $"{month.CountedMinutes} min count in {month.Month.ToString("uuuu'-'MM", CultureInfo.InvariantCulture)}"
        + (month.UncountedMinutes > 0 ? $", {month.UncountedMinutes} min do not" : "")
        + (month.Codes.Count > 0 ? $"; {string.Join(" + ", month.Codes.Select(c => c.Units == 1 ? c.Code : $"{c.Code} × {c.Units}"))}" : "; no code yet")
        + (month.Next is { } next ? $", {Missing(next)}" : "")
        + (month.Prerequisites.Where(p => !p.IsMet).Select(p => Sentence(p.Name).ToLowerInvariant()).ToList() is { Count: > 0 } missing ? $". Missing: {string.Join(", ", missing)}." : ".");

    public static string Described(Instrument instrument, Outcome outcome, IEnumerable<TrajectoryPoint> points) =>
        $"{instrument.Display}: {Of(outcome)} {Spoken(instrument, points.Select(p => p.Score.Total), null)}.";

    private static string Verdict(Outcome o) => o.IsRemission is true ? "remission" : o.IsResponse is true ? "response" : o.IsImproved is true ? "improved" : "not improved";

    private static string Percent(decimal? drop) => drop is { } d ? $" ({(-d).ToString("+0.#;−0.#;0", CultureInfo.InvariantCulture)} %)" : "";

    private static string Unassessed(string why) => why switch
    {
        "no-baseline" => "cannot be judged without a baseline",
        "no-later-score" => "cannot be judged before a later score",
        "not-elevated" => "never was elevated, so neither improved nor not",
        _ => "is not judged by this profile",
    };
}
