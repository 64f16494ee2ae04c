using NodaTime;

namespace Registry.Clinical;

/// <summary>Flags about reaching the target, and about what may follow then.</summary>
internal static class TargetFlags
{
    public static readonly Flag Response = new("F17", "target.response", FlagSeverity.Positive,
        "Response on the primary scale: LAST is at most half of the baseline (exactly half counts), or for PCL-5 down by the points of the rule in force.",
        e => e.IsActive && Responds(e),
        e => Reached(e, IsResponse, "response"));

    public static readonly Flag Remission = new("F18", "target.remission", FlagSeverity.Positive,
        "Remission on the primary scale: LAST under 5 (PHQ-9, GAD-7) or 33 (PCL-5), from an elevated baseline.",
        e => e.IsActive && Remits(e),
        e => Reached(e, IsRemission, "remission"));

    public static readonly Flag ReadyForRelapsePrevention = new("F19", "rpp.ready", FlagSeverity.Suggestion,
        "In treatment, remission in scores at least 28 days apart with none above between them, or response through 8 weeks, and reached within 45 days.",
        e => e.Status is EpisodeStatus.Treatment && IsReached(e) && (RemissionSustainedSince(e) ?? ResponseSustainedSince(e)) is not null,
        e =>
        {
            var remission = RemissionSustainedSince(e);
            var response = ResponseSustainedSince(e);
            var (baseline, last) = e.Primary.Measured(e.Profile)!.Value;
            var contact = e.LastContact!.Value;
            return new(Days.Later(Days.Later(e.StatusSince, ReachedSince(e)), Days.Earlier(remission, response)!.Value),
                $"{(remission is null ? "Response" : "Remission")} has lasted: {last.Said()}, baseline {baseline.Total}. Relapse prevention may be discussed.",
                FlagInput.Of("baseline", baseline), FlagInput.Of("last", last), new("lastContact", e.DaysSince(contact), contact),
                new("sustained", Code: remission is null ? "response" : "remission"))
            {
                NextEvaluation = contact.PlusDays(e.Parameters.ReadyContactMaxAgeDays + 1),
            };
        });

    public static readonly Flag ReadyForDischarge = new("F22", "discharge.ready", FlagSeverity.Suggestion,
        "In relapse prevention for 90 days or more, with LAST on the primary scale at target (response or remission) and not stale.",
        e => e.Status is EpisodeStatus.RelapsePrevention && e.DaysSince(e.StatusSince) >= e.Parameters.DischargeReadyDays && AtTarget(e) && IsFresh(e),
        e =>
        {
            var (baseline, last) = e.Primary.Measured(e.Profile)!.Value;
            var run = Run(e, baseline, IsAtTarget, e.Parameters.StaleInRelapsePreventionDays);
            return new(Days.Later(e.StatusSince.PlusDays(e.Parameters.DischargeReadyDays), run),
                $"At target for {Wording.Days(e.DaysSince(run))} and in relapse prevention since {e.StatusSince.Iso()}: {last.Said()}, baseline {baseline.Total}.",
                FlagInput.Of("baseline", baseline), FlagInput.Of("last", last), new("phaseBegan", e.DaysSince(e.StatusSince), e.StatusSince))
            {
                NextEvaluation = last.On.PlusDays(e.Parameters.StaleInRelapsePreventionDays + 1),
            };
        });

    /// <summary>The day on which remission on the primary scale had been sustained, by two scores far enough apart; null while it is not.</summary>
    internal static LocalDate? RemissionSustainedSince(EpisodeSummary e) => SustainedSince(e, Remits, IsRemission, e.Parameters.SustainedRemissionDays);

    private static LocalDate? ResponseSustainedSince(EpisodeSummary e) => SustainedSince(e, Responds, IsResponse, e.Parameters.SustainedResponseDays);

    private delegate bool Target(OutcomeRule rule, int baseline, int last);

    private static bool IsResponse(OutcomeRule rule, int baseline, int last) => rule.IsResponse(baseline, last);

    private static bool IsRemission(OutcomeRule rule, int baseline, int last) => rule.IsRemission(baseline, last);

    private static bool IsAtTarget(OutcomeRule rule, int baseline, int last) => rule.IsResponse(baseline, last) || rule.IsRemission(baseline, last);

    private static bool Responds(EpisodeSummary e) =>
        e.Primary.Measured(e.Profile) is var (baseline, last) && RuleOf(e) is { } rule && rule.IsResponse(baseline.Total, last.Total);

    private static bool Remits(EpisodeSummary e) =>
        e.Primary.Measured(e.Profile) is var (baseline, last) && RuleOf(e) is { } rule && rule.IsRemission(baseline.Total, last.Total);

    private static bool AtTarget(EpisodeSummary e) => Responds(e) || Remits(e);

    private static bool IsFresh(EpisodeSummary e) =>
        e.DaysSince(e.Primary.Measured(e.Profile)!.Value.Last.On) <= e.Parameters.StaleInRelapsePreventionDays;

    private static bool IsReached(EpisodeSummary e) => e.LastContact is { } contact && e.DaysSince(contact) <= e.Parameters.ReadyContactMaxAgeDays;

    private static OutcomeRule? RuleOf(EpisodeSummary e) => e.Profile.For(e.Primary.Instrument);

    private static Explanation Reached(EpisodeSummary e, Target target, string name)
    {
        var (baseline, last) = e.Primary.Measured(e.Profile)!.Value;
        return new(Days.Later(e.ActiveSince, Run(e, baseline, target)), $"{last.Said()}, baseline {baseline.Total} on {baseline.On.Iso()}: {name}.",
            FlagInput.Of("baseline", baseline), FlagInput.Of("last", last));
    }

    /// <summary>The day on which the present run of target scores had lasted long enough, or null while it has not.</summary>
    /// <remarks>Lasting is shown by scores: the first and a later one that far apart, not by waiting.</remarks>
    private static LocalDate? SustainedSince(EpisodeSummary e, Func<EpisodeSummary, bool> holds, Target target, int days)
    {
        if (!holds(e)) return null;
        var baseline = e.Primary.Measured(e.Profile)!.Value.Baseline;
        return e.Primary.OnOrAfter(Run(e, baseline, target).PlusDays(days), Skip(e))?.On;
    }

    private static LocalDate Run(EpisodeSummary e, Score baseline, Target target, int maxAge = int.MaxValue - 1)
    {
        var rule = RuleOf(e)!;
        return e.Primary.RunStart(score => score.On > baseline.On && target(rule, baseline.Total, score.Total), Skip(e), maxAge);
    }

    private static Func<Score, bool> Skip(EpisodeSummary e) => score => score.IsProrated && !e.Profile.CountsProrated;

    /// <summary>The first day of the present stretch in which the last contact never was too long ago.</summary>
    private static LocalDate ReachedSince(EpisodeSummary e)
    {
        var start = e.LastContact!.Value;
        foreach (var contact in e.Facts.Contacts.Where(c => c.IsClinical && c.On < start).OrderByDescending(c => c.On))
        {
            if (Period.DaysBetween(contact.On, start) > e.Parameters.ReadyContactMaxAgeDays + 1) break;
            start = contact.On;
        }

        return start;
    }
}
