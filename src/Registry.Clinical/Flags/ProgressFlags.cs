using NodaTime;

namespace Registry.Clinical;

/// <summary>Flags about scores that do not fall, or rise. Status never suppresses them unless the rule names one.</summary>
internal static class ProgressFlags
{
    public static readonly Flag NotImprovedEightWeeks = new("F11", "notImproved.8w", FlagSeverity.Warning,
        "In treatment, day 56 or later, elevated baseline, a later score on the primary scale, and not improved by the profile in force.",
        NotImprovedAtEightWeeks,
        e => NotImproved(e, e.Profile, NotImprovedAtEightWeeksSince(e)));

    public static readonly Flag NotImprovedTenWeeks = new("F13", "notImproved.10w", FlagSeverity.Warning,
        "Day 70 or later, elevated baseline, a later score on the primary scale, and not improved by the New York State profile.",
        e => e.IsActive && e.Day >= e.Parameters.TenWeekDay && (IsNotImproved(e, NysOf(e)) || CountsAsUnmeasured(e, NysOf(e))),
        e => CountsAsUnmeasured(e, NysOf(e)) ? Unmeasured(e, NysOf(e)) : NotImproved(e, NysOf(e), NotImprovedSince(e, NysOf(e), e.Parameters.TenWeekDay)));

    public static readonly Flag Worsened = new("F14", "worsened", FlagSeverity.Warning,
        "LAST is above FIRST by 5 or more (PHQ-9), 4 or more (GAD-7) or 10 or more (PCL-5), whatever the baseline was.",
        e => e.IsActive && (IsWorse(e, e.Phq9) || IsWorse(e, e.Gad7) || IsWorse(e, e.Pcl5)),
        e => Tracks.Explain(e, IsWorse, WorseSince, track => $"{track.Last!.Value.Said()}, up {Rise(track)} from {track.First!.Value.Total} on {track.First.Value.On.Iso()}",
            track => [FlagInput.Of("first", track.First!.Value), FlagInput.Of("last", track.Last!.Value), new("rise", Rise(track), Code: track.Instrument.Code)]));

    public static readonly Flag Jump = new("F15", "jump", FlagSeverity.Warning,
        "LAST is above the score before it by 5 or more (PHQ-9), 4 or more (GAD-7) or 10 or more (PCL-5), and the two lie at most 90 days apart.",
        e => e.IsActive && (Jumped(e, e.Phq9) || Jumped(e, e.Gad7) || Jumped(e, e.Pcl5)),
        e => Tracks.Explain(e, Jumped, (_, track) => track.RunStart(score => track.OnOrBefore(score.On.PlusDays(-1)) is { } before && IsJump(e, before, score)),
            track => $"{track.Last!.Value.Said()}, up {track.Last.Value.Total - track.Previous!.Value.Total} from {track.Previous.Value.Total} on {track.Previous.Value.On.Iso()}",
            track => [FlagInput.Of("previous", track.Previous!.Value), FlagInput.Of("last", track.Last!.Value)]));

    public static readonly Flag TreatmentUnchanged = new("F24", "treatment.unchanged", FlagSeverity.Warning,
        "Not improved at eight weeks (F11), and no change of treatment recorded in the last 56 days.",
        e => NotImprovedAtEightWeeks(e) && !ChangedLately(e),
        e =>
        {
            var last = LastChange(e);
            var since = NotImprovedAtEightWeeksSince(e);
            return new(last is { } on ? Days.Later(since, on.PlusDays(e.Parameters.TreatmentChangeMaxAgeDays + 1)) : since,
                last is { } day ? $"Not improved, and the treatment has been the same for {Wording.Days(e.DaysSince(day))}." : "Not improved, and no change of treatment on record.",
                new("lastTreatmentChange", last is { } when ? e.DaysSince(when) : null, last), new FlagInput("limitDays", e.Parameters.TreatmentChangeMaxAgeDays));
        });

    public static readonly Flag Severe = new("F16", "severe", FlagSeverity.Warning,
        "LAST PHQ-9 is 20 or more, or LAST GAD-7 is 15 or more. PCL-5 has no severity bands.",
        e => e.IsActive && (IsSevere(e, e.Phq9) || IsSevere(e, e.Gad7)),
        e => Tracks.Explain(e, IsSevere, (_, track) => track.RunStart(score => score.Total >= SevereFrom(e, track)), track => $"{track.Last!.Value.Said()} is severe",
            track => [FlagInput.Of("last", track.Last!.Value), new("severeFrom", SevereFrom(e, track), Code: track.Instrument.Code)]));

    internal static bool NotImprovedAtEightWeeks(EpisodeSummary e) =>
        e.Status is EpisodeStatus.Treatment && e.Day >= e.Parameters.NotImprovedFromDay && IsNotImproved(e, e.Profile);

    internal static LocalDate NotImprovedAtEightWeeksSince(EpisodeSummary e) =>
        Days.Later(e.StatusSince, NotImprovedSince(e, e.Profile, e.Parameters.NotImprovedFromDay));

    private static LocalDate NotImprovedSince(EpisodeSummary e, OutcomeProfile profile, int fromDay)
    {
        var (baseline, _) = e.Primary.Measured(profile)!.Value;
        var run = e.Primary.RunStart(
            score => score.On > baseline.On && profile.Improved(score.Instrument, baseline.Total, score.Total) is false,
            skip: score => score.IsProrated && !profile.CountsProrated);
        return Days.Later(e.Facts.EnrolledOn.PlusDays(fromDay), run);
    }

    private static bool IsNotImproved(EpisodeSummary e, OutcomeProfile profile) =>
        e.Primary.Measured(profile) is var (baseline, last) && profile.Improved(e.Primary.Instrument, baseline.Total, last.Total) is false;

    private static bool CountsAsUnmeasured(EpisodeSummary e, OutcomeProfile profile) =>
        e.Parameters.TenWeekCountsUnmeasured && e.Primary.Measured(profile) is null
        && e.Primary.Baseline is { } baseline && profile.For(baseline.Instrument)?.IsElevated(baseline.Total) is true;

    private static Explanation Unmeasured(EpisodeSummary e, OutcomeProfile profile)
    {
        var baseline = e.Primary.Baseline!.Value;
        return new(Days.Later(e.Facts.EnrolledOn.PlusDays(e.Parameters.TenWeekDay), baseline.On), $"Day {e.Day}: {baseline.Said()} and no later score; {profile.Name} counts that as not improved.",
            FlagInput.Of("baseline", baseline), new FlagInput("initialAssessment", e.Day, e.Facts.EnrolledOn)) { Profile = profile.Name };
    }

    private static Explanation NotImproved(EpisodeSummary e, OutcomeProfile profile, LocalDate since)
    {
        var (baseline, last) = e.Primary.Measured(profile)!.Value;
        return new(since, $"Day {e.Day}: {last.Said()}, baseline {baseline.Total} on {baseline.On.Iso()}; not improved by {profile.Name}.",
            FlagInput.Of("baseline", baseline), FlagInput.Of("last", last), new("initialAssessment", e.Day, e.Facts.EnrolledOn)) { Profile = profile.Name };
    }

    /// <summary>F13 is New York State's question; only the choice of the PCL-5 rule is the caller's when it is already theirs.</summary>
    private static OutcomeProfile NysOf(EpisodeSummary e) =>
        e.Profile.Name.StartsWith(OutcomeProfile.Nys2025.Name, StringComparison.Ordinal) ? e.Profile : OutcomeProfile.Nys2025;

    private static int Rise(ScoreTrack track) => track.Last!.Value.Total - track.First!.Value.Total;

    private static bool IsWorse(EpisodeSummary e, ScoreTrack track) =>
        !track.IsEmpty && track.First!.Value.On < track.Last!.Value.On && Rise(track) >= e.Parameters.Worsening.For(track.Instrument);

    private static LocalDate WorseSince(EpisodeSummary e, ScoreTrack track) => track.RunStart(score =>
    {
        var first = track.FirstOn(score.On);
        return first.On < score.On && score.Total - first.Total >= e.Parameters.Worsening.For(track.Instrument);
    });

    private static bool Jumped(EpisodeSummary e, ScoreTrack track) =>
        track.Previous is { } previous && track.Last is { } last && IsJump(e, previous, last);

    private static bool IsJump(EpisodeSummary e, in Score before, in Score after) =>
        after.Total - before.Total >= e.Parameters.Worsening.For(after.Instrument) && Period.DaysBetween(before.On, after.On) <= e.Parameters.JumpMaxGapDays;

    private static bool ChangedLately(EpisodeSummary e) =>
        LastChange(e) is { } change && e.DaysSince(change) <= e.Parameters.TreatmentChangeMaxAgeDays;

    private static LocalDate? LastChange(EpisodeSummary e)
    {
        LocalDate? last = null;
        for (var i = 0; i < e.Facts.TreatmentChanges.Count; i++)
        {
            var change = e.Facts.TreatmentChanges[i].On;
            if (change <= e.AsOf && !(last >= change)) last = change;
        }

        return last;
    }

    private static bool IsSevere(EpisodeSummary e, ScoreTrack track) => track.Last is { } last && last.Total >= SevereFrom(e, track);

    private static int? SevereFrom(EpisodeSummary e, ScoreTrack track) =>
        track.Instrument.Continues(Instruments.Phq9) ? e.Parameters.SevereFromPhq9
        : track.Instrument == Instruments.Gad7 ? e.Parameters.SevereFromGad7
        : null;
}
