namespace Registry.Clinical;

/// <summary>From answers to a total. Domain reference 3.4.</summary>
public static class Scoring
{
    /// <summary>Reads a total, the item answers, or both.</summary>
    /// <param name="instrument">Decides range, number of items and how many may be missing.</param>
    /// <param name="total">As stated by the sender, when it was.</param>
    /// <param name="items">One entry per item, null where not answered; null when only the total is known.</param>
    /// <remarks>
    /// Missing answers are replaced by the mean of the others while few enough are missing, half a point rounded up, and the total is
    /// marked as pro-rated. A total that the items contradict is refused with both values; nothing is silently recomputed. A stated
    /// total with too few items to check it stands, if the items leave room for it. A risk screener needs its answers, and what it did not
    /// ask is not missing; its total counts the yeses.
    /// </remarks>
    public static ScoreReading Read(Instrument instrument, int? total, IReadOnlyList<int?>? items)
    {
        if (total is null && items is null) return Refused(Refusals.TotalOrItems);
        if (total is { } stated && !instrument.IsInRange(stated)) return Refused(Refusals.ScoreOutOfRange.At("total"));
        if (items is null && instrument.IsRiskScreen) return Refused(Refusals.Required.At("items"));
        if (items is null) return new() { Total = total, StatedTotal = total, Origin = ScoreOrigin.Stated, SelfHarmUnknown = instrument.SelfHarmItem is not null };
        if (items.Count != instrument.ItemCount) return Refused(Refusals.ItemCount.At("items"));
        if (items.Index().Where(i => i.Item < 0 || i.Item > instrument.ItemMax).Select(i => (int?)i.Index).FirstOrDefault() is { } place) return Refused(Refusals.ItemOutOfRange.At($"items/{place}"));
        return Reconciled(instrument, total, items);
    }

    private static ScoreReading Reconciled(Instrument instrument, int? total, IReadOnlyList<int?> items)
    {
        int[] missing = [.. items.Index().Where(entry => entry.Item is null).Select(entry => entry.Index + 1)];
        if (instrument.IsRiskScreen) missing = items.All(item => item is null) ? missing : [];
        var answer = SafetyTiers.AnswerOf(instrument, items);
        var fromItems = MayProrate(instrument, missing) ? Prorated(instrument, items, missing.Length) : (int?)null;
        var reading = new ScoreReading
        {
            Total = total ?? fromItems,
            Origin = fromItems is null ? ScoreOrigin.Stated : missing.Length == 0 ? ScoreOrigin.Summed : ScoreOrigin.Prorated,
            MissingItems = missing,
            SelfHarmAnswer = answer,
            SelfHarmUnknown = answer is null && (instrument.SelfHarmItem is not null || instrument.IsRiskScreen),
            StatedTotal = total,
            TotalOfItems = fromItems,
        };
        if (total is null) return fromItems is null ? reading with { Refusal = Refusals.TooManyMissing.At("items") } : reading;
        return Agrees(instrument, total.Value, items, missing.Length, fromItems)
            ? reading
            : reading with { Total = null, Refusal = Refusals.TotalMismatch.At("total") };
    }

    private static bool Agrees(Instrument instrument, int total, IReadOnlyList<int?> items, int missing, int? fromItems)
    {
        var sum = Sum(items);
        return fromItems is { } known ? total == known : total >= sum && total <= sum + missing * instrument.ItemMax;
    }

    private static bool MayProrate(Instrument instrument, int[] missing) =>
        missing.Length <= instrument.MayMiss && missing.Count(instrument.MayMissOneOf.Contains) <= 1;

    /// <summary>Sum times items over answered, half up.</summary>
    private static int Prorated(Instrument instrument, IReadOnlyList<int?> items, int missing)
    {
        var answered = instrument.ItemCount - missing;
        return (2 * Sum(items) * instrument.ItemCount + answered) / (2 * answered);
    }

    private static int Sum(IReadOnlyList<int?> items) => items.Sum(item => item ?? 0);

    private static ScoreReading Refused(Refusal refusal) => new() { Refusal = refusal };
}
