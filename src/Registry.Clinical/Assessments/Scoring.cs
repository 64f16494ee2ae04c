namespace Registry.Clinical;

/// <summary>What was sent about one administration, made into a score, or the reasons why it cannot be. Domain reference 3.4.</summary>
public sealed record Scoring(int Total, ScoreOrigin Origin, short[]? Items, short? SelfHarmAnswer)
{
    /// <summary>Marks an unanswered item among the stored answers.</summary>
    public const short Unanswered = -1;

    public override string ToString() => nameof(Scoring);

    /// <summary>Scores a total, item answers, or both.</summary>
    /// <remarks>
    /// Up to two missing answers of PHQ-9 and GAD-7 are replaced by the mean of the others, rounded half up; of PCL-5 up to four, at
    /// most one of them among items 6 and 7. The self-harm item is never made up: unanswered stays unknown. A stated total that
    /// the answers contradict is refused, never silently recomputed.
    /// </remarks>
    public static (Scoring? Score, Refusal? Refusal) Of(Instrument instrument, int? total, IReadOnlyList<int?>? items)
    {
        if (total is null && items is null) return (null, Refusals.TotalOrItems);
        if (total < 0 || total > instrument.MaxTotal) return (null, Refusals.ScoreOutOfRange.At("total"));
        if (items is null) return (new(total!.Value, ScoreOrigin.Stated, null, null), null);
        if (items.Count != instrument.ItemCount) return (null, Refusals.ItemCount.At("items"));
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is < 0 || items[i] > instrument.ItemMax) return (null, Refusals.ItemOutOfRange.At($"items/{i}"));
        }

        return OfItems(instrument, total, items);
    }

    private static (Scoring? Score, Refusal? Refusal) OfItems(Instrument instrument, int? total, IReadOnlyList<int?> items)
    {
        var answered = items.Count(i => i is not null);
        var missing = items.Count - answered;
        var sum = items.Sum(i => i ?? 0);
        if (total is { } stated)
        {
            if (stated < sum || stated > sum + missing * instrument.ItemMax) return (null, Refusals.TotalMismatch.At("total"));
            return (Answered(instrument, stated, missing == 0 ? ScoreOrigin.Summed : ScoreOrigin.Stated, items), null);
        }

        if (missing == 0) return (Answered(instrument, sum, ScoreOrigin.Summed, items), null);
        if (!MayProrate(instrument, items, missing)) return (null, Refusals.TooManyMissing.At("items"));
        var prorated = (2 * sum * instrument.ItemCount + answered) / (2 * answered);
        return (Answered(instrument, prorated, ScoreOrigin.Prorated, items), null);
    }

    private static bool MayProrate(Instrument instrument, IReadOnlyList<int?> items, int missing) =>
        instrument == Instruments.Pcl5
            ? missing <= 4 && !(items[5] is null && items[6] is null)
            : missing <= 2;

    private static Scoring Answered(Instrument instrument, int total, ScoreOrigin origin, IReadOnlyList<int?> items) =>
        new(total, origin, [.. items.Select(i => (short)(i ?? Unanswered))],
            instrument.SelfHarmItem is { } number ? (short?)items[number - 1] : null);
}
