using NodaTime;

namespace Registry.Clinical;

/// <summary>All flags of the registry, as one table of pure rules.</summary>
public static class Flags
{
    /// <summary>Every rule, in the order in which a raised flag is shown: gravest family first.</summary>
    public static readonly IReadOnlyList<Flag> InReviewOrder =
    [
        SafetyFlags.Item9,
        SafetyFlags.Manual,
        SafetyFlags.Item9Unknown,
        TeamFlags.ConsultRequested,
        ConsultFlags.NonImprover,
        RelapseFlags.Relapse,
        ProgressFlags.Worsened,
        ProgressFlags.Jump,
        ProgressFlags.NotImprovedEightWeeks,
        ProgressFlags.NotImprovedTenWeeks,
        ConsultFlags.NewPatient,
        ProgressFlags.TreatmentUnchanged,
        TeamFlags.RecommendationOpen,
        ContactFlags.Overdue,
        ContactFlags.Lost,
        ContactFlags.Inactive,
        EpisodeFlags.Long,
        TargetFlags.ReadyForRelapsePrevention,
        TargetFlags.ReadyForDischarge,
        TeamFlags.Discussion,
        ProgressFlags.Severe,
        ContactFlags.EarlyFollowUp,
        MeasurementFlags.Stale(Instruments.Phq9),
        MeasurementFlags.Stale(Instruments.Gad7),
        MeasurementFlags.Stale(Instruments.Pcl5),
        MeasurementFlags.BaselineMissing,
        MeasurementFlags.CannotAssess,
        MeasurementFlags.ScoreUnreviewed,
        RelapseFlags.NoPlan,
        TeamFlags.ReminderDue,
        EpisodeFlags.Quality,
        MinutesFlags.Near,
        MinutesFlags.PrerequisiteMissing,
        TargetFlags.Response,
        TargetFlags.Remission,
    ];

    /// <summary>The flags raised on an episode as of a day, in review order. Facts dated later are invisible.</summary>
    public static IReadOnlyList<RaisedFlag> Raised(EpisodeFacts facts, LocalDate asOf, FlagParameters parameters, OutcomeProfile profile) =>
        Raised(EpisodeSummary.Of(facts, asOf, parameters, profile));

    public static IReadOnlyList<RaisedFlag> Raised(EpisodeSummary episode)
    {
        List<RaisedFlag>? raised = null;
        foreach (var flag in Table)
        {
            if (flag.Evaluate(episode) is { } one) (raised ??= []).Add(one);
        }

        return raised ?? (IReadOnlyList<RaisedFlag>)[];
    }

    private static readonly Flag[] Table = [.. InReviewOrder];
}
