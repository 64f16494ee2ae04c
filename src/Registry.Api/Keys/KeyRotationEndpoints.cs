using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>New keys for the organization's encrypted values: one administrator asks, another one lets it begin.</summary>
internal static class KeyRotationEndpoints
{
    public static void MapKeyRotations(this IEndpointRouteBuilder routes)
    {
        var rotations = routes.MapGroup("/v1/admin/keys/rotations").WithTags("Keys");
        rotations.MapPost("", Request).WithName("RequestKeyRotation").Requires(Permissions.RotateKeys);
        rotations.MapGet("", List).WithName("ListKeyRotations").Requires(Permissions.ReadKeys);
        rotations.MapGet("/{rotationId}", Read).WithName("ReadKeyRotation").Requires(Permissions.ReadKeys);
        rotations.MapPost("/{rotationId}/approval", Approve).WithName("ApproveKeyRotation").Requires(Permissions.RotateKeys);
    }

    /// <summary>Asks for new keys. Nothing happens until another administrator approves.</summary>
    internal static async Task<Results<Recorded<KeyRotationResponse>, Refused>> Request(Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Find(new(id), access, db, ct) is { } existing) return Answer(existing, replayed: true);

        var rotation = new KeyRotation
        {
            OrganizationId = access.OrganizationId,
            Id = Id<KeyRotation>.New(),
            RequestedBy = access.Caller!.PrincipalId,
            RequestedAt = access.Now,
            State = KeyRotationState.Requested,
        };
        db.KeyRotations.Add(rotation);
        await idempotency.Keep(rotation.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(rotation, replayed: false);
    }

    /// <summary>Every rotation of the organization's keys, the newest first, with how far it is.</summary>
    internal static async Task<Ok<ItemsResponse<KeyRotationResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct) =>
        TypedResults.Ok(new ItemsResponse<KeyRotationResponse>(
            [.. (await db.KeyRotations.AsNoTracking().Where(r => r.OrganizationId == access.OrganizationId).OrderByDescending(r => r.Id).ToListAsync(ct)).Select(KeyRotationResponse.Of)]));

    /// <summary>One rotation, and how far it is.</summary>
    internal static async Task<Results<Ok<KeyRotationResponse>, Refused>> Read(Id<KeyRotation> rotationId, Access access, RegistryDbContext db, CancellationToken ct) =>
        await Find(rotationId, access, db, ct) is { } rotation ? TypedResults.Ok(KeyRotationResponse.Of(rotation)) : new Refused(Refusals.NotFound);

    /// <summary>Lets a rotation begin that another administrator asked for. New keys are made at once; what is stored follows in the background.</summary>
    internal static async Task<Results<Ok<KeyRotationResponse>, Refused>> Approve(Id<KeyRotation> rotationId, Access access, RegistryDbContext db, KeyRing ring, CancellationToken ct)
    {
        var rotation = await db.KeyRotations.AsTracking().SingleOrDefaultAsync(r => r.OrganizationId == access.OrganizationId && r.Id == rotationId, ct);
        if (rotation is null) return new Refused(Refusals.NotFound);
        if (rotation.Approve(access.Caller!.PrincipalId, access.Now) is { } refusal) return new Refused(refusal);
        await db.SaveChangesAsync(ct);
        await KeyRotations.MakeNextKeys(access.Transaction.Connection, ring, access.OrganizationId, access.Now, ct);
        return TypedResults.Ok(KeyRotationResponse.Of(rotation));
    }

    private static Task<KeyRotation?> Find(Id<KeyRotation> id, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.KeyRotations.AsNoTracking().SingleOrDefaultAsync(r => r.OrganizationId == access.OrganizationId && r.Id == id, ct);

    private static Recorded<KeyRotationResponse> Answer(KeyRotation rotation, bool replayed) =>
        new($"/v1/admin/keys/rotations/{rotation.Id}", KeyRotationResponse.Of(rotation), 1, replayed);
}

/// <param name="State">requested: waits for a second administrator; rewriting: what is stored is encrypted anew; settling: nothing is left under the old keys, which are retired; finished.</param>
/// <param name="ApprovedBy">Never who asked.</param>
/// <param name="ValuesRewritten">How many values were encrypted anew so far.</param>
internal sealed record KeyRotationResponse(
    Id<KeyRotation> Id, KeyRotationState State, Id<Principal> RequestedBy, Instant RequestedAt, Id<Principal>? ApprovedBy, Instant? StartedAt, long ValuesRewritten, Instant? SettledAt,
    Instant? FinishedAt)
{
    public static KeyRotationResponse Of(KeyRotation r) =>
        new(r.Id, r.State, r.RequestedBy, r.RequestedAt, r.ApprovedBy, r.StartedAt, r.ValuesRewritten, r.SettledAt, r.FinishedAt);
}
