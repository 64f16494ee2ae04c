using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What takes two people: asked for by one administrator, approved by another one, used once within 24 hours.</summary>
internal static class ApprovalEndpoints
{
    private const string Place = "/v1/admin/approvals";
    private static readonly Refusal Expired = new("approval-expired", RefusalKind.State, "It was asked for more than 24 hours ago: ask again.");
    private static readonly Refusal ApprovedAlready = new("approved-already", RefusalKind.State, "It was approved before.");
    private static readonly Refusal SubjectNeeded = new("subject-required", RefusalKind.Rule, "A bulk export, a CDS client and the grant of an administrator name the principal as subjectId; a key rotation names nobody.");

    public static void MapApprovals(this IEndpointRouteBuilder routes)
    {
        var approvals = routes.MapGroup(Place).WithTags("Administration");
        approvals.MapGet("", List).WithName("ListApprovals").Requires(Permissions.ReadAdministration);
        approvals.MapPost("", Request).WithName("RequestApproval").Requires(Permissions.Approve);
        approvals.MapPost("/{approvalId}/approval", Approve).WithName("Approve").Requires(Permissions.Approve);
    }

    /// <summary>Everything that was asked for, the newest first: what waits, what was approved and used, what expired.</summary>
    internal static async Task<Ok<ItemsResponse<ApprovalResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var approvals = await db.Approvals.AsNoTracking().Where(a => a.OrganizationId == access.OrganizationId).OrderByDescending(a => a.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<ApprovalResponse>([.. approvals.Select(ApprovalResponse.Of)]));
    }

    /// <summary>Asks another administrator to approve one act.</summary>
    internal static async Task<Results<Recorded<ApprovalResponse>, Refused>> Request(
        ApprovalRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var level = await access.Administers(ct);
        return await idempotency.Create(db, id => Find(new(id), access, db, ct), New, Place, ApprovalResponse.Of, ct);

        async Task<(Approval?, Guid, Refused?)> New()
        {
            var isOfPrincipal = request.Kind is ApprovalKind.BulkExport or ApprovalKind.CdsClient or ApprovalKind.AdministratorGrant;
            var checks = new Checks().Text("reason", request.Reason, 400)
                .Add(request.SubjectId is not null == isOfPrincipal ? null : SubjectNeeded.At("subjectId"))
                .Add(request.SubjectId is { } subject && isOfPrincipal && !await db.Principals.AnyAsync(p => p.OrganizationId == access.OrganizationId && p.Id == new Id<Principal>(subject), ct)
                    ? Refusals.UnknownReference.At("subjectId") : null)
                .Add(level.Includes(null) ? null : AdministrationRefusals.AboveOwnLevel);
            if (checks.Failed) return (null, default, checks.Refused);
            var approval = new Approval
            {
                OrganizationId = access.OrganizationId,
                Id = Id<Approval>.New(),
                Kind = request.Kind,
                SubjectId = request.SubjectId,
                Reason = request.Reason,
                RequestedBy = access.Caller!.PrincipalId,
                RequestedAt = access.Now,
                ExpiresAt = access.Now + Approval.Lasts,
            };
            return (approval, approval.Id.Value, null);
        }
    }

    /// <summary>Approves what another administrator asked for: another person, not another account. It can be used once, by either of the two, until it expires.</summary>
    internal static async Task<Results<Versioned<ApprovalResponse>, Refused>> Approve(
        Id<Approval> approvalId, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var level = await access.Administers(ct);
        if (await Find(approvalId, access, db, ct) is not { } approval) return new Refused(Refusals.NotFound);
        if (await db.IsCaller(approval.RequestedBy, access, ct)) return new Refused(AdministrationRefusals.OwnRights);
        if (!level.Includes(null)) return new Refused(AdministrationRefusals.AboveOwnLevel);
        if (ETags.Check(ifMatch, approval.Version) is { } stale) return new Refused(stale);
        if (approval.ApprovedAt is not null) return new Refused(ApprovedAlready);
        if (approval.ExpiresAt <= access.Now) return new Refused(Expired);
        (approval.ApprovedBy, approval.ApprovedAt) = (access.Caller!.PrincipalId, access.Now);
        return await db.Save(approval, ApprovalResponse.Of, ct);
    }

    private static Task<Approval?> Find(Id<Approval> id, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.Approvals.AsTracking().SingleOrDefaultAsync(a => a.OrganizationId == access.OrganizationId && a.Id == id, ct);
}

/// <param name="Kind">bulk-export: an integration client may export everybody's records; cds-client: an EHR may sign CDS Hooks calls as a principal; administrator-grant: a principal becomes an administrator; key-rotation.</param>
/// <param name="Reason">Why. No patient's name.</param>
/// <param name="SubjectId">The principal that may export, as which calls are signed, or that becomes an administrator.</param>
internal sealed record ApprovalRequest(ApprovalKind Kind, string Reason, Guid? SubjectId = null);

/// <param name="ExpiresAt">24 hours after it was asked for.</param>
/// <param name="ApprovedBy">Null while it waits.</param>
/// <param name="UsedAt">Null while it was not used.</param>
internal sealed record ApprovalResponse(
    Id<Approval> Id, ApprovalKind Kind, Guid? SubjectId, string Reason, Id<Principal> RequestedBy, Instant RequestedAt, Instant ExpiresAt,
    Id<Principal>? ApprovedBy, Instant? ApprovedAt, Instant? UsedAt, int Version)
{
    public static ApprovalResponse Of(Approval a) =>
        new(a.Id, a.Kind, a.SubjectId, a.Reason, a.RequestedBy, a.RequestedAt, a.ExpiresAt, a.ApprovedBy, a.ApprovedAt, a.UsedAt, a.Version);
}
