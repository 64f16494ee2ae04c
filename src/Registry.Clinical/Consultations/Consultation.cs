using NodaTime;

namespace Registry.Clinical;

/// <summary>A psychiatric consultant discussed one patient on one day: one row per patient, never one per meeting.</summary>
public sealed class Consultation : EpisodeFact<Consultation>
{
    public required Id<StaffMember> ConsultantId { get; set; }

    /// <summary>The review session it was part of; at most one record per patient in each.</summary>
    public Id<ReviewSession>? ReviewSessionId { get; set; }
    public Instant? StartedAt { get; set; }

    /// <summary>Whole minutes of the care manager's time, 0-480.</summary>
    public required int Minutes { get; set; }

    /// <summary>What the consultant recommends; null when the case was only heard.</summary>
    public RecommendationKind? Recommendation { get; set; }

    /// <summary>What became of it: the treating provider decides.</summary>
    public RecommendationState RecommendationState { get; private set; }

    /// <summary>The day it was answered. Doing what was accepted before leaves it: what a past month says of recommendations taken up would change.</summary>
    public LocalDate? SettledOn { get; private set; }

    /// <summary>A brief addition, at most 1,000 characters; no session content.</summary>
    public string? Note { get; set; }

    /// <summary>Accepted, declined or done; an accepted one may still be done or declined, nothing is reopened.</summary>
    public Refusal? Settle(RecommendationState state, LocalDate on)
    {
        if (Recommendation is null) return Refusals.NoRecommendation;
        if (state is RecommendationState.Open || RecommendationState is RecommendationState.Declined or RecommendationState.Done || state == RecommendationState) return Refusals.RecommendationSettled.At("state");
        if (on < On || on < SettledOn) return Refusals.BeforeRecommendation.At("on");
        (RecommendationState, SettledOn) = (state, state is RecommendationState.Done ? SettledOn ?? on : on);
        return null;
    }
}

public enum RecommendationKind
{
    ContinueTreatment,
    ChangeMedication,
    ChangePsychotherapy,
    FurtherAssessment,
    ReferToSpecialtyCare,
    SafetyPlan,
    Other,
}
