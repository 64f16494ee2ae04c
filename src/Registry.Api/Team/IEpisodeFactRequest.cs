using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What a client says about one dated fact of an episode, to record it or to correct it.</summary>
internal interface IEpisodeFactRequest<TFact>
{
    /// <summary>The clinical day, local to the clinic.</summary>
    LocalDate On { get; }

    /// <summary>Rules of this kind of fact beyond those of all: day within the episode, staff of the organization.</summary>
    void Check(Checks checks, Caller caller);

    /// <summary>The members of staff it names, by the request's member name; they must exist.</summary>
    IEnumerable<(string Field, Id<StaffMember>? Member)> Names(Caller caller);

    TFact Create(Episode episode, Caller caller);

    /// <summary>Puts the corrected content into the fact.</summary>
    void ApplyTo(TFact fact, Caller caller);
}

/// <summary>Work whose beginning may be known to the minute.</summary>
internal interface IBeginsAt
{
    Instant? StartedAt { get; }
}

/// <summary>A request that names other records, which must exist and belong to the same patient.</summary>
internal interface INamesRecords
{
    Task CheckNames(Checks checks, Episode episode, Access access, RegistryDbContext db, CancellationToken ct);
}

/// <summary>How a fact is shown.</summary>
internal interface IEpisodeFactResponse<TSelf, TFact>
{
    static abstract TSelf Of(TFact fact);
}
