using Registry.Clinical;

namespace Registry.Api;

internal static partial class Words
{
    public const string ReviewFilters = "Which patients";
    public const string WholeList = "Whole list";
    public const string Why = "Why";
    public const string Course = "Course";
    public const string Treatment = "Treatment";
    public const string NoTreatment = "No treatment recorded.";
    public const string LastRecommendation = "Last recommendation";
    public const string NoRecommendation = "None so far.";
    public const string Question = "Question";
    public const string NoQuestion = "None asked.";
    public const string Outcome = "Outcome";
    public const string Recommendation = "Recommendation";
    public const string NoRecommendationMade = "Heard, no recommendation";
    public const string NoteHint = "Note (brief, no session content)";
    public const string Consultant = "Consultant";
    public const string RecordOutcome = "Record";
    public const string OutcomeNotRecorded = "Not recorded:";
    public const string NobodyToDiscuss = "Nobody on this list needs discussion.";
    public const string DiscussedToday = "Discussed on this day";
    public const string ToDiscuss = "To discuss, in this order";

    public static string ReviewOf(string careManager) => $"Weekly review, caseload of {careManager}";

    public static string ReviewLegend(ReviewSheetView view) =>
        $"{view.ToDiscuss.Count} of {Count(view.CaseloadSize, "active patient")} to discuss, most urgent first; {view.Discussed.Count} discussed on this day.";

    public static string Standing(ReviewBlock block) =>
        $"{Of(block.Row.Status)}, week {Of(block.Row.WeeksSinceInitialAssessment)}; {Count(block.Row.Sessions, "session")}, last {Of(block.Episode.LastContact)}; "
        + $"last consultation {Of(block.Row.PsychiatricConsultationOn)}; {block.Row.MinutesThisMonth} min this month";

    public static string Of(TreatmentLine line) => $"{Of(line.Kind)} {Of(line.Change).ToLowerInvariant()} {Of(line.On)}: {line.Description}";

    public static string Of(AdviceLine line) => $"{Of(line.On)}: {Of(line.Kind)}{Quoted(line.Note)} – {Settled(line.State, line.SettledOn)}";

    public static string Of(QuestionLine line) => $"{Of(line.On)}: {Of(line.Reason)}{Quoted(line.Note)}";

    public static string Of(OutcomeLine line) => $"{(line.Kind is { } kind ? Of(kind) : NoRecommendationMade)}, {line.Minutes} min{Quoted(line.Note)}";

    /// <summary>Of what was done, the day is that of the answer.</summary>
    public static string Settled(RecommendationState state, NodaTime.LocalDate? on) => state switch
    {
        RecommendationState.Open => "nobody has settled it",
        RecommendationState.Done => $"answered {Of(on)}, done",
        _ => $"{Of(state).ToLowerInvariant()} {Of(on)}",
    };

    public static string Of(ReviewFilter filter) => filter switch
    {
        ReviewFilter.Flagged => "Flagged by the team",
        ReviewFilter.NotImproving => "Not improving",
        ReviewFilter.New => "New",
        ReviewFilter.Overdue => "Overdue",
        ReviewFilter.DueToday => "Due today",
    };

    private static string Quoted(string? note) => string.IsNullOrWhiteSpace(note) ? "" : $" “{note}”";
}
