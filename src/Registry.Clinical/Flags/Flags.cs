using NodaTime;

namespace Registry.Clinical;

/// <summary>All flags of the registry, as one table of pure rules.</summary>
public static class Flags
{
    /// <summary>Every rule, in the order in which a raised flag is shown: gravest family first.</summary>
    public static readonly IReadOnlyList<Flag> InReviewOrder =
    [
        SafetyFlags.Item9,
        SafetyFlags.Item9Unknown,
        ConsultFlags.NonImprover,
        RelapseFlags.Relapse,
        ProgressFlags.Worsened,
        ProgressFlags.NotImprovedEightWeeks,
        ProgressFlags.NotImprovedTenWeeks,
        ConsultFlags.NewPatient,
        ContactFlags.Overdue,
        ContactFlags.EarlyFollowUp,
        ProgressFlags.Severe,
        MeasurementFlags.Stale(Instruments.Phq9),
        MeasurementFlags.Stale(Instruments.Gad7),
        MeasurementFlags.Stale(Instruments.Pcl5),
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
