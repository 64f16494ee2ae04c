using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;
using HttpJson = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Registry.Api;

/// <summary>Data sets for somebody outside: ordered, approved by a second person where they need it, and released.</summary>
internal static class DataSetEndpoints
{
    /// <summary>No episode ended before it.</summary>
    private static readonly YearMonth Ever = new(1900, 1);

    public static void MapDataSets(this IEndpointRouteBuilder routes)
    {
        var sets = routes.MapGroup("/v1/data-sets").WithTags("Privacy");
        sets.MapPost("", Order).WithName("OrderDataSet").Requires(Permissions.OrderDataSet);
        sets.MapGet("", List).WithName("ListDataSets").Requires(Permissions.ReadDataSet);
        sets.MapGet("/{dataSetId}", Read).WithName("ReadDataSet").Requires(Permissions.ReadDataSet);
        sets.MapPost("/{dataSetId}/approval", Approve).WithName("ApproveDataSet").Requires(Permissions.ApproveDataSet);
        sets.MapPost("/{dataSetId}/release", Release).WithName("ReleaseDataSet").Requires(Permissions.ReleaseDataSet);
    }

    /// <summary>Orders a data set of the caller's clinics: de-identified, or limited under a data use agreement.</summary>
    /// <remarks>A limited data set is released once a second person has approved it.</remarks>
    internal static async Task<Results<Recorded<DataSetResponse>, Refused>> Order(DataSetRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Visible(access, db).SingleOrDefaultAsync(d => d.Id == new Id<DataSet>(id), ct) is { } existing) return Answer(existing, replayed: true);

        var checks = request.Check();
        if (checks.Failed) return checks.Refused;
        var ordered = request.ToDataSet(access);
        db.Add(ordered);
        await idempotency.Keep(ordered.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(ordered, replayed: false);
    }

    /// <summary>The latest data sets that were ordered, newest first: at most 200.</summary>
    internal static async Task<Ok<ItemsResponse<DataSetResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var sets = await Visible(access, db).OrderByDescending(d => d.Id).Take(Cursors.Most).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<DataSetResponse>([.. sets.Select(DataSetResponse.Of)]));
    }

    /// <summary>What was ordered, and whether it was approved.</summary>
    internal static async Task<Results<Versioned<DataSetResponse>, Refused>> Read(Id<DataSet> dataSetId, Access access, RegistryDbContext db, CancellationToken ct) =>
        await Visible(access, db).SingleOrDefaultAsync(d => d.Id == dataSetId, ct) is { } found ? new Versioned<DataSetResponse>(DataSetResponse.Of(found), VersionOf(found)) : new Refused(Refusals.NotFound);

    /// <summary>A second person, never the one who ordered it, lets a limited data set go out.</summary>
    internal static async Task<Results<Recorded<DataSetResponse>, Refused>> Approve(Id<DataSet> dataSetId, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (await Visible(access, db).AsTracking().SingleOrDefaultAsync(d => d.Id == dataSetId, ct) is not { } found) return new Refused(Refusals.NotFound);
        if (first is not null) return Answer(found, replayed: true);
        if (await db.AreOnePerson(access.OrganizationId, found.OrderedBy, access.Caller!.PrincipalId, ct)) return new Refused(DataSetRefusals.OwnOrder);
        if (found.Approve(access.Caller.PrincipalId, access.Now) is { } no) return new Refused(no);
        await idempotency.Keep(dataSetId.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(found, replayed: false);
    }

    /// <summary>Hands the data set out, with codes of its own: each release is another, and one of a limited data set is recorded as a disclosure of every patient in it.</summary>
    /// <remarks>Patients who restricted it are left out, and episodes under 42 CFR Part 2 without consent; those with consent carry the notice that forbids further disclosure.</remarks>
    internal static async Task<Results<DataSetFile, Refused>> Release(Id<DataSet> dataSetId, Access access, RegistryDbContext db, IOptions<HttpJson> json, CancellationToken ct)
    {
        if (await Visible(access, db).SingleOrDefaultAsync(d => d.Id == dataSetId, ct) is not { } ordered) return new Refused(Refusals.NotFound);
        if (ordered.WhyNotReleased is { } no) return new Refused(no);

        var release = new DataSetRelease(ordered, await ExportRules.For(ordered.Recipient, access, db, ct));
        var clinics = await db.Clinics.AsNoTracking().Where(c => c.OrganizationId == access.OrganizationId).ToListAsync(ct);
        foreach (var clinic in clinics.Where(c => ordered.ClinicIds.Contains(c.Id.Value) && access.Clinics.Contains(c.Id.Value)))
        {
            var settings = (await access.Transaction.Connection.SettingsOfClinic(access.OrganizationId, clinic.Id, access.Clinics, ct))!;
            var (question, _) = new AskedFor().In(settings, access);
            foreach (var patient in await access.Transaction.Connection.EpisodesOverlapping(access.OrganizationId, [clinic.Id.Value], Ever, question.AsOf, ct)) release.Add(patient, clinic, question);
        }

        foreach (var patient in release.Patients.Keys) access.Touches(patient);
        db.AddRange(release.Disclosures(access));
        await db.SaveChangesAsync(ct);
        return DataSetFile.Of(release.Head, release.Lines, json.Value.SerializerOptions);
    }

    /// <summary>For auditors all; for a clinic lead those of clinics that are theirs.</summary>
    private static IQueryable<DataSet> Visible(Access access, RegistryDbContext db)
    {
        var (clinics, isAuditor) = (access.Clinics, access.Caller!.Has(Role.Auditor));
        return db.DataSets.AsNoTracking().Where(d => d.OrganizationId == access.OrganizationId && (isAuditor || d.ClinicIds.All(c => clinics.Contains(c))));
    }

    private static int VersionOf(DataSet dataSet) => dataSet.ApprovedAt is null ? 1 : 2;

    private static Recorded<DataSetResponse> Answer(DataSet ordered, bool replayed) =>
        new($"/v1/data-sets/{ordered.Id}", DataSetResponse.Of(ordered), VersionOf(ordered), replayed);
}
