using NodaTime;

namespace Registry.Clinical;

/// <summary>Something a month of Collaborative Care needs besides minutes. Domain reference 6.4.</summary>
/// <param name="Name">Stable: "consent", "initiating-visit", "care-plan", "validated-scale", "treating-provider", "authorization".</param>
/// <param name="MetOn">The day it was met; null while it is missing.</param>
/// <param name="MissingSince">The day from which it has been missing; null once it is met.</param>
public readonly record struct Prerequisite(string Name, LocalDate? MetOn, LocalDate? MissingSince)
{
    public bool IsMet => MetOn is not null;
}

public static class Prerequisites
{
    /// <summary>Everything asked for, met or missing, as of a day.</summary>
    public static IReadOnlyList<Prerequisite> Of(EpisodeFacts episode, LocalDate asOf, PayerProfile payer)
    {
        var authorization = payer.AuthorizationAfterMonths is { } months && asOf >= episode.EnrolledOn.PlusMonths(months)
            ? [Missing("authorization", episode.EnrolledOn.PlusMonths(months))]
            : Array.Empty<Prerequisite>();
        return [Consent(episode, asOf), .. InTable(episode, asOf), .. authorization];
    }

    /// <summary>The first day without a break on which anything was missing; null when nothing is.</summary>
    internal static LocalDate? MissingSince(EpisodeFacts episode, LocalDate asOf)
    {
        var since = Consent(episode, asOf).MissingSince;
        foreach (var item in InTable(episode, asOf)) since = Days.Earlier(since, item.MissingSince);
        return since;
    }

    /// <summary>The same question without the list, for the flag.</summary>
    internal static bool AnyMissing(EpisodeFacts episode, LocalDate asOf) =>
        !Consent(episode, asOf).IsMet
        || !(VisitOn(episode) <= asOf)
        || !(episode.Prerequisites.CarePlanOn <= asOf)
        || !(episode.Prerequisites.TreatingProviderSince <= asOf)
        || ScaleOn(episode, asOf) is null;

    private static Prerequisite[] InTable(EpisodeFacts episode, LocalDate asOf) =>
    [
        Since("initiating-visit", VisitOn(episode), episode, asOf),
        Since("care-plan", episode.Prerequisites.CarePlanOn, episode, asOf),
        Since("validated-scale", ScaleOn(episode, asOf), episode, asOf),
        Since("treating-provider", episode.Prerequisites.TreatingProviderSince, episode, asOf),
    ];

    private static Prerequisite Consent(EpisodeFacts episode, LocalDate asOf) =>
        episode.Prerequisites.ConsentWithdrawnOn is { } withdrawn && withdrawn < asOf && episode.Prerequisites.ConsentOn <= withdrawn
            ? Missing("consent", withdrawn.PlusDays(1))
            : Since("consent", episode.Prerequisites.ConsentOn, episode, asOf);

    private static Prerequisite Since(string name, LocalDate? on, EpisodeFacts episode, LocalDate asOf) =>
        on <= asOf ? new(name, on, null) : Missing(name, episode.EnrolledOn);

    private static Prerequisite Missing(string name, LocalDate since) => new(name, null, since);

    /// <summary>An initiating visit, unless the billing practitioner saw the patient within the year before enrolment.</summary>
    private static LocalDate? VisitOn(EpisodeFacts episode)
    {
        var facts = episode.Prerequisites;
        return facts.LastSeenByPractitionerOn is { } seen && seen <= episode.EnrolledOn && seen.PlusYears(1) >= episode.EnrolledOn ? seen : facts.InitiatingVisitOn;
    }

    /// <summary>The first score of this episode on an instrument that measures progress.</summary>
    private static LocalDate? ScaleOn(EpisodeFacts episode, LocalDate asOf)
    {
        for (var i = 0; i < episode.Scores.Count; i++)
        {
            var score = episode.Scores[i];
            if (score.On <= asOf && !score.Instrument.ScreeningOnly && EpisodeSummary.IsWithin(episode, score.On)) return score.On;
        }

        return null;
    }
}
