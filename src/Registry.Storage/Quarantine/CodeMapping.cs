using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>What one code of one source means: the total of an instrument, or nothing that is kept here.</summary>
public sealed class CodeMapping
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<CodeMapping> Id { get; init; }
    public required Id<Principal> SourceId { get; init; }

    /// <summary>The sender's code system, or the canonical address of a form.</summary>
    public required string System { get; init; }

    /// <summary>Empty for a form; a form can only be said to be none of ours, since what its items mean is told by its Questionnaire.</summary>
    public required string Code { get; init; }

    /// <summary>Null: no score kept here.</summary>
    public Instrument? Instrument { get; init; }
    public required Instant RecordedAt { get; init; }
    public required Id<Principal> RecordedBy { get; init; }

    /// <summary>From then on it no longer holds; what was stored by it stays.</summary>
    public Instant? EndedAt { get; set; }
    public Id<Principal>? EndedBy { get; set; }
}
