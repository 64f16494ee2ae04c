using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class BackgroundEndpoints
{
    public static void MapMetricBackground(this IEndpointRouteBuilder routes)
    {
        var background = routes.MapGroup("/v1").WithTags("Metrics");
        background.MapGet("/patients/{patientId}/background", Read).WithName("ReadPatientBackground").Requires(Permissions.ReadBackground);
        background.MapPut("/patients/{patientId}/background", Write).WithName("WritePatientBackground").Requires(Permissions.WriteBackground);
        background.MapPut("/staff/{staffId}/fte", Attest).WithName("AttestFte").Requires(Permissions.AttestFte);
    }

    /// <summary>Race, ethnicity, language, sex, gender and payers of a patient: by what outcomes are compared between groups.</summary>
    internal static async Task<Results<Versioned<BackgroundBody>, Refused>> Read(Id<Patient> patientId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (!await IsVisible(patientId, access, db, ct)) return new Refused(Refusals.NotFound);
        var latest = await Latest(patientId, access, db, ct);
        return new Versioned<BackgroundBody>(BackgroundBody.Of(latest), latest?.Version ?? 0);
    }

    /// <summary>Says it anew, as a whole; what was said before is kept, and past reports still find it.</summary>
    internal static async Task<Results<Versioned<BackgroundBody>, Refused>> Write(
        Id<Patient> patientId, BackgroundBody request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (!await IsVisible(patientId, access, db, ct)) return new Refused(Refusals.NotFound);
        var version = (await Latest(patientId, access, db, ct))?.Version ?? 0;
        if (ETags.Check(ifMatch, version) is { } stale) return new Refused(stale);
        var checks = request.Check();
        if (checks.Failed) return checks.Refused;

        db.PatientBackgrounds.Add(request.ToBackground(patientId, version + 1, access));
        await db.SaveChangesAsync(ct);
        return new Versioned<BackgroundBody>(request, version + 1);
    }

    /// <summary>Vouches for the share of a full-time post that a care manager gives to Collaborative Care from a day on.</summary>
    /// <param name="staffId">Staff id of the care manager.</param>
    internal static async Task<Results<Ok<FteBody>, Refused>> Attest(Id<StaffMember> staffId, FteBody request, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var visible = access.Clinics.Select(c => new Id<Clinic>(c)).ToArray();
        if (!await db.Staff.AnyAsync(s => s.OrganizationId == access.OrganizationId && s.Id == staffId && s.Role == StaffRole.CareManager && visible.Contains(s.ClinicId), ct)) return new Refused(Refusals.NotFound);
        if (!AttestedFte.IsOfOnePerson(request.Fte)) return new Refused(Refusals.FteOutOfRange.At("fte"));
        db.AttestedFtes.Add(new() { OrganizationId = access.OrganizationId, StaffMemberId = staffId, FromOn = request.From, RecordedAt = access.Now, RecordedBy = access.Caller!.PrincipalId, Fte = request.Fte });
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(request);
    }

    private static async Task<bool> IsVisible(Id<Patient> patientId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (!await db.PatientsIn(access.OrganizationId, access.Clinics).AnyAsync(p => p.Id == patientId, ct)) return false;
        access.Touches(patientId);
        return true;
    }

    private static Task<PatientBackground?> Latest(Id<Patient> patientId, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.PatientBackgrounds.AsNoTracking().Include(b => b.Coverage.OrderBy(c => c.Sequence)).Where(b => b.OrganizationId == access.OrganizationId && b.PatientId == patientId)
            .OrderByDescending(b => b.Version).FirstOrDefaultAsync(ct);
}

/// <param name="From">The first day it holds.</param>
/// <param name="Fte">0 to 1.5, to two decimals; 0 when the care manager leaves.</param>
internal sealed record FteBody(LocalDate From, decimal Fte);
