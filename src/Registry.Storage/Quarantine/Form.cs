using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A Questionnaire that says which linkId is which item. Never changed: a correction is loaded under a version of its own.</summary>
public sealed class Form
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Form> Id { get; init; }

    /// <summary>The canonical address, without a version.</summary>
    public required string Url { get; init; }

    /// <summary>The publisher's version; empty when there is none.</summary>
    public required string BusinessVersion { get; init; }
    public required Instant RecordedAt { get; init; }
    public required Id<Principal> RecordedBy { get; init; }
    public required string Body { get; init; }

    public override string ToString() => $"{nameof(Form)} {Id}";
}
