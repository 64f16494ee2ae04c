using NodaTime;

namespace Registry.Clinical;

/// <summary>How much a raised flag asks of the team.</summary>
public enum FlagSeverity
{
    /// <summary>Good news: a target is reached.</summary>
    Positive,

    /// <summary>Shown in the row; puts nobody on the review list.</summary>
    Information,

    /// <summary>A step the team may want to take.</summary>
    Suggestion,

    /// <summary>Something is due.</summary>
    Attention,

    /// <summary>Something is overdue or getting worse.</summary>
    Warning,

    /// <summary>Safety.</summary>
    Critical,
}

/// <summary>One rule of the flag table: a readable predicate, and what to say when it holds.</summary>
/// <param name="Id">Stable: "F01". One id may stand for several entries, one per instrument.</param>
/// <param name="Name">Stable and speaking: "safety.item9".</param>
/// <param name="Severity">Unless the explanation says otherwise for this case.</param>
/// <param name="Rule">The rule as one sentence a consultant can check.</param>
/// <param name="IsRaised">Pure, and free of allocation: it runs for every flag of every episode.</param>
/// <param name="Explain">Why it is raised; asked only when it is.</param>
public sealed record Flag(
    string Id,
    string Name,
    FlagSeverity Severity,
    string Rule,
    Func<EpisodeSummary, bool> IsRaised,
    Func<EpisodeSummary, Explanation> Explain)
{
    /// <summary>Whether the team may put it off. Safety may not.</summary>
    public bool MaySnooze { get; init; } = true;

    /// <summary>The instrument this entry is about, where one id has an entry per instrument.</summary>
    public Instrument? Instrument { get; init; }

    public RaisedFlag? Evaluate(EpisodeSummary episode) => IsRaised(episode) ? Raise(episode, Explain(episode)) : null;

    private RaisedFlag Raise(EpisodeSummary episode, Explanation why)
    {
        var (acknowledged, snoozedUntil) = Acknowledgements.Of(this, episode, why.Since);
        return new(Id, Name, why.Severity ?? Severity, why.Since, why.Text, why.Inputs,
            Days.Earlier(why.NextEvaluation, snoozedUntil), Rule, why.Profile ?? episode.Profile.Name)
        {
            Instrument = Instrument?.Code,
            AcknowledgedOn = acknowledged?.On,
            Disposition = acknowledged?.Disposition,
            SnoozedUntil = snoozedUntil,
        };
    }

    public override string ToString() => Id;
}

/// <summary>Why a flag is raised: since when, in words, from which inputs, and when time alone will change the answer.</summary>
public sealed record Explanation(LocalDate Since, string Text, params IReadOnlyList<FlagInput> Inputs)
{
    public FlagSeverity? Severity { get; init; }

    /// <summary>The next day on which this flag rises, falls or clears with no new fact; null when only a fact can change it.</summary>
    public LocalDate? NextEvaluation { get; init; }

    /// <summary>The outcome profile used when it is not the caller's.</summary>
    public string? Profile { get; init; }

    public override string ToString() => nameof(Explanation);
}
