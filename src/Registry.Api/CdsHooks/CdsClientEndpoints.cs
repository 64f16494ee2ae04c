using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class CdsClientEndpoints
{
    public static void MapCdsClients(this IEndpointRouteBuilder routes)
    {
        var clients = routes.MapGroup("/v1/cds-clients").WithTags("CDS clients");
        clients.MapPost("", Create).WithName("RegisterCdsClient").Requires(Permissions.WriteCdsClient);
        clients.MapGet("", List).WithName("ListCdsClients").Requires(Permissions.ReadCdsClient);
        clients.MapGet("/{clientId}", Read).WithName("ReadCdsClient").Requires(Permissions.ReadCdsClient);
        clients.MapPost("/{clientId}/end", End).WithName("EndCdsClient").Requires(Permissions.WriteCdsClient);
    }

    /// <summary>Registers the keys with which an EHR signs its CDS Hooks calls, and the principal whose rights these calls have.</summary>
    /// <remarks>
    /// The issuer of its tokens is the principal's. Other keys: end this registration and make another. Whoever holds the keys reads patients without
    /// the provider, so it takes two people: send the approval of kind cds-client with this principal as its subject.
    /// </remarks>
    internal static async Task<Results<Recorded<CdsClientResponse>, Refused>> Create(
        CdsClientRequest request, Access access, RegistryDbContext db, OutboundHttp outbound, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Find(new(id), access, db, ct) is { } existing) return Answer(existing.Client, existing.Issuer, replayed: true);

        var principal = await db.Principals.AsNoTracking().SingleOrDefaultAsync(p => p.OrganizationId == access.OrganizationId && p.Id == request.PrincipalId, ct);
        var checks = request.Check(outbound).Add(principal is null ? Refusals.UnknownReference.At("principalId") : null);
        if (checks.Failed) return checks.Refused;
        // A token names its issuer and no more: two clients of one issuer could not be told apart.
        if (await db.CdsClients.AnyAsync(c => c.EndedAt == null && db.Principals.Any(p => p.OrganizationId == c.OrganizationId && p.Id == c.PrincipalId && p.Issuer == principal!.Issuer), ct))
            return new Refused(CdsClientRequest.IssuerTaken);
        if (await access.Transaction.Connection.Spend(
                access.OrganizationId, request.ApprovalId, ApprovalKind.CdsClient, request.PrincipalId.Value, access.Caller!.PrincipalId, access.Now, ct) is { } needed) return new Refused(needed.At("approvalId"));

        var client = request.ToClient(access);
        db.CdsClients.Add(client);
        await idempotency.Keep(client.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(client, principal!.Issuer, replayed: false);
    }

    /// <summary>Every registration, the newest first; those that ended too.</summary>
    internal static async Task<Ok<ItemsResponse<CdsClientResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var clients = await Clients(access, db).OrderByDescending(c => c.Client.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<CdsClientResponse>([.. clients.Select(c => CdsClientResponse.Of(c.Client, c.Issuer))]));
    }

    /// <summary>One registration.</summary>
    internal static async Task<Results<Ok<CdsClientResponse>, Refused>> Read(Id<CdsClient> clientId, Access access, RegistryDbContext db, CancellationToken ct) =>
        await Find(clientId, access, db, ct) is { } found ? TypedResults.Ok(CdsClientResponse.Of(found.Client, found.Issuer)) : new Refused(Refusals.NotFound);

    /// <summary>Ends a registration: its calls are refused from now on.</summary>
    internal static async Task<Results<Ok<CdsClientResponse>, Refused>> End(Id<CdsClient> clientId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Find(clientId, access, db, ct) is not { } found) return new Refused(Refusals.NotFound);
        found.Client.EndedAt ??= access.Now;
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(CdsClientResponse.Of(found.Client, found.Issuer));
    }

    private static IQueryable<Registered> Clients(Access access, RegistryDbContext db) =>
        from client in db.CdsClients.AsTracking()
        join principal in db.Principals on new { client.OrganizationId, Id = client.PrincipalId } equals new { principal.OrganizationId, principal.Id }
        where client.OrganizationId == access.OrganizationId
        select new Registered { Client = client, Issuer = principal.Issuer };

    private static Task<Registered?> Find(Id<CdsClient> id, Access access, RegistryDbContext db, CancellationToken ct) =>
        Clients(access, db).SingleOrDefaultAsync(c => c.Client.Id == id, ct);

    private static Recorded<CdsClientResponse> Answer(CdsClient client, string issuer, bool replayed) =>
        new($"/v1/cds-clients/{client.Id}", CdsClientResponse.Of(client, issuer), 1, replayed);

    private sealed class Registered
    {
        public required CdsClient Client { get; init; }
        public required string Issuer { get; init; }
    }
}

/// <param name="PrincipalId">An integration client of the organization; its tokens' issuer is the principal's.</param>
/// <param name="Jwks">Its public keys (RSA or EC, each with a kid), or leave it out and say where they are.</param>
/// <param name="JwksUri">Where it publishes them: https, in the public internet.</param>
/// <param name="ApprovalId">Of kind cds-client, given by another administrator.</param>
internal sealed record CdsClientRequest(Id<Principal> PrincipalId, JsonElement? Jwks = null, string? JwksUri = null, Id<Approval>? ApprovalId = null)
{
    public static readonly Refusal IssuerTaken = new("issuer-taken", RefusalKind.State, "A CDS client with this principal's issuer is registered already.");
    private static readonly Refusal OneOfTwo = new("keys-required", RefusalKind.Rule, "Send jwks or jwksUri, one of the two.");
    private static readonly Refusal NoKeys = new("no-usable-key", RefusalKind.Rule, "It holds no public RSA or EC key with a kid, or a private one.");

    public Checks Check(OutboundHttp outbound) => new Checks()
        .Add(Jwks is null == JwksUri is null ? OneOfTwo : null)
        .Add(Jwks is { } keys && (keys.GetRawText().Length > 20_000 || CdsClientKeys.Read(keys.GetRawText()).Count == 0) ? NoKeys.At("jwks") : null)
        .Add(JwksUri is { } address && (address.Length > 500 || !outbound.MayBeEntered(address)) ? WebhookRefusals.Address.At("jwksUri") : null);

    public CdsClient ToClient(Access access) => new()
    {
        OrganizationId = access.OrganizationId,
        Id = Id<CdsClient>.New(),
        PrincipalId = PrincipalId,
        Jwks = Jwks?.GetRawText(),
        JwksUri = JwksUri,
        CreatedAt = access.Now,
    };
}

/// <param name="Issuer">iss of its tokens.</param>
/// <param name="KeyIds">kid of each registered key; empty when they are fetched.</param>
internal sealed record CdsClientResponse(Id<CdsClient> Id, Id<Principal> PrincipalId, string Issuer, IReadOnlyList<string> KeyIds, string? JwksUri, Instant CreatedAt, Instant? EndedAt)
{
    public static CdsClientResponse Of(CdsClient c, string issuer) =>
        new(c.Id, c.PrincipalId, issuer, c.Jwks is { } keys ? [.. CdsClientKeys.Read(keys).Select(k => k.KeyId)] : [], c.JwksUri, c.CreatedAt, c.EndedAt);
}
