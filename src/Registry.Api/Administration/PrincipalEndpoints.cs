using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Who may sign in: people and integration clients, known by issuer and subject of their tokens.</summary>
internal static class PrincipalEndpoints
{
    private const string Place = "/v1/admin/principals";

    public static void MapPrincipals(this IEndpointRouteBuilder routes)
    {
        var principals = routes.MapGroup(Place).WithTags("Administration");
        principals.MapGet("", List).WithName("ListPrincipals").Requires(Permissions.ReadAdministration);
        principals.MapPost("", Create).WithName("CreatePrincipal").Requires(Permissions.Administer);
        principals.MapPut("/{principalId}", Change).WithName("ChangePrincipal").Requires(Permissions.Administer);
        principals.MapPost("/{principalId}/disablement", Disable).WithName("DisablePrincipal").Requires(Permissions.Administer);
        principals.MapPost("/{principalId}/enablement", Enable).WithName("EnablePrincipal").Requires(Permissions.Administer);
    }

    /// <summary>Everybody who may sign in or once might, people and integration clients.</summary>
    internal static async Task<Ok<ItemsResponse<PrincipalResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var principals = await db.Principals.AsNoTracking().Where(p => p.OrganizationId == access.OrganizationId).OrderBy(p => p.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<PrincipalResponse>([.. principals.Select(PrincipalResponse.Of)]));
    }

    /// <summary>Lets somebody else than the caller sign in. Without a grant nothing can be done yet.</summary>
    internal static async Task<Results<Recorded<PrincipalResponse>, Refused>> Create(
        PrincipalRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var level = await access.Administers(ct);
        return await idempotency.Create(db, id => Find(new(id), access, db, ct), New, Place, PrincipalResponse.Of, ct);

        async Task<(Principal?, Guid, Refused?)> New()
        {
            if (request.StaffMemberId is { } member && member == access.Caller!.StaffMemberId) return (null, default, new(AdministrationRefusals.OwnRights));
            var checks = new Checks().Text("issuer", request.Issuer, 400).Text("subject", request.Subject, 200)
                .Add(request.StaffMemberId is { } staff && !await db.Staff.AnyAsync(s => s.OrganizationId == access.OrganizationId && s.Id == staff && s.EndedAt == null, ct)
                    ? Refusals.UnknownReference.At("staffMemberId") : null)
                .Add(await IsUnknown(request.DefaultClinicId, access, db, ct))
                .Add(level.Includes(null) ? null : AdministrationRefusals.AboveOwnLevel);
            if (checks.Failed) return (null, default, checks.Refused);
            var principal = new Principal
            {
                OrganizationId = access.OrganizationId,
                Id = Id<Principal>.New(),
                Issuer = request.Issuer,
                Subject = request.Subject,
                StaffMemberId = request.StaffMemberId,
                MayCreatePatients = request.MayCreatePatients,
                DefaultClinicId = request.DefaultClinicId,
            };
            return (principal, principal.Id.Value, null);
        }
    }

    /// <summary>Decides anew what an integration client may besides its role.</summary>
    /// <remarks>That it may export everybody's records at once takes two people: send the approval of kind bulk-export with this principal as its subject. To take it back takes one.</remarks>
    internal static async Task<Results<Versioned<PrincipalResponse>, Refused>> Change(
        Id<Principal> principalId, PrincipalChangeRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var level = await access.Administers(ct);
        var (principal, refused) = await ToChange(principalId, ifMatch, level, access, db, ct);
        if (principal is null) return refused!;
        var checks = new Checks().Add(await IsUnknown(request.DefaultClinicId, access, db, ct));
        if (checks.Failed) return checks.Refused;
        if (request.MayExport && !principal.MayExport && await access.Transaction.Connection.Spend(
                access.OrganizationId, request.ApprovalId, ApprovalKind.BulkExport, principalId.Value, access.Caller!.PrincipalId, access.Now, ct) is { } refusal) return new Refused(refusal.At("approvalId"));

        (principal.MayCreatePatients, principal.DefaultClinicId, principal.MayExport) = (request.MayCreatePatients, request.DefaultClinicId, request.MayExport);
        return await db.Save(principal, PrincipalResponse.Of, ct);
    }

    /// <summary>Refuses every call of a principal from the next request on, though its token be valid. Its grants stay as they are.</summary>
    internal static async Task<Results<Versioned<PrincipalResponse>, Refused>> Disable(
        Id<Principal> principalId, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var level = await access.Administers(ct);
        var (principal, refused) = await ToChange(principalId, ifMatch, level, access, db, ct);
        if (principal is null) return refused!;
        if (principal.DisabledAt is not null) return new Refused(AdministrationRefusals.Ended);
        if (!await db.HasAnotherAdministrator(access.OrganizationId, level.Now, ct, nor: principalId)) return new Refused(AdministrationRefusals.LastAdministrator);
        principal.DisabledAt = level.Now;
        return await db.Save(principal, PrincipalResponse.Of, ct);
    }

    /// <summary>Lets a principal in again, with the grants that hold.</summary>
    internal static async Task<Results<Versioned<PrincipalResponse>, Refused>> Enable(
        Id<Principal> principalId, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (principal, refused) = await ToChange(principalId, ifMatch, await access.Administers(ct), access, db, ct);
        if (principal is null) return refused!;
        principal.DisabledAt = null;
        return await db.Save(principal, PrincipalResponse.Of, ct);
    }

    private static async Task<(Principal?, Refused?)> ToChange(Id<Principal> id, string? ifMatch, Administration level, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Find(id, access, db, ct) is not { } principal) return (null, new(Refusals.NotFound));
        if (await db.IsCaller(id, access, ct)) return (null, new(AdministrationRefusals.OwnRights));
        if (!level.Includes(null)) return (null, new(AdministrationRefusals.AboveOwnLevel));
        return ETags.Check(ifMatch, principal.Version) is { } stale ? (null, new(stale)) : (principal, null);
    }

    private static async Task<Refusal?> IsUnknown(Id<Clinic>? clinic, Access access, RegistryDbContext db, CancellationToken ct) =>
        clinic is { } one && !await db.IsOpen(one, access, ct) ? Refusals.UnknownReference.At("defaultClinicId") : null;

    private static Task<Principal?> Find(Id<Principal> id, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.Principals.AsTracking().SingleOrDefaultAsync(p => p.OrganizationId == access.OrganizationId && p.Id == id, ct);
}

/// <param name="Issuer">iss of its tokens.</param>
/// <param name="Subject">sub of its tokens: the person, or the client, at that issuer.</param>
/// <param name="StaffMemberId">The member of staff a person is; none for an integration client.</param>
/// <param name="MayCreatePatients">Whether an integration client may create patients it sends.</param>
/// <param name="DefaultClinicId">Where those belong.</param>
internal sealed record PrincipalRequest(string Issuer, string Subject, Id<StaffMember>? StaffMemberId = null, bool MayCreatePatients = false, Id<Clinic>? DefaultClinicId = null)
{
    public override string ToString() => nameof(PrincipalRequest);
}

/// <param name="MayExport">Whether an integration client may export everybody's records at once.</param>
/// <param name="ApprovalId">When it may from now on: what another administrator approved.</param>
internal sealed record PrincipalChangeRequest(bool MayCreatePatients, bool MayExport, Id<Clinic>? DefaultClinicId = null, Id<Approval>? ApprovalId = null);

/// <param name="DisabledAt">Null while it may call.</param>
internal sealed record PrincipalResponse(
    Id<Principal> Id, string Issuer, string Subject, Id<StaffMember>? StaffMemberId, bool MayCreatePatients, bool MayExport, Id<Clinic>? DefaultClinicId, Instant? DisabledAt, int Version)
{
    public static PrincipalResponse Of(Principal p) => new(p.Id, p.Issuer, p.Subject, p.StaffMemberId, p.MayCreatePatients, p.MayExport, p.DefaultClinicId, p.DisabledAt, p.Version);

    public override string ToString() => $"{nameof(PrincipalResponse)} {Id}";
}
