using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The organization and its clinics, as its administrators see them.</summary>
internal static class OrganizationEndpoints
{
    private const string Clinics = "/v1/admin/clinics";

    public static void MapOrganization(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/v1/admin").WithTags("Administration");
        admin.MapGet("/organization", Read).WithName("ReadOrganization").Requires(Permissions.ReadAdministration);
        admin.MapPut("/organization", Change).WithName("ChangeOrganization").Requires(Permissions.Administer);
        admin.MapGet("/clinics", List).WithName("ListClinicsAsAdministrator").Requires(Permissions.ReadAdministration);
        admin.MapPost("/clinics", Create).WithName("CreateClinic").Requires(Permissions.Administer);
        admin.MapPut("/clinics/{clinicId}", ChangeClinic).WithName("ChangeClinic").Requires(Permissions.Administer);
        admin.MapPost("/clinics/{clinicId}/end", End).WithName("EndClinic").Requires(Permissions.Administer);
    }

    /// <summary>The organization itself. How it judges and counts is in the settings.</summary>
    internal static async Task<Versioned<OrganizationResponse>> Read(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var organization = await db.Organizations.AsNoTracking().SingleAsync(o => o.Id == access.OrganizationId, ct);
        return new(OrganizationResponse.Of(organization), organization.Version);
    }

    /// <summary>Gives the organization another name.</summary>
    internal static async Task<Results<Versioned<OrganizationResponse>, Refused>> Change(
        OrganizationRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var level = await access.Administers(ct);
        var organization = await db.Organizations.AsTracking().SingleAsync(o => o.Id == access.OrganizationId, ct);
        if (ETags.Check(ifMatch, organization.Version) is { } stale) return new Refused(stale);
        var checks = new Checks().Text("name", request.Name, 200).Add(level.Includes(null) ? null : AdministrationRefusals.AboveOwnLevel);
        if (checks.Failed) return checks.Refused;
        organization.Name = request.Name;
        return await db.Save(organization, OrganizationResponse.Of, ct);
    }

    /// <summary>The clinics that the caller administers, ended ones too.</summary>
    internal static async Task<Ok<ItemsResponse<AdministeredClinicResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var visible = access.Clinics.Select(c => new Id<Clinic>(c)).ToArray();
        var clinics = await db.Clinics.AsNoTracking().Where(c => c.OrganizationId == access.OrganizationId && visible.Contains(c.Id)).OrderBy(c => c.Name).ThenBy(c => c.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<AdministeredClinicResponse>([.. clinics.Select(AdministeredClinicResponse.Of)]));
    }

    /// <summary>Opens a clinic. Its time zone stays: it decides the day of everything that is recorded there.</summary>
    internal static async Task<Results<Recorded<AdministeredClinicResponse>, Refused>> Create(
        ClinicRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var level = await access.Administers(ct);
        return await idempotency.Create(db, id => Find(new(id), access, db, ct), New, Clinics, AdministeredClinicResponse.Of, ct);

        Task<(Clinic?, Guid, Refused?)> New()
        {
            var checks = new Checks().Text("name", request.Name, 200)
                .Add(DateTimeZoneProviders.Tzdb.GetZoneOrNull(request.TimeZone) is null ? AdministrationRefusals.UnknownZone.At("timeZone") : null)
                .Add(level.Includes(null) ? null : AdministrationRefusals.AboveOwnLevel);
            if (checks.Failed) return Task.FromResult<(Clinic?, Guid, Refused?)>((null, default, checks.Refused));
            var clinic = new Clinic { OrganizationId = access.OrganizationId, Id = Id<Clinic>.New(), Name = request.Name, TimeZone = request.TimeZone };
            return Task.FromResult<(Clinic?, Guid, Refused?)>((clinic, clinic.Id.Value, null));
        }
    }

    /// <summary>Gives a clinic another name.</summary>
    internal static async Task<Results<Versioned<AdministeredClinicResponse>, Refused>> ChangeClinic(
        Id<Clinic> clinicId, ClinicNameRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (clinic, refused) = await ToChange(clinicId, ifMatch, access, db, ct);
        if (clinic is null) return refused!;
        var checks = new Checks().Text("name", request.Name, 200);
        if (checks.Failed) return checks.Refused;
        clinic.Name = request.Name;
        return await db.Save(clinic, AdministeredClinicResponse.Of, ct);
    }

    /// <summary>Ends a clinic: no patients, staff or grants come to it any more. Who is in care there stays until discharged, and everything recorded stays.</summary>
    internal static async Task<Results<Versioned<AdministeredClinicResponse>, Refused>> End(
        Id<Clinic> clinicId, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (clinic, refused) = await ToChange(clinicId, ifMatch, access, db, ct);
        if (clinic is null) return refused!;
        clinic.EndedAt = access.Now;
        return await db.Save(clinic, AdministeredClinicResponse.Of, ct);
    }

    private static async Task<(Clinic?, Refused?)> ToChange(Id<Clinic> id, string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var level = await access.Administers(ct);
        if (await Find(id, access, db, ct) is not { } clinic) return (null, new(Refusals.NotFound));
        if (!level.Includes(null)) return (null, new(AdministrationRefusals.AboveOwnLevel));
        if (ETags.Check(ifMatch, clinic.Version) is { } stale) return (null, new(stale));
        return clinic.EndedAt is null ? (clinic, null) : (null, new(AdministrationRefusals.Ended));
    }

    private static Task<Clinic?> Find(Id<Clinic> id, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.Clinics.AsTracking().SingleOrDefaultAsync(c => c.OrganizationId == access.OrganizationId && c.Id == id, ct);
}

internal sealed record OrganizationRequest(string Name);

internal sealed record OrganizationResponse(Id<Organization> Id, string Name, int Version)
{
    public static OrganizationResponse Of(Organization o) => new(o.Id, o.Name, o.Version);
}

/// <param name="TimeZone">IANA name, America/New_York.</param>
internal sealed record ClinicRequest(string Name, string TimeZone);

internal sealed record ClinicNameRequest(string Name);

/// <param name="EndedAt">Null while it is open.</param>
internal sealed record AdministeredClinicResponse(Id<Clinic> Id, string Name, string TimeZone, Instant? EndedAt, int Version)
{
    public static AdministeredClinicResponse Of(Clinic c) => new(c.Id, c.Name, c.TimeZone, c.EndedAt, c.Version);
}
