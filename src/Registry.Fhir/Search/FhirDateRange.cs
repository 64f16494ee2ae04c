using NodaTime;

namespace Registry.Fhir;

public enum DatePrefix { Eq, Ne, Gt, Lt, Ge, Le, Sa, Eb, Ap }

/// <summary>A stretch of time from <paramref name="Start"/> up to but without <paramref name="End"/>. Every FHIR date is one: its precision says how long.</summary>
public readonly record struct FhirDateRange(Instant Start, Instant End)
{
    /// <summary>Whether a search for this range with that prefix finds the target. R4 search, 3.1.1.4.6: both sides are ranges.</summary>
    public bool Matches(DatePrefix prefix, FhirDateRange target) => prefix switch
    {
        DatePrefix.Eq => Contains(target),
        DatePrefix.Ne => !Contains(target),
        DatePrefix.Gt => target.End > End,
        DatePrefix.Lt => target.Start < Start,
        DatePrefix.Ge => target.End > End || Contains(target),
        DatePrefix.Le => target.Start < Start || Contains(target),
        DatePrefix.Sa => target.Start >= End,
        DatePrefix.Eb => target.End <= Start,
        DatePrefix.Ap => target.Start < End && Start < target.End,
        _ => false,
    };

    public bool Contains(FhirDateRange other) => Start <= other.Start && other.End <= End;

    /// <summary>"About then": a tenth of the distance to today is added on both sides, as R4 recommends.</summary>
    public FhirDateRange Widened(Instant now)
    {
        var gap = Start > now ? Start - now : now > End ? now - End : Duration.Zero;
        var slack = gap / 10;
        return new(
            Start - Instant.MinValue < slack ? Instant.MinValue : Start - slack,
            Instant.MaxValue - End < slack ? Instant.MaxValue : End + slack);
    }
}
