using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Which role whom has where. A grant is given and ended, never changed, so that it can always be told who might do what when.</summary>
internal static class GrantEndpoints
{
    private const string Place = "/v1/admin/grants";

    public static void MapGrants(this IEndpointRouteBuilder routes)
    {
        var grants = routes.MapGroup(Place).WithTags("Administration");
        grants.MapGet("", List).WithName("ListGrants").Requires(Permissions.ReadAdministration);
        grants.MapPost("", Create).WithName("GrantRole").Requires(Permissions.Administer);
        grants.MapPost("/{grantId}/end", End).WithName("EndGrant").Requires(Permissions.Administer);
    }

    /// <summary>Every grant, the newest first; those that ended too.</summary>
    /// <param name="principalId">Only of this principal.</param>
    internal static async Task<Ok<ItemsResponse<GrantResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct, Id<Principal>? principalId = null)
    {
        var grants = await db.RoleGrants.AsNoTracking().Where(g => g.OrganizationId == access.OrganizationId && (principalId == null || g.PrincipalId == principalId))
            .OrderByDescending(g => g.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<GrantResponse>([.. grants.Select(GrantResponse.Of)]));
    }

    /// <summary>Grants a role from the next request on, to somebody else than the caller (no other account of the caller's either), and no further than the caller's own rights as an administrator reach.</summary>
    /// <remarks>An administrator of the whole organization takes two: whoever could make one alone could be the second person of every other approval. Where there is no other yet, the first appoints the second.</remarks>
    internal static async Task<Results<Recorded<GrantResponse>, Refused>> Create(
        GrantRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var level = await access.Administers(ct);
        return await idempotency.Create(db, id => Find(new(id), access, db, ct), New, Place, GrantResponse.Of, ct);

        async Task<(RoleGrant?, Guid, Refused?)> New()
        {
            if (await db.IsCaller(request.PrincipalId, access, ct)) return (null, default, new(AdministrationRefusals.OwnRights));
            if (!level.Includes(request.ClinicId)) return (null, default, new(AdministrationRefusals.AboveOwnLevel));
            var checks = await request.Check(level.Now, access, db, ct);
            if (checks.Failed) return (null, default, checks.Refused);
            if (request is { Role: Role.Administrator, ClinicId: null } && await db.HasAnotherAdministrator(access.OrganizationId, level.Now, ct, nor: [.. await db.AccountsOfCaller(access).ToListAsync(ct)])
                && await access.Transaction.Connection.Spend(
                    access.OrganizationId, request.ApprovalId, ApprovalKind.AdministratorGrant, request.PrincipalId.Value, access.Caller!.PrincipalId, access.Now, ct) is { } needed) return (null, default, new(needed.At("approvalId")));
            var grant = request.ToGrant(access, level.Now);
            return (grant, grant.Id.Value, null);
        }
    }

    /// <summary>Ends a grant: from the next request on it is as if it had never been given, and nothing that was done by it is undone.</summary>
    internal static async Task<Results<Versioned<GrantResponse>, Refused>> End(
        Id<RoleGrant> grantId, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var level = await access.Administers(ct);
        if (await Find(grantId, access, db, ct) is not { } grant) return new Refused(Refusals.NotFound);
        if (!level.Includes(grant.ClinicId)) return new Refused(AdministrationRefusals.AboveOwnLevel);
        if (ETags.Check(ifMatch, grant.Version) is { } stale) return new Refused(stale);
        if (grant.ValidTo <= level.Now) return new Refused(AdministrationRefusals.Ended);
        if (grant is { Role: Role.Administrator, ClinicId: null } && !await db.HasAnotherAdministrator(access.OrganizationId, level.Now, ct, without: grantId))
            return new Refused(AdministrationRefusals.LastAdministrator);
        grant.ValidTo = Instant.Max(level.Now, grant.ValidFrom);
        return await db.Save(grant, GrantResponse.Of, ct);
    }

    private static Task<RoleGrant?> Find(Id<RoleGrant> id, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.RoleGrants.AsTracking().SingleOrDefaultAsync(g => g.OrganizationId == access.OrganizationId && g.Id == id, ct);
}

/// <param name="ClinicId">Null: in every clinic of the organization.</param>
/// <param name="CaseloadId">The care manager whose caseload it is for, of the clinic named; only for care managers and consultants.</param>
/// <param name="ValidFrom">At once when left out.</param>
/// <param name="ValidTo">The first moment at which it no longer holds.</param>
/// <param name="ApprovalId">Another administrator's, to make an administrator of the whole organization.</param>
internal sealed record GrantRequest(
    Id<Principal> PrincipalId, Role Role, Id<Clinic>? ClinicId = null, Id<StaffMember>? CaseloadId = null, Instant? ValidFrom = null, Instant? ValidTo = null, Id<Approval>? ApprovalId = null)
{
    private static readonly Refusal StaffNeeded = new("staff-member-required", RefusalKind.Rule, "This role reaches patients through the care team: the principal must be a member of staff.");
    private static readonly Refusal OneKind = new("person-or-program", RefusalKind.Rule, "A principal is a person or an integration client, and has roles of one of the two.");
    private static readonly Refusal CaseloadNotHere = new("caseload-not-here", RefusalKind.Rule, "One caseload is granted to care managers and consultants, in the clinic named.");
    private static readonly Refusal Period = new("empty-period", RefusalKind.Rule, "It would end before it begins, or has ended.");

    public async Task<Checks> Check(Instant now, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var principal = await db.Principals.AsNoTracking().SingleOrDefaultAsync(p => p.OrganizationId == access.OrganizationId && p.Id == PrincipalId, ct);
        var isSystem = RoleReach.IsSystem(Role);
        var hasOtherKind = await db.RoleGrants.AnyAsync(g => g.OrganizationId == access.OrganizationId && g.PrincipalId == PrincipalId && (g.ValidTo == null || g.ValidTo > now)
            && (g.Role == Role.EhrIntegration) != isSystem, ct);
        return new Checks()
            .Add(principal is null ? Refusals.UnknownReference.At("principalId") : null)
            .Add(principal is { StaffMemberId: null } && RoleReach.Of(Role) is RowReach.OwnCaseload or RowReach.OwnPatients ? StaffNeeded.At("role") : null)
            .Add(hasOtherKind || (isSystem && principal is { StaffMemberId: not null }) ? OneKind.At("role") : null)
            .Add(ClinicId is { } clinic && !await db.IsOpen(clinic, access, ct) ? Refusals.UnknownReference.At("clinicId") : null)
            .Add(CaseloadId is { } caseload && !await db.Staff.AnyAsync(s => s.OrganizationId == access.OrganizationId && s.Id == caseload && s.Role == StaffRole.CareManager && s.EndedAt == null, ct)
                ? Refusals.UnknownReference.At("caseloadId") : null)
            .Add(CaseloadId is not null && (ClinicId is null || Role is not (Role.CareManager or Role.PsychiatricConsultant)) ? CaseloadNotHere.At("caseloadId") : null)
            .Add(ValidTo <= (ValidFrom > now ? ValidFrom : now) ? Period.At("validTo") : null);
    }

    /// <summary>Never from before now: nobody might do then what nobody had granted.</summary>
    public RoleGrant ToGrant(Access access, Instant now) => new()
    {
        OrganizationId = access.OrganizationId,
        Id = Id<RoleGrant>.New(),
        PrincipalId = PrincipalId,
        Role = Role,
        ClinicId = ClinicId,
        CaseloadId = CaseloadId,
        ValidFrom = ValidFrom is { } from && from > now ? from : now,
        ValidTo = ValidTo,
    };
}

/// <param name="ValidTo">The first moment at which it no longer holds; null while no end is known.</param>
internal sealed record GrantResponse(
    Id<RoleGrant> Id, Id<Principal> PrincipalId, Role Role, Id<Clinic>? ClinicId, Id<StaffMember>? CaseloadId, Instant ValidFrom, Instant? ValidTo, int Version)
{
    public static GrantResponse Of(RoleGrant g) => new(g.Id, g.PrincipalId, g.Role, g.ClinicId, g.CaseloadId, g.ValidFrom, g.ValidTo, g.Version);
}
