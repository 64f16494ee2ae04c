using NodaTime;

namespace Registry.Clinical;

/// <summary>What a figure is asked about besides the facts. The same question over the same facts has one answer.</summary>
/// <param name="AsOf">Nothing dated later is seen; in a period that has ended nothing dated after its end is seen either, so a past figure stays.</param>
public sealed record MetricQuestion(MetricPeriod Period, LocalDate AsOf, OutcomeProfile Profile, FlagParameters Parameters, PayerProfile Payer)
{
    /// <summary>Judges outcomes by this instrument; null takes the primary scale of each episode.</summary>
    public Instrument? Instrument { get; init; }

    /// <summary>Derives New York State's discharge for inactivity, and takes no baseline but its own.</summary>
    public bool ByNewYorkRules { get; init; }

    /// <summary>Full-time equivalents of care managers attested for the population; null while nobody attested any.</summary>
    public decimal? AttestedFte { get; init; }

    public LocalDate From => Period.From;

    /// <summary>The day at whose end everything is judged: the last of the period, or <see cref="AsOf"/> in a running one.</summary>
    public LocalDate End => Days.Earlier(Period.To, AsOf);

    public bool Contains(LocalDate? day) => day >= From && day <= End;

    /// <summary>Within so many days ending with <see cref="End"/>, both ends counted.</summary>
    public bool IsAmongLast(int days, LocalDate day) => day <= End && day > End.PlusDays(-days);
}
