using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>New keys for the organization's encrypted values, once two administrators agree.</summary>
internal static class KeyRotationEndpoints
{
    private const string Place = "/v1/admin/keys/rotations";

    public static void MapKeyRotations(this IEndpointRouteBuilder routes)
    {
        var rotations = routes.MapGroup(Place).WithTags("Keys");
        rotations.MapPost("", Start).WithName("StartKeyRotation").Requires(Permissions.RotateKeys);
        rotations.MapGet("", List).WithName("ListKeyRotations").Requires(Permissions.ReadKeys);
        rotations.MapGet("/{rotationId}", Read).WithName("ReadKeyRotation").Requires(Permissions.ReadKeys);
    }

    /// <summary>Makes new keys at once, and lets what is stored follow in the background. Takes an approval for a key rotation.</summary>
    internal static async Task<Results<Recorded<KeyRotationResponse>, Refused>> Start(
        StartKeyRotationRequest request, Access access, RegistryDbContext db, KeyRing ring, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Find(new(id), access, db, ct) is { } existing) return Answer(existing, replayed: true);

        var connection = access.Transaction.Connection;
        // A conflict and not 403: the caller may do this, once somebody else agrees.
        if (await connection.Spend(access.OrganizationId, request.ApprovalId, ApprovalKind.KeyRotation, null, access.Caller!.PrincipalId, access.Now, ct) is { } needed)
            return new Refused((needed with { Kind = RefusalKind.State }).At("approvalId"));
        var rotation = new KeyRotation
        {
            OrganizationId = access.OrganizationId,
            Id = Id<KeyRotation>.New(),
            ApprovalId = request.ApprovalId,
            StartedBy = access.Caller.PrincipalId,
            StartedAt = access.Now,
            State = KeyRotationState.Rewriting,
        };
        db.KeyRotations.Add(rotation);
        await idempotency.Keep(rotation.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        await KeyRotations.MakeNextKeys(connection, ring, access.OrganizationId, access.Now, ct);
        return Answer(rotation, replayed: false);
    }

    /// <summary>Every rotation of the organization's keys, the newest first, with how far it is.</summary>
    internal static async Task<Ok<ItemsResponse<KeyRotationResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var rotations = await db.KeyRotations.AsNoTracking().Where(r => r.OrganizationId == access.OrganizationId).OrderByDescending(r => r.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<KeyRotationResponse>([.. rotations.Select(KeyRotationResponse.Of)]));
    }

    /// <summary>One rotation, and how far it is.</summary>
    internal static async Task<Results<Ok<KeyRotationResponse>, Refused>> Read(Id<KeyRotation> rotationId, Access access, RegistryDbContext db, CancellationToken ct) =>
        await Find(rotationId, access, db, ct) is { } rotation ? TypedResults.Ok(KeyRotationResponse.Of(rotation)) : new Refused(Refusals.NotFound);

    private static Task<KeyRotation?> Find(Id<KeyRotation> id, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.KeyRotations.AsNoTracking().SingleOrDefaultAsync(r => r.OrganizationId == access.OrganizationId && r.Id == id, ct);

    private static Recorded<KeyRotationResponse> Answer(KeyRotation rotation, bool replayed) => new($"{Place}/{rotation.Id}", KeyRotationResponse.Of(rotation), 1, replayed);
}

/// <param name="ApprovalId">An approval of kind key-rotation, given by another administrator than the one who asked for it.</param>
internal sealed record StartKeyRotationRequest(Id<Approval> ApprovalId);

/// <param name="State">rewriting: what is stored is encrypted anew; settling: nothing is left under the old keys, which are retired; finished.</param>
/// <param name="ValuesRewritten">How many values were encrypted anew so far.</param>
internal sealed record KeyRotationResponse(
    Id<KeyRotation> Id, KeyRotationState State, Id<Approval> ApprovalId, Id<Principal> StartedBy, Instant StartedAt, long ValuesRewritten, Instant? SettledAt, Instant? FinishedAt)
{
    public static KeyRotationResponse Of(KeyRotation r) => new(r.Id, r.State, r.ApprovalId, r.StartedBy, r.StartedAt, r.ValuesRewritten, r.SettledAt, r.FinishedAt);
}
