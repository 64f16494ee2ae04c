using NodaTime;
using Registry.Clinical;

namespace Registry.Sandbox;

/// <summary>What a diligent team does with what happened: consent and plan at the start, recommendations settled, treatment changed, imports looked at.</summary>
/// <remarks>A pure function of the records and the day, so that the generator's dice fall as before. Most is done, some is left open for the flags to find.</remarks>
internal sealed class FollowThrough(LocalDate today)
{
    public static LocalDate Consent(SyntheticEpisode episode) => episode.EnrolledOn;

    public static LocalDate InitiatingVisit(SyntheticEpisode episode) => episode.EnrolledOn.PlusDays(-9);

    /// <summary>One in twenty plans is never written down.</summary>
    public static LocalDate? CarePlan(SyntheticEpisode episode) => OneIn(20, episode.Id.Value) ? null : episode.EnrolledOn;

    /// <summary>Three of four recommendations are accepted within a week, one of twelve is declined; the rest stays open.</summary>
    public (RecommendationState State, LocalDate? On) Settled(SyntheticConsultation consultation)
    {
        var on = consultation.On.PlusDays(6);
        if (consultation.Recommendation is null || on > today || OneIn(6, consultation.Id.Value)) return (RecommendationState.Open, null);
        return (OneIn(11, consultation.Id.Value) ? RecommendationState.Declined : RecommendationState.Accepted, on);
    }

    /// <summary>Treatment begins with the episode and changes where an accepted recommendation says so.</summary>
    public IEnumerable<(Guid Id, LocalDate On, TreatmentKind Treatment, TreatmentChangeKind Change, string Description, Instant RecordedAt)> Treatment(SyntheticEpisode episode)
    {
        yield return (SyntheticIds.Named($"treatment {episode.Id}"), episode.EnrolledOn, TreatmentKind.Psychotherapy, TreatmentChangeKind.Started, "Behavioral activation", episode.RecordedAt);
        foreach (var consultation in episode.Consultations)
        {
            if (Settled(consultation) is not (RecommendationState.Accepted, { } on)) continue;
            if (on > (episode.EndedOn ?? today)) continue;
            var id = SyntheticIds.Named($"treatment {consultation.Id}");
            var recorded = consultation.RecordedAt + Duration.FromDays(6);
            if (consultation.Recommendation is RecommendationKind.ChangeMedication)
                yield return (id, on, TreatmentKind.Medication, TreatmentChangeKind.Changed, "Antidepressant, dose raised", recorded);
            else if (consultation.Recommendation is RecommendationKind.ChangePsychotherapy)
                yield return (id, on, TreatmentKind.Psychotherapy, TreatmentChangeKind.Changed, "Problem-solving treatment", recorded);
        }
    }

    /// <summary>Scores that an EHR sent are looked at the next day, but for one in fifteen.</summary>
    public (LocalDate? Received, LocalDate? Reviewed) Review(SyntheticAssessment score)
    {
        if (score.SourceId is null) return (null, null);
        var received = score.RecordedAt.InUtc().Date;
        var reviewed = received.PlusDays(1);
        return (received, reviewed > today || OneIn(15, score.Id.Value) ? null : reviewed);
    }

    private static bool OneIn(int many, Guid id) => id.ToByteArray()[15] % many == 0;
}
