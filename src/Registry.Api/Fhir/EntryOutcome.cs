using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What became of one resource that was sent.</summary>
/// <param name="Status">HTTP status of a direct request, or of the entry.</param>
/// <param name="Id">Of what now stands for it; null when nothing does.</param>
/// <param name="Body">That resource's text.</param>
/// <param name="Issues">What there is to say, remarks on success included.</param>
internal sealed record EntryOutcome(int Status, string Type, Guid? Id, int Version, Instant? LastModified, byte[]? Body, IReadOnlyList<FhirIssue> Issues)
{
    public bool IsFailure => Status >= 400;

    /// <summary>The resource holds nothing for this registry: nothing is broken by it, and a sender must not take it for stored.</summary>
    public bool NothingToKeep { get; private init; }

    /// <summary>Refused, and yet what it says about self-harm was kept.</summary>
    public bool KeepsWork { get; init; }

    public static EntryOutcome Refused(string type, IReadOnlyList<FhirIssue> issues, int status) => new(status, type, null, 0, null, null, issues);

    public static EntryOutcome Refused(string type, FhirIssue issue) => Refused(type, [issue], issue.Status);

    /// <summary>Nothing was stored, and nothing was wrong: the sender is told why.</summary>
    public static EntryOutcome Ignored(string type, IReadOnlyList<FhirIssue> issues) => new(StatusCodes.Status200OK, type, null, 0, null, null, issues);

    public static EntryOutcome NotOurs(string type, IReadOnlyList<FhirIssue> issues) => Ignored(type, issues) with { NothingToKeep = true };

    /// <summary>Kept where it counts nowhere, until somebody maps its code or loads its form.</summary>
    public static EntryOutcome Waiting(string type, IReadOnlyList<FhirIssue> issues) => Ignored(type, issues) with { Status = StatusCodes.Status202Accepted };

    /// <summary>A read inside a Bundle: its body is the answer, whatever the client prefers back from writes.</summary>
    public static EntryOutcome Read(FoundResource found, int status, byte[]? body) =>
        new(status, found.Type, found.Id, found.Version, found.RecordedAt, body, []) { IsRead = true };

    private bool IsRead { get; init; }

    /// <summary>As an entry that stands for itself: 422 where nothing was kept. In a transaction it is passed over, or it would undo the rest.</summary>
    public EntryOutcome Alone() => NothingToKeep ? this with { Status = StatusCodes.Status422UnprocessableEntity } : this;

    public string? Location(string publicBase) => Id is null ? null : Type == "QuestionnaireResponse" ? $"{publicBase}/{Type}/{Id:D}" : $"{publicBase}/{Type}/{Id:D}/_history/{Version}";

    public EntryResponse ToResponse(string publicBase, bool withBody) => new(
        $"{Status} {ReasonPhrases.GetReasonPhrase(Status)}",
        IsRead ? null : Location(publicBase), Id is null ? null : VersionTag.Of(Version), LastModified, (withBody || IsRead) && Body is not null ? (ReadOnlyMemory<byte>?)Body : null, Issues.Count == 0 ? null : Issues);

    public override string ToString() => $"{nameof(EntryOutcome)} {Status}";
}
