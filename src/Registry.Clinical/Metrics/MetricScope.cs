namespace Registry.Clinical;

/// <summary>Whose episodes a figure is of.</summary>
public static class MetricScope
{
    /// <summary>The episodes of a care manager: those on the caseload on the last day that is looked at, the day they ended or the end of the period.</summary>
    public static List<MeasuredEpisode> OfCareManager(IEnumerable<MeasuredEpisode> episodes, Id<StaffMember> careManager, MetricQuestion question) =>
        [.. episodes.Where(e => e.CareManagerOn(new EpisodeInPeriod(e, question).Until) == careManager)];
}
