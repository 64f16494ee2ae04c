namespace Registry.Clinical;

/// <summary>Flags about the episode as a whole and the facts it rests on.</summary>
internal static class EpisodeFlags
{
    public static readonly Flag Long = new("F23", "episode.long", FlagSeverity.Attention,
        "273 days (nine months) or more since the initial assessment; a second tier from 365 days on.",
        e => e.IsActive && e.Day >= e.Parameters.LongEpisodeDays,
        e =>
        {
            var veryLong = e.Day >= e.Parameters.VeryLongEpisodeDays;
            return new(e.Facts.EnrolledOn.PlusDays(e.Parameters.LongEpisodeDays), $"Day {e.Day} since the initial assessment on {e.Facts.EnrolledOn.Iso()}.",
                new FlagInput("initialAssessment", e.Day, e.Facts.EnrolledOn), new FlagInput("tier", veryLong ? 2 : 1))
            {
                Severity = veryLong ? FlagSeverity.Warning : FlagSeverity.Attention,
                NextEvaluation = veryLong ? null : e.Facts.EnrolledOn.PlusDays(e.Parameters.VeryLongEpisodeDays),
            };
        });

    public static readonly Flag Quality = new("F26", "data.quality", FlagSeverity.Information,
        "Something about the facts wants a person: a quarantined or doubtful value, a score that waits for its code or form to be mapped, two equal scores of one day, or a FIRST score from before enrolment.",
        e => AnyOpen(e) || e.Duplicates.Count > 0 || UsesEarlyScore(e, e.Phq9) || UsesEarlyScore(e, e.Gad7) || UsesEarlyScore(e, e.Pcl5),
        e =>
        {
            FlagInput[] inputs =
            [
                .. e.Facts.DataQualityProblems.Where(p => IsOpen(e, p)).Select(p => new FlagInput("problem", null, p.FoundOn, p.AssessmentId, p.Problem)),
                .. e.Duplicates.Select(score => FlagInput.Of("duplicate", score)),
                .. new[] { e.Phq9, e.Gad7, e.Pcl5 }.Where(track => UsesEarlyScore(e, track))
                    .Select(track => FlagInput.Of("scoreBeforeEnrolmentUsed", track.First!.Value)),
            ];
            return new(Days.Later(inputs.Min(input => input.On!.Value), e.Facts.EnrolledOn), Wording.Count(inputs.Length, "doubtful fact") + ".", inputs);
        });

    private static bool AnyOpen(EpisodeSummary e)
    {
        for (var i = 0; i < e.Facts.DataQualityProblems.Count; i++)
        {
            if (IsOpen(e, e.Facts.DataQualityProblems[i])) return true;
        }

        return false;
    }

    private static bool IsOpen(EpisodeSummary e, DataQualityFact problem) => problem.FoundOn <= e.AsOf && !(problem.ResolvedOn <= e.AsOf);

    private static bool UsesEarlyScore(EpisodeSummary e, ScoreTrack track) => e.Day >= 0 && track.First is { } first && first.On < e.Facts.EnrolledOn;
}
