using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class QuarantineEndpoints
{
    public static void MapQuarantine(this IEndpointRouteBuilder routes)
    {
        var quarantine = routes.MapGroup("/v1/quarantine").WithTags("Imports");
        quarantine.MapGet("", List).WithName("ListQuarantine").Requires(Permissions.ReadImports);
        quarantine.MapPost("/replays", Replay).WithName("ReplayQuarantine").Requires(Permissions.ReplayImports);
    }

    /// <summary>What waits to be mapped, and what became of what waited: by source and code or form, how many and since when. No patient, no value.</summary>
    internal static async Task<Ok<ItemsResponse<QuarantineResponse>>> List(Access access, CancellationToken ct)
    {
        await access.Transaction.WorkOn(access.Clinics, ct);
        return TypedResults.Ok(new ItemsResponse<QuarantineResponse>(
            [.. (await access.Transaction.Connection.QuarantineGroups(access.OrganizationId, access.Clinics, ct)).Select(QuarantineResponse.Of)]));
    }

    /// <summary>Takes in again what waits, in the order received, by the mappings and forms of now: each once, with its own identity, patient and day. What still cannot be read goes on waiting.</summary>
    /// <remarks>At most 200 a call; repeat it while hasMore. To repeat it for nothing does nothing.</remarks>
    internal static async Task<Ok<ReplayResponse>> Replay(Access access, RegistrySettings settings, CancellationToken ct)
    {
        await access.Transaction.WorkOn(access.Clinics, ct);
        return TypedResults.Ok(await Quarantines.Replay(access, settings, ct));
    }
}

/// <param name="Source">The client's name at the issuer of its tokens.</param>
/// <param name="Code">Null for a form.</param>
/// <param name="Reason">Why a replay left one of them waiting, when one did.</param>
internal sealed record QuarantineResponse(
    Id<Principal> SourceId, string Source, string ResourceType, string System, string? Code, QuarantineState State, int Count, Instant FirstReceivedAt, Instant LastReceivedAt, string? Reason)
{
    public static QuarantineResponse Of(QuarantineGroup g) => new(
        new(g.SourceId), g.Source, g.ResourceType, g.System, g.Code.Length == 0 ? null : g.Code, g.State, g.Count, g.FirstReceivedAt, g.LastReceivedAt, g.Reason);
}

/// <param name="TakenIn">How many came in: as a score, or beside one that was there.</param>
/// <param name="NotOurs">How many turned out to be no score kept here.</param>
/// <param name="HasMore">Whether more can come in now than one call takes.</param>
internal sealed record ReplayResponse(int TakenIn, int NotOurs, IReadOnlyList<StillWaiting> StillWaiting, bool HasMore);

/// <param name="Code">Null for a form.</param>
internal sealed record StillWaiting(Guid Id, string ResourceType, string System, string? Code, string Reason);
