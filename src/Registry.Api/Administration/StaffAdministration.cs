using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The people of the care team, as administrators see them. What they may see is granted separately.</summary>
internal static class StaffAdministration
{
    private const string Place = "/v1/admin/staff";

    public static void MapStaffAdministration(this IEndpointRouteBuilder routes)
    {
        var staff = routes.MapGroup(Place).WithTags("Administration");
        staff.MapGet("", List).WithName("ListStaffAsAdministrator").Requires(Permissions.ReadAdministration);
        staff.MapPost("", Create).WithName("CreateStaffMember").Requires(Permissions.Administer);
        staff.MapPut("/{staffId}", Change).WithName("ChangeStaffMember").Requires(Permissions.Administer);
        staff.MapPost("/{staffId}/end", End).WithName("EndStaffMember").Requires(Permissions.Administer);
    }

    /// <summary>Everybody whose home is a clinic that the caller administers, those who left too.</summary>
    internal static async Task<Ok<ItemsResponse<AdministeredStaffResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var visible = access.Clinics.Select(c => new Id<Clinic>(c)).ToArray();
        var staff = await db.Staff.AsNoTracking().Where(s => s.OrganizationId == access.OrganizationId && visible.Contains(s.ClinicId)).OrderBy(s => s.DisplayName).ThenBy(s => s.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<AdministeredStaffResponse>([.. staff.Select(AdministeredStaffResponse.Of)]));
    }

    /// <summary>Adds a member of staff. To sign in, a principal with grants is needed too.</summary>
    internal static async Task<Results<Recorded<AdministeredStaffResponse>, Refused>> Create(
        StaffRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var level = await access.Administers(ct);
        return await idempotency.Create(db, id => Find(new(id), access, db, ct), New, Place, AdministeredStaffResponse.Of, ct);

        async Task<(StaffMember?, Guid, Refused?)> New()
        {
            var checks = await Check(request.DisplayName, request.ClinicId, level, access, db, ct);
            if (checks.Failed) return (null, default, checks.Refused);
            var member = new StaffMember { OrganizationId = access.OrganizationId, Id = Id<StaffMember>.New(), ClinicId = request.ClinicId, DisplayName = request.DisplayName, Role = request.Role };
            return (member, member.Id.Value, null);
        }
    }

    /// <summary>Corrects a name, or moves somebody to another home clinic. The part they play stays: another part is another member of staff.</summary>
    internal static async Task<Results<Versioned<AdministeredStaffResponse>, Refused>> Change(
        Id<StaffMember> staffId, StaffChangeRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var level = await access.Administers(ct);
        var (member, refused) = await ToChange(staffId, ifMatch, level, access, db, ct);
        if (member is null) return refused!;
        var checks = await Check(request.DisplayName, request.ClinicId, level, access, db, ct);
        if (checks.Failed) return checks.Refused;
        (member.DisplayName, member.ClinicId) = (request.DisplayName, request.ClinicId);
        return await db.Save(member, AdministeredStaffResponse.Of, ct);
    }

    /// <summary>Ends somebody's time here: no patient is given to them any more, and their principals are disabled from the next request on, which takes an administrator of the whole organization.</summary>
    internal static async Task<Results<Versioned<AdministeredStaffResponse>, Refused>> End(
        Id<StaffMember> staffId, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var level = await access.Administers(ct);
        var (member, refused) = await ToChange(staffId, ifMatch, level, access, db, ct);
        if (member is null) return refused!;
        var principals = await db.Principals.AsTracking().Where(p => p.OrganizationId == access.OrganizationId && p.StaffMemberId == staffId && p.DisabledAt == null).ToListAsync(ct);
        if (!level.IsOfOrganization && principals.Count > 0) return new Refused(AdministrationRefusals.AboveOwnLevel);
        if (!await db.HasAnotherAdministrator(access.OrganizationId, level.Now, ct, nor: [.. principals.Select(p => p.Id)])) return new Refused(AdministrationRefusals.LastAdministrator);
        foreach (var principal in principals) (principal.DisabledAt, principal.Version) = (level.Now, principal.Version + 1);
        member.EndedAt = level.Now;
        return await db.Save(member, AdministeredStaffResponse.Of, ct);
    }

    private static async Task<Checks> Check(string name, Id<Clinic> clinic, Administration level, Access access, RegistryDbContext db, CancellationToken ct) => new Checks()
        .Text("displayName", name, 200)
        .Add(await db.IsOpen(clinic, access, ct) ? level.Includes(clinic) ? null : AdministrationRefusals.AboveOwnLevel : Refusals.UnknownReference.At("clinicId"));

    private static async Task<(StaffMember?, Refused?)> ToChange(Id<StaffMember> id, string? ifMatch, Administration level, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Find(id, access, db, ct) is not { } member) return (null, new(Refusals.NotFound));
        if (access.Caller!.StaffMemberId == id) return (null, new(AdministrationRefusals.OwnRights));
        if (!level.Includes(member.ClinicId)) return (null, new(AdministrationRefusals.AboveOwnLevel));
        if (ETags.Check(ifMatch, member.Version) is { } stale) return (null, new(stale));
        return member.EndedAt is null ? (member, null) : (null, new(AdministrationRefusals.Ended));
    }

    private static Task<StaffMember?> Find(Id<StaffMember> id, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.Staff.AsTracking().SingleOrDefaultAsync(s => s.OrganizationId == access.OrganizationId && s.Id == id, ct);

    public static Task<bool> IsOpen(this RegistryDbContext db, Id<Clinic> clinic, Access access, CancellationToken ct) =>
        db.Clinics.AnyAsync(c => c.OrganizationId == access.OrganizationId && c.Id == clinic && c.EndedAt == null, ct);
}

/// <param name="ClinicId">Home clinic: its zone is "today" for this person.</param>
/// <param name="Role">The part played in Collaborative Care; it stays.</param>
internal sealed record StaffRequest(string DisplayName, StaffRole Role, Id<Clinic> ClinicId)
{
    public override string ToString() => nameof(StaffRequest);
}

internal sealed record StaffChangeRequest(string DisplayName, Id<Clinic> ClinicId)
{
    public override string ToString() => nameof(StaffChangeRequest);
}

/// <param name="EndedAt">Null while they work here.</param>
internal sealed record AdministeredStaffResponse(Id<StaffMember> Id, string DisplayName, StaffRole Role, Id<Clinic> ClinicId, Instant? EndedAt, int Version)
{
    public static AdministeredStaffResponse Of(StaffMember s) => new(s.Id, s.DisplayName, s.Role, s.ClinicId, s.EndedAt, s.Version);

    public override string ToString() => $"{nameof(AdministeredStaffResponse)} {Id}";
}
