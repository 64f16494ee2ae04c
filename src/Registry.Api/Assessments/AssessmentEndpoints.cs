using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class AssessmentEndpoints
{
    public static void MapAssessments(this IEndpointRouteBuilder routes)
    {
        var assessments = routes.MapGroup("/v1").WithTags("Assessments");
        assessments.MapPost("/patients/{patientId}/assessments", Record).WithName("RecordAssessment").Requires(Permissions.WriteAssessment);
        assessments.MapGet("/patients/{patientId}/assessments", List).WithName("ListAssessments").Requires(Permissions.ReadAssessment);
        assessments.MapGet("/assessments/{assessmentId}", Read).WithName("ReadAssessment").Requires(Permissions.ReadAssessment);
        assessments.MapGet("/assessments/{assessmentId}/versions", Versions).WithName("ListAssessmentVersions").Requires(Permissions.ReadAssessment);
        assessments.MapPut("/assessments/{assessmentId}", Amend).WithName("AmendAssessment").Requires(Permissions.WriteAssessment);
        assessments.MapPost("/assessments/{assessmentId}/review", Review).WithName("ReviewAssessment").Requires(Permissions.WriteAssessment);
        assessments.MapPost("/assessments/{assessmentId}/retraction", Retract).WithName("RetractAssessment").Requires(Permissions.WriteAssessment);
    }

    /// <summary>Records one administration of an instrument: a total, the item answers, or both.</summary>
    /// <remarks>A total that the answers contradict is kept as quarantined: it counts nowhere until it is amended. With a sourceSystem and sourceId that is known already, the first assessment is answered again.</remarks>
    internal static async Task<Results<Recorded<AssessmentResponse>, Refused>> Record(
        Id<Patient> patientId, AssessmentRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Find(new(id), access, db, ct) is { } existing) return Answer(existing, replayed: true);

        var patient = await db.PatientsIn(access.OrganizationId, access.Clinics).AsNoTracking().SingleOrDefaultAsync(p => p.Id == patientId, ct);
        if (patient is null) return new Refused(Refusals.NotFound);
        access.Touches(patient.Id);

        var (score, checks) = await request.Check(patient, access, db, ct);
        if (checks.Failed) return checks.Refused;
        if (await request.FindSame(access, db, ct) is { } same)
        {
            return request.Says(same, patientId, score) ? Answer(same, replayed: true) : new Refused(Refusals.SourceIdTaken.At("sourceId"));
        }

        var assessment = request.ToAssessment(patient, score, access);
        db.Assessments.Add(assessment);
        if (request.Identifier(access, assessment.Id) is { } identifier) db.AssessmentIdentifiers.Add(identifier);
        await idempotency.Keep(assessment.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(assessment, replayed: false);
    }

    /// <summary>A patient's assessments, newest first, retracted ones included and marked so.</summary>
    internal static async Task<Results<Ok<PageResponse<AssessmentResponse>>, Refused>> List(
        Id<Patient> patientId, Access access, RegistryDbContext db, Cursors cursors, CancellationToken ct, int limit = 50, string? cursor = null)
    {
        if (!await db.PatientsIn(access.OrganizationId, access.Clinics).AnyAsync(p => p.Id == patientId, ct)) return new Refused(Refusals.NotFound);
        if (cursors.Read(limit, cursor, access) is not { } page) return Cursors.Refuse(limit);
        access.Touches(patientId);

        var rows = await db.Assessments.AsNoTracking()
            .Where(a => a.OrganizationId == access.OrganizationId && a.PatientId == patientId
                && (a.AdministeredOn < page.Day || a.AdministeredOn == page.Day && a.Id < new Id<Assessment>(page.Id)))
            .OrderByDescending(a => a.AdministeredOn).ThenByDescending(a => a.Id).Take(page.Limit + 1).ToListAsync(ct);
        return TypedResults.Ok(cursors.Page(rows, page, AssessmentResponse.Of, a => (a.AdministeredOn, a.Id.Value), access));
    }

    /// <summary>One assessment as it stands.</summary>
    internal static async Task<Results<Versioned<AssessmentResponse>, Refused>> Read(Id<Assessment> assessmentId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Find(assessmentId, access, db, ct) is not { } assessment) return new Refused(Refusals.NotFound);
        return new Versioned<AssessmentResponse>(AssessmentResponse.Of(assessment), assessment.Version);
    }

    /// <summary>Every version of an assessment, newest first: what counts now, and what was corrected.</summary>
    internal static async Task<Results<Ok<ItemsResponse<AssessmentResponse>>, Refused>> Versions(
        Id<Assessment> assessmentId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Find(assessmentId, access, db, ct) is not { } current) return new Refused(Refusals.NotFound);
        var earlier = await db.EarlierVersionsOf<Assessment>(access.OrganizationId, assessmentId.Value).AsNoTracking().ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<AssessmentResponse>([AssessmentResponse.Of(current), .. earlier.OrderByDescending(a => a.Version).Select(AssessmentResponse.Of)]));
    }

    /// <summary>Corrects an assessment. The version before stays on record; figures count the new one.</summary>
    internal static async Task<Results<Versioned<AssessmentResponse>, Refused>> Amend(
        Id<Assessment> assessmentId, AmendmentRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (assessment, refused) = await Editable(assessmentId, ifMatch, access, db, ct);
        if (refused is not null) return refused;

        var patient = await db.Patients.AsNoTracking().SingleAsync(p => p.OrganizationId == access.OrganizationId && p.Id == assessment!.PatientId, ct);
        var (score, checks) = await request.Check(assessment!.Instrument, patient, access, db, ct);
        if (checks.Failed) return checks.Refused;

        request.ApplyTo(assessment, score);
        return await Save(assessment, access, db, ct);
    }

    /// <summary>Marks an assessment as entered in error: it leaves every figure and stays in its history.</summary>
    internal static async Task<Results<Versioned<AssessmentResponse>, Refused>> Retract(
        Id<Assessment> assessmentId, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (assessment, refused) = await Editable(assessmentId, ifMatch, access, db, ct);
        if (refused is not null) return refused;

        assessment!.Status = AssessmentStatus.EnteredInError;
        return await Save(assessment, access, db, ct);
    }

    /// <summary>Marks an imported assessment as reviewed by somebody of the team.</summary>
    internal static async Task<Results<Versioned<AssessmentResponse>, Refused>> Review(
        Id<Assessment> assessmentId, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (assessment, refused) = await Editable(assessmentId, ifMatch, access, db, ct);
        if (refused is not null) return refused;

        var clinic = await db.Patients.Where(p => p.OrganizationId == access.OrganizationId && p.Id == assessment!.PatientId).Select(p => p.ClinicId).SingleAsync(ct);
        assessment!.ReviewedOn ??= await db.TodayAt(access.OrganizationId, clinic, access.Now, ct);
        return await Save(assessment, access, db, ct);
    }

    private static async Task<(Assessment? Assessment, Refused? Refused)> Editable(
        Id<Assessment> assessmentId, string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var assessment = await db.AssessmentsIn(access.OrganizationId, access.Clinics).AsTracking().SingleOrDefaultAsync(a => a.Id == assessmentId, ct);
        if (assessment is null) return (null, new(Refusals.NotFound));
        access.Touches(assessment.PatientId);
        if (ETags.Check(ifMatch, assessment.Version) is { } stale) return (null, new(stale));
        return assessment.Status is AssessmentStatus.EnteredInError ? (null, new(Refusals.AlreadyRetracted)) : (assessment, null);
    }

    private static Task<Versioned<AssessmentResponse>> Save(Assessment assessment, Access access, RegistryDbContext db, CancellationToken ct) =>
        FactEdits.Save(assessment, AssessmentResponse.Of, access, db, ct);

    private static async Task<Assessment?> Find(Id<Assessment> assessmentId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var assessment = await db.AssessmentsIn(access.OrganizationId, access.Clinics).AsNoTracking().SingleOrDefaultAsync(a => a.Id == assessmentId, ct);
        if (assessment is not null) access.Touches(assessment.PatientId);
        return assessment;
    }

    private static Recorded<AssessmentResponse> Answer(Assessment assessment, bool replayed) =>
        new($"/v1/assessments/{assessment.Id}", AssessmentResponse.Of(assessment), assessment.Version, replayed);
}
