using System.Collections.Frozen;

namespace Registry.Clinical;

/// <summary>All metrics of the registry, as one table of definitions. Domain reference 5.3.</summary>
public static class Metrics
{
    public static readonly IReadOnlyList<Metric> All =
    [
        CaseloadMetrics.Size,
        CaseloadMetrics.PerFte,
        CaseloadMetrics.Enrolments,
        CaseloadMetrics.Discharges,
        CaseloadMetrics.NetFlow,
        CaseloadMetrics.ReferralToAssessment,
        CaseloadMetrics.Engagement,
        ContactMetrics.Contacted,
        ContactMetrics.ContactAndScale,
        ContactMetrics.TwoContacts,
        ContactMetrics.ThreeContacts,
        ContactMetrics.EarlyFollowUp,
        ContactMetrics.ContactsPerMonth,
        ContactMetrics.FollowUps,
        ContactMetrics.Attempts,
        OutcomeMetrics.Measured,
        OutcomeMetrics.BaselineComplete,
        OutcomeMetrics.Response,
        OutcomeMetrics.Improved,
        OutcomeMetrics.ImprovedAtTwelveWeeks,
        OutcomeMetrics.Remission,
        OutcomeMetrics.EverReached,
        OutcomeMetrics.TimeToImprovement,
        OutcomeMetrics.MeanChange,
        OutcomeMetrics.Worsened,
        ConsultMetrics.NonImprovers,
        ConsultMetrics.Fidelity,
        ConsultMetrics.TreatmentChanged,
        ConsultMetrics.AnyConsult,
        ConsultMetrics.Cadence,
        ConsultMetrics.Uptake,
        WorkMetrics.Safety,
        CaseloadMetrics.WeeksAtDischarge,
        CaseloadMetrics.LongStayers,
        WorkMetrics.Yield,
        WorkMetrics.Quality,
    ];

    private static readonly FrozenDictionary<string, Metric> Codes = All.ToFrozenDictionary(m => m.Code);

    public static Metric? ByCode(string? code) => code is null ? null : Codes.GetValueOrDefault(code);
}
