using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class CollaborativeEndpoints
{
    public static void MapCollaboratives(this IEndpointRouteBuilder routes)
    {
        var collaboratives = routes.MapGroup("/v1/collaboratives").WithTags("Collaboratives");
        collaboratives.MapPost("", Create).WithName("CreateCollaborative").Requires(Permissions.WriteCollaborative);
        collaboratives.MapGet("", List).WithName("ListCollaboratives").Requires(Permissions.ReadCollaborative);
        collaboratives.MapGet("/{collaborativeId}", Read).WithName("ReadCollaborative").Requires(Permissions.ReadCollaborative);
        collaboratives.MapPost("/{collaborativeId}/invitations", Invite).WithName("InviteToCollaborative").Requires(Permissions.WriteCollaborative);
        collaboratives.MapPut("/{collaborativeId}/membership", Join).WithName("JoinCollaborative").Requires(Permissions.JoinCollaborative);
        collaboratives.MapPost("/{collaborativeId}/membership/end", Leave).WithName("LeaveCollaborative").Requires(Permissions.JoinCollaborative);
    }

    /// <summary>Founds a collaborative: its charter, two to six measures with goals, and the months that are submitted. The own organization is invited with it.</summary>
    internal static async Task<Results<Recorded<CollaborativeResponse>, Refused>> Create(
        CollaborativeRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Known(new(id), access, db, ct) is { } existing) return Founded(existing, access, replayed: true);
        var checks = request.Check(access);
        if (checks.Failed) return checks.Refused;

        var collaborative = request.ToCollaborative(access);
        db.Add(collaborative);
        db.Add(Invitation(collaborative, access.OrganizationId, access));
        await idempotency.Keep(collaborative.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Founded(collaborative, access, replayed: false);
    }

    /// <summary>The collaboratives the organization keeps, was invited to, takes part in or has left.</summary>
    internal static async Task<Ok<ItemsResponse<CollaborativeResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var members = await db.CollaborativeMembers.AsNoTracking().Where(m => m.OrganizationId == access.OrganizationId).ToDictionaryAsync(m => m.CollaborativeId, ct);
        var known = await db.CollaborativesKnownTo(access.OrganizationId).OrderBy(c => c.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<CollaborativeResponse>([.. known.Select(c => CollaborativeResponse.Of(c, members.GetValueOrDefault(c.Id), access.OrganizationId))]));
    }

    /// <summary>One collaborative: what to read before joining it.</summary>
    internal static async Task<Results<Ok<CollaborativeResponse>, Refused>> Read(Id<Collaborative> collaborativeId, Access access, RegistryDbContext db, CancellationToken ct) =>
        await Known(collaborativeId, access, db, ct) is { } collaborative
            ? TypedResults.Ok(CollaborativeResponse.Of(collaborative, await Member(collaborativeId, access, db, ct), access.OrganizationId)) : new Refused(Refusals.NotFound);

    /// <summary>Invites an organization. It takes part once its administrator says so, and until then nothing of it is shown.</summary>
    internal static async Task<Results<Ok<CollaborativeResponse>, Refused>> Invite(
        Id<Collaborative> collaborativeId, InvitationRequest request, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Known(collaborativeId, access, db, ct) is not { } collaborative || collaborative.OrganizationId != access.OrganizationId) return new Refused(Refusals.NotFound);
        var isInvited = await db.CollaborativeInvitations.AnyAsync(
            i => i.OrganizationId == access.OrganizationId && i.CollaborativeId == collaborativeId && i.InvitedOrganizationId == request.OrganizationId, ct);
        if (!isInvited) db.Add(Invitation(collaborative, request.OrganizationId, access));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(CollaborativeResponse.Of(collaborative, await Member(collaborativeId, access, db, ct), access.OrganizationId));
    }

    /// <summary>Takes part with these clinics: what they submit is shown to the others, as suppressed figures only, and theirs to us. Said again, it says anew which clinics.</summary>
    internal static async Task<Results<Ok<CollaborativeResponse>, Refused>> Join(
        Id<Collaborative> collaborativeId, MembershipRequest request, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Known(collaborativeId, access, db, ct) is not { } collaborative) return new Refused(Refusals.NotFound);
        var checks = request.Check(access);
        if (checks.Failed) return checks.Refused;

        var member = await Member(collaborativeId, access, db, ct);
        if (member is null) db.Add(member = new() { OrganizationId = access.OrganizationId, CollaborativeId = collaborativeId, KeptBy = collaborative.OrganizationId, JoinedAt = access.Now, JoinedBy = access.Caller!.PrincipalId });
        else if (member.LeftAt is not null) (member.LeftAt, member.LeftBy, member.JoinedAt, member.JoinedBy) = (null, null, access.Now, access.Caller!.PrincipalId);
        await Share(collaborativeId, request.Sites, access, db, ct);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(CollaborativeResponse.Of(collaborative, member, access.OrganizationId));
    }

    /// <summary>Leaves: from now on nobody else sees our sites and what they submitted, and we see none of theirs.</summary>
    internal static async Task<Results<Ok<CollaborativeResponse>, Refused>> Leave(Id<Collaborative> collaborativeId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Known(collaborativeId, access, db, ct) is not { } collaborative || await Member(collaborativeId, access, db, ct) is not { LeftAt: null } member) return new Refused(Refusals.NotFound);
        (member.LeftAt, member.LeftBy) = (access.Now, access.Caller!.PrincipalId);
        await Share(collaborativeId, [], access, db, ct);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(CollaborativeResponse.Of(collaborative, member, access.OrganizationId));
    }

    /// <summary>These clinics are shown to the others, and no other one of the organization.</summary>
    private static async Task Share(Id<Collaborative> collaborativeId, IReadOnlyList<MembershipSiteBody> wanted, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var launched = await db.Clinics.Where(c => c.OrganizationId == access.OrganizationId).ToDictionaryAsync(c => c.Id, c => c.LaunchedOn, ct);
        var present = await db.CollaborativeSites.AsTracking().Where(s => s.OrganizationId == access.OrganizationId && s.CollaborativeId == collaborativeId).ToDictionaryAsync(s => s.ClinicId, ct);
        foreach (var site in present.Values) site.IsShared = false;
        foreach (var body in wanted)
        {
            if (!present.TryGetValue(body.ClinicId, out var site))
            {
                site = new() { OrganizationId = access.OrganizationId, CollaborativeId = collaborativeId, ClinicId = body.ClinicId, Name = body.Name.Trim(), IsShared = true };
                db.Add(site);
            }

            (site.Name, site.LaunchedOn, site.IsShared) = (body.Name.Trim(), launched.GetValueOrDefault(body.ClinicId), true);
        }
    }

    private static Task<Collaborative?> Known(Id<Collaborative> id, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.CollaborativesKnownTo(access.OrganizationId).SingleOrDefaultAsync(c => c.Id == id, ct);

    private static Task<CollaborativeMember?> Member(Id<Collaborative> id, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.CollaborativeMembers.AsTracking().SingleOrDefaultAsync(m => m.OrganizationId == access.OrganizationId && m.CollaborativeId == id, ct);

    private static CollaborativeInvitation Invitation(Collaborative collaborative, Id<Organization> invited, Access access) => new()
    {
        OrganizationId = collaborative.OrganizationId,
        CollaborativeId = collaborative.Id,
        InvitedOrganizationId = invited,
        InvitedAt = access.Now,
        InvitedBy = access.Caller!.PrincipalId,
    };

    private static Recorded<CollaborativeResponse> Founded(Collaborative collaborative, Access access, bool replayed) =>
        new($"/v1/collaboratives/{collaborative.Id}", CollaborativeResponse.Of(collaborative, null, access.OrganizationId), version: 1, replayed);
}
