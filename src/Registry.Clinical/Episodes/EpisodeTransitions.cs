using NodaTime;

namespace Registry.Clinical;

/// <summary>The episode of care as a state machine: which change is allowed on which day. Null means allowed. Domain reference 5.1.</summary>
/// <remarks>
/// referred to treatment by the initial assessment, or closed without ever having been enrolled; treatment to relapse prevention by a
/// plan; back again on relapse; either of them to inactive with a reason. Nothing leads out of inactive: a return is a new episode.
/// </remarks>
public static class EpisodeTransitions
{
    /// <summary>Days without contact after which an episode may be closed as inactive.</summary>
    public const int InactivityDays = 90;

    /// <summary>Reasons that end a referral before anybody was enrolled: declined, unreachable, ineligible and the like.</summary>
    public static readonly IReadOnlyList<DischargeReason> ReferralReasons =
    [
        DischargeReason.Withdrew, DischargeReason.LostToFollowUp, DischargeReason.Ineligible,
        DischargeReason.Transferred, DischargeReason.Died, DischargeReason.Other,
    ];

    public static readonly Refusal NeedsInitialAssessment = new("initial-assessment-required", RefusalKind.Rule, "Treatment begins with a documented initial assessment.", "on");
    public static readonly Refusal NeedsPlan = new("plan-required", RefusalKind.Rule, "Relapse prevention begins with a documented plan.", "on");
    public static readonly Refusal ReasonNotForReferral = new("discharge-reason-not-for-referral", RefusalKind.Rule, "A referral cannot end for this reason.", "dischargeReason");
    public static readonly Refusal NotInactiveYet = new("not-inactive-yet", RefusalKind.Rule, "Fewer than 90 days have passed since the last contact.", "on");
    public static readonly Refusal OverlapsEpisode = new("overlaps-episode", RefusalKind.Rule, "The day lies within another episode of the patient.", "enrolledOn");

    /// <summary>Whether the episode may take this status from this day on.</summary>
    public static Refusal? Refuse(EpisodeFacts episode, EpisodeStatus to, LocalDate on, DischargeReason? reason)
    {
        var last = episode.StatusChanges[^1];
        return RefuseState(last.Status, last.On, to, on, reason)
            ?? RefuseWithoutFacts(episode, last.Status, to, on, reason);
    }

    /// <summary>What the present status alone forbids.</summary>
    internal static Refusal? RefuseState(EpisodeStatus from, LocalDate since, EpisodeStatus to, LocalDate on, DischargeReason? reason) =>
        RefuseStep(from, to)
        ?? (on < since ? Refusals.BeforeLastStatus.At("on") : null)
        ?? RefuseReason(from, to, reason);

    /// <summary>Whether another stay may stand beside the patient's others in the same program: at most one is open, and none overlap.</summary>
    public static Refusal? RefuseStay(IEnumerable<Stay> others, Stay stay)
    {
        Refusal? refusal = null;
        foreach (var other in others.Where(stay.Overlaps))
        {
            if (other.IsOpen && stay.IsOpen) return Refusals.EpisodeAlreadyOpen;
            refusal = OverlapsEpisode;
        }

        return refusal;
    }

    /// <summary>The day an episode closed for inactivity ends: 90 days after the last clinical contact, never back-dated, so that reported months stay.</summary>
    public static LocalDate InactiveFrom(EpisodeFacts episode)
    {
        var last = episode.EnrolledOn;
        foreach (var contact in episode.Contacts)
        {
            if (contact.IsClinical && contact.On > last) last = contact.On;
        }

        return last.PlusDays(InactivityDays);
    }

    private static Refusal? RefuseStep(EpisodeStatus from, EpisodeStatus to) => (from, to) switch
    {
        (EpisodeStatus.Inactive, _) => Refusals.EpisodeClosed,
        _ when from == to => Refusals.StatusUnchanged.At("status"),
        (EpisodeStatus.Referred, EpisodeStatus.Treatment or EpisodeStatus.Inactive) => null,
        (EpisodeStatus.Treatment, EpisodeStatus.RelapsePrevention or EpisodeStatus.Inactive) => null,
        (EpisodeStatus.RelapsePrevention, EpisodeStatus.Treatment or EpisodeStatus.Inactive) => null,
        _ => Refusals.TransitionNotAllowed.At("status"),
    };

    private static Refusal? RefuseReason(EpisodeStatus from, EpisodeStatus to, DischargeReason? reason) => (to, reason) switch
    {
        (EpisodeStatus.Inactive, null) => Refusals.DischargeReasonRequired.At("dischargeReason"),
        (EpisodeStatus.Inactive, { } given) when from is EpisodeStatus.Referred && !ReferralReasons.Contains(given) => ReasonNotForReferral,
        (not EpisodeStatus.Inactive, not null) => Refusals.DischargeReasonUnexpected.At("dischargeReason"),
        _ => null,
    };

    private static Refusal? RefuseWithoutFacts(EpisodeFacts episode, EpisodeStatus from, EpisodeStatus to, LocalDate on, DischargeReason? reason) => to switch
    {
        EpisodeStatus.Treatment when from is EpisodeStatus.Referred
            && !episode.Contacts.Any(c => c is { Purpose: ContactPurpose.InitialAssessment, IsClinical: true } && c.On <= on) => NeedsInitialAssessment,
        EpisodeStatus.RelapsePrevention when !episode.RelapsePreventionPlans.Any(plan => plan.On <= on) => NeedsPlan,
        EpisodeStatus.Inactive when reason is DischargeReason.AdministrativeInactivity && on < InactiveFrom(episode) => NotInactiveYet,
        _ => null,
    };
}
