using NodaTime;

namespace Registry.Clinical;

/// <summary>The systematic caseload review: whom to discuss first, and why.</summary>
public static class CaseloadReview
{
    /// <summary>The active patients of a caseload who need discussion, most urgent first.</summary>
    /// <remarks>
    /// Ordered by <see cref="ReviewRanks.InOrder"/>; within a rank by days since the last consultation, longest first and never
    /// consulted before all, then by how severe LAST on the primary scale is for its range, then by patient id. Good news and
    /// information alone put nobody on the list, and neither does a flag that is snoozed.
    /// </remarks>
    public static IReadOnlyList<ReviewItem> Build(
        IEnumerable<EpisodeFacts> caseload, LocalDate asOf, FlagParameters parameters, OutcomeProfile profile) =>
        InOrder(caseload.Select(facts => EpisodeSummary.Of(facts, asOf, parameters, profile)));

    public static IReadOnlyList<ReviewItem> InOrder(IEnumerable<EpisodeSummary> caseload) =>
    [
        .. caseload.Where(e => e.IsActive).Select(ReviewItem.Of).OfType<ReviewItem>()
            .OrderBy(item => item.Rank.Rank)
            .ThenByDescending(item => item.DaysSinceConsultation ?? int.MaxValue)
            .ThenByDescending(item => item.LastPermille)
            .ThenBy(item => item.PatientId),
    ];
}

/// <summary>One patient to discuss.</summary>
/// <param name="Rank">The first step of the review order that one of the flags reaches.</param>
/// <param name="RankedBy">The flag that reached it.</param>
/// <param name="Flags">Every raised flag with its reasons, in review order, good news included.</param>
/// <param name="DaysSinceConsultation">Null when never consulted on.</param>
/// <param name="LastPermille">LAST of the primary scale in thousandths of its range, so that scales compare; -1 without a score.</param>
public sealed record ReviewItem(
    Id<Patient> PatientId,
    Id<Episode> EpisodeId,
    ReviewRank Rank,
    RaisedFlag RankedBy,
    IReadOnlyList<RaisedFlag> Flags,
    int? DaysSinceConsultation,
    int LastPermille)
{
    public required LocalDate AsOf { get; init; }
    public required LocalDate EnrolledOn { get; init; }

    /// <summary>Whether a consultant's filter keeps this patient.</summary>
    public bool Matches(ReviewFilter filter) => filter switch
    {
        ReviewFilter.Flagged => Flags.Any(f => f.Id is "F02" or "F03" or "F04"),
        ReviewFilter.NotImproving => Flags.Any(f => f.Id is "F11" or "F12" or "F13" or "F14" or "F20" or "F24"),
        ReviewFilter.New => Flags.Any(f => f.Id is "F10") || Period.DaysBetween(EnrolledOn, AsOf) <= 30,
        ReviewFilter.Overdue => Flags.Any(f => f.Id is "F06" or "F07" or "F08" or "F29" || (f.Id is "F12" or "F31" && f.Severity is FlagSeverity.Warning)),
        ReviewFilter.DueToday => Flags.Any(f => f.Since == AsOf || f.Inputs.Any(input => input.Name is "dueBy" && input.On == AsOf)),
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "A filter without a rule."),
    };

    /// <summary>The place of one episode on the list, or null when nothing about it needs discussion.</summary>
    internal static ReviewItem? Of(EpisodeSummary episode)
    {
        var raised = Clinical.Flags.Raised(episode);
        foreach (var rank in raised.Count == 0 ? [] : ReviewRanks.InOrder)
        {
            foreach (var flag in raised)
            {
                if (flag.State is not FlagState.Snoozed && rank.Holds(episode, flag)) return At(rank, flag, raised, episode);
            }
        }

        return null;
    }

    private static ReviewItem At(ReviewRank rank, RaisedFlag flag, IReadOnlyList<RaisedFlag> raised, EpisodeSummary episode) => new(
        episode.Facts.PatientId, episode.Facts.EpisodeId, rank, flag, raised,
        episode.LastConsult is { } consult ? episode.DaysSince(consult) : null,
        episode.Primary.Last is { } last ? last.Total * 1000 / last.Instrument.MaxTotal : -1)
    {
        AsOf = episode.AsOf,
        EnrolledOn = episode.Facts.EnrolledOn,
    };

    public override string ToString() => $"ReviewItem {EpisodeId}";
}
