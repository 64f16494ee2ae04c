using NodaTime;

namespace Registry.Clinical;

/// <summary>One patient's calendar month: the minutes that count, those that do not and why, the codes reached and what is missing.</summary>
public sealed record BillingMonth
{
    public required Id<Episode> EpisodeId { get; init; }
    public required YearMonth Month { get; init; }

    /// <summary>Month to date: nothing later is counted.</summary>
    public required LocalDate AsOf { get; init; }

    /// <summary>The payer profile the codes follow.</summary>
    public required string Payer { get; init; }
    public required MonthKind Kind { get; init; }
    public required IReadOnlyList<CountedTime> Entries { get; init; }
    public required int CountedMinutes { get; init; }
    public required int UncountedMinutes { get; init; }

    /// <summary>What the counted minutes reach; empty below the lowest floor.</summary>
    public required IReadOnlyList<ChargedCode> Codes { get; init; }

    /// <summary>The next code up; null at the top of the ladder.</summary>
    public required NextCode? Next { get; init; }
    public required IReadOnlyList<Prerequisite> Prerequisites { get; init; }

    /// <summary>A code is reached and nothing is missing: only such a month belongs in a charge export.</summary>
    public bool IsBillable => Codes.Count > 0 && Prerequisites.All(item => item.IsMet);

    /// <summary>Evaluates a month as of a day. A death or a discharge in mid-month leaves the minutes up to it to be evaluated.</summary>
    /// <param name="hasConsultant">A psychiatric consultant was on the team; without one only general integration can be billed.</param>
    public static BillingMonth Of(EpisodeFacts episode, YearMonth month, LocalDate asOf, PayerProfile payer, bool hasConsultant = true)
    {
        var entries = TimeCounting.Count(TimeEntry.Of(episode, month, asOf), episode, payer);
        var kind = BillingMonths.KindOf(episode, month, payer);
        var ladder = new CodeLadder(payer, month, kind, hasConsultant);
        var counted = entries.Sum(entry => entry.Counted);
        return new()
        {
            EpisodeId = episode.EpisodeId,
            Month = month,
            AsOf = asOf,
            Payer = payer.Name,
            Kind = kind,
            Entries = entries,
            CountedMinutes = counted,
            UncountedMinutes = entries.Sum(entry => entry.Uncounted.Sum(part => part.Minutes)),
            Codes = ladder.Codes(counted),
            Next = ladder.Next(counted),
            Prerequisites = Clinical.Prerequisites.Of(episode, Days.Earlier(asOf, month.ToDateInterval().End), payer),
        };
    }

    /// <summary>What a closed month would read now, as differences: a correction after the close is an adjustment, never a silent edit.</summary>
    public BillingAdjustment? AdjustedTo(BillingMonth now)
    {
        var codes = Codes.Select(c => c.Code).Union(now.Codes.Select(c => c.Code))
            .Select(code => new ChargedCode(code, UnitsOf(now, code) - UnitsOf(this, code)))
            .Where(change => change.Units != 0).ToList();
        var minutes = now.CountedMinutes - CountedMinutes;
        return minutes == 0 && codes.Count == 0 ? null : new(Month, minutes, codes);
    }

    private static int UnitsOf(BillingMonth month, string code) => month.Codes.Where(c => c.Code == code).Sum(c => c.Units);

    public override string ToString() => $"BillingMonth {EpisodeId} {Month}";
}

/// <summary>The difference a late correction makes to a closed month.</summary>
/// <param name="Minutes">Counted minutes more, or fewer.</param>
/// <param name="Codes">Units more, or fewer, per code that changes.</param>
public sealed record BillingAdjustment(YearMonth Month, int Minutes, IReadOnlyList<ChargedCode> Codes);
