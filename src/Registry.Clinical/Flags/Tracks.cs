using NodaTime;

namespace Registry.Clinical;

/// <summary>How a flag that holds for any of the tracked instruments explains itself: once, with every instrument it holds for.</summary>
internal static class Tracks
{
    /// <remarks>Since is the earliest day from which one of the instruments named has held without a break, at the earliest the day the episode began.</remarks>
    public static Explanation Explain(
        EpisodeSummary episode,
        Func<EpisodeSummary, ScoreTrack, bool> holds,
        Func<EpisodeSummary, ScoreTrack, LocalDate> since,
        Func<ScoreTrack, string> say,
        Func<ScoreTrack, FlagInput[]> inputs)
    {
        ScoreTrack[] tracks = [.. new[] { episode.Phq9, episode.Gad7, episode.Pcl5 }.Where(track => holds(episode, track))];
        return new(Days.Later(episode.ActiveSince, tracks.Min(track => since(episode, track))), string.Join("; ", tracks.Select(say)) + ".", [.. tracks.SelectMany(inputs)]);
    }
}
