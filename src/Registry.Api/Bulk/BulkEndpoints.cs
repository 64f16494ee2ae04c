using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Bulk Data export: ordered, asked after, fetched and cancelled by one and the same client.</summary>
internal static class BulkEndpoints
{
    private const string Definitions = "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/";

    public static void MapFhirBulk(this IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/$export", OrderAll).Requires(Permissions.FhirExport).IsOperation(null, "export", Definitions + "export");
        fhir.MapGet("/Group/{id}/$export", OrderGroup).Requires(Permissions.FhirExport).IsOperation("Group", "export", Definitions + "group-export");
        fhir.MapGet("/bulk-exports/{id}", Status).Requires(Permissions.FhirExport).WithMetadata(new SpeaksOtherMedia());
        fhir.MapDelete("/bulk-exports/{id}", Cancel).Requires(Permissions.FhirExport).WithMetadata(new SpeaksOtherMedia());
        fhir.MapGet("/bulk-exports/{id}/files/{number}", File).Requires(Permissions.FhirExport).WithMetadata(new SpeaksOtherMedia());
    }

    public static string StatusAddress(RegistrySettings settings, Id<BulkExport> id) => $"{settings.FhirBase}/bulk-exports/{id}";

    /// <summary>Everything about the patients of the clinics that the client may see.</summary>
    internal static Task<IResult> OrderAll(HttpContext http, Access access, RegistryDbContext db, RegistrySettings settings, BulkSignal signal, CancellationToken ct) =>
        Order(null, http, access, db, settings, signal, ct);

    /// <summary>Everything about the patients on a care manager's caseload; the group's id is the care manager's.</summary>
    internal static async Task<IResult> OrderGroup(string id, HttpContext http, Access access, RegistryDbContext db, RegistrySettings settings, BulkSignal signal, CancellationToken ct) =>
        Id<StaffMember>.TryParse(id, null, out var careManager)
        && await access.Transaction.Connection.SettingsOfCareManager(access.OrganizationId, careManager, access.Clinics, ct) is not null
            ? await Order(careManager, http, access, db, settings, signal, ct) : NotFound;

    /// <summary>How far the export is; the manifest once it is complete.</summary>
    internal static async Task<IResult> Status(string id, HttpContext http, Access access, RegistryDbContext db, RegistrySettings settings, BulkJobs jobs, CancellationToken ct)
    {
        if (await Own(id, http, access, db, ct) is not { } export) return NotFound;
        if (await WhyNotHandedOut(export, access, jobs, ct) is { } refused) return refused;
        return export.State switch
        {
            BulkExportState.Queued => new BulkAnswer(StatusCodes.Status202Accepted, ("Retry-After", "1"), ("X-Progress", "waiting")),
            BulkExportState.Running => new BulkAnswer(StatusCodes.Status202Accepted, ("Retry-After", "1"), ("X-Progress", $"{export.PatientsDone} of {export.PatientsInAll} patients")),
            BulkExportState.Complete => BulkAnswer.Complete(export, await FilesOf(export, db).OrderBy(f => f.Number).ToListAsync(ct), settings),
            BulkExportState.RightsEnded => Refused(StatusCodes.Status403Forbidden, IssueCode.Forbidden, "The client lost a right that the export was ordered with."),
            _ => Refused(StatusCodes.Status409Conflict, IssueCode.Exception, "The export failed several times and was given up; order it again."),
        };
    }

    /// <summary>Stops the export and deletes its files; it is not there from then on.</summary>
    internal static async Task<IResult> Cancel(string id, HttpContext http, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Own(id, http, access, db, ct) is not { } export) return NotFound;
        // The export first: a worker that is about to write waits for this, and then finds that it holds nothing any more.
        await db.BulkExports.Where(e => e.OrganizationId == export.OrganizationId && e.Id == export.Id)
            .ExecuteUpdateAsync(e => e.SetProperty(x => x.State, BulkExportState.Cancelled).SetProperty(x => x.FinishedAt, access.Now), ct);
        await FilesOf(export, db).ExecuteDeleteAsync(ct);
        await db.Set<BulkFileChunk>().Where(c => c.OrganizationId == export.OrganizationId && c.ExportId == export.Id).ExecuteDeleteAsync(ct);
        return new BulkAnswer(StatusCodes.Status202Accepted);
    }

    internal static async Task<IResult> File(string id, string number, HttpContext http, Access access, RegistryDbContext db, BulkJobs jobs, CancellationToken ct)
    {
        if (await Own(id, http, access, db, ct) is not { State: BulkExportState.Complete } export
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
            || await FilesOf(export, db).SingleOrDefaultAsync(f => f.Number == wanted, ct) is not { } file) return NotFound;
        if (await WhyNotHandedOut(export, access, jobs, ct) is { } refused) return refused;
        return BulkOrder.MayRead(http.User, file.ResourceType) ? new BulkFileAnswer(file)
            : Refused(StatusCodes.Status403Forbidden, IssueCode.Forbidden, "The token does not allow to read this type.");
    }

    private static async Task<IResult> Order(
        Id<StaffMember>? group, HttpContext http, Access access, RegistryDbContext db, RegistrySettings settings, BulkSignal signal, CancellationToken ct)
    {
        if (!access.Caller!.MayExport) return MayNotExport;
        var (order, refusal) = BulkOrder.Read(http.Request, http.User, access.Now);
        if (order is null) return refusal!;
        var request = $"{settings.FhirBase}{http.Request.Path.Value![FhirEndpoints.Prefix.Length..]}{http.Request.QueryString}";
        if (request.Length > 2000) return Refused(StatusCodes.Status400BadRequest, IssueCode.TooLong, "The address is too long.");

        // Two orders at once are counted one after the other.
        await db.HoldAlone("exports of " + access.Caller!.PrincipalId, ct);
        var open = await db.BulkExports.CountAsync(e => e.OrganizationId == access.OrganizationId && e.PrincipalId == access.Caller.PrincipalId
            && (e.State == BulkExportState.Queued || e.State == BulkExportState.Running), ct);
        if (open >= settings.Bulk.PerClient)
        {
            http.Response.Headers.RetryAfter = "30";
            return Refused(StatusCodes.Status429TooManyRequests, IssueCode.Throttled, "As many exports as allowed are under way; wait for one, or cancel it.");
        }

        var export = new BulkExport
        {
            OrganizationId = access.OrganizationId,
            Id = Id<BulkExport>.New(),
            PrincipalId = access.Caller.PrincipalId,
            State = BulkExportState.Queued,
            Request = request,
            RequestId = http.TraceIdentifier,
            Types = [.. order.Types],
            Clinics = access.Clinics,
            GroupId = group,
            Since = order.Since,
            OrderedAt = access.Now,
        };
        db.Add(export);
        await db.SaveChangesAsync(ct);
        access.Transaction.KeepsChanges();
        http.Response.OnCompleted(signal.Wake);
        return new BulkAnswer(StatusCodes.Status202Accepted, ("Content-Location", StatusAddress(settings, export.Id)));
    }

    /// <summary>The client's own export, while it is there and the client may still see all of its clinics.</summary>
    /// <remarks>Every access to an export is recorded under the request id of its order, as is its run: that is how an audit finds which patients a download held.</remarks>
    private static async Task<BulkExport?> Own(string id, HttpContext http, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (!Id<BulkExport>.TryParse(id, null, out var known)) return null;
        var export = await db.BulkExports.AsNoTracking().SingleOrDefaultAsync(e => e.OrganizationId == access.OrganizationId && e.PrincipalId == access.Caller!.PrincipalId
            && e.Id == known && e.State != BulkExportState.Cancelled && e.State != BulkExportState.Expired, ct);
        if (export is null || export.ExpiresAt <= access.Now || export.Clinics.Except(access.Clinics).Any()) return null;
        http.TraceIdentifier = export.RequestId;
        return export;
    }

    /// <summary>Null while the client may have the files as they are: the right to export can be taken back after the order, and records withheld after the snapshot.</summary>
    private static async Task<IResult?> WhyNotHandedOut(BulkExport export, Access access, BulkJobs jobs, CancellationToken ct)
    {
        if (!access.Caller!.MayExport) return MayNotExport;
        return export.State is BulkExportState.Complete && await jobs.HoldsWithheld(export, access.Now, ct)
            ? Refused(StatusCodes.Status410Gone, IssueCode.Deleted, "Something in it is withheld by now; order it again.") : null;
    }

    private static IQueryable<BulkFile> FilesOf(BulkExport export, RegistryDbContext db) =>
        db.BulkFiles.AsNoTracking().Where(f => f.OrganizationId == export.OrganizationId && f.ExportId == export.Id);

    private static FhirAnswer MayNotExport => Refused(StatusCodes.Status403Forbidden, IssueCode.Forbidden, "Two administrators must have allowed this client to export everybody's records.");

    private static FhirAnswer NotFound => Refused(StatusCodes.Status404NotFound, IssueCode.NotFound, "There is nothing here that you may see.");

    private static FhirAnswer Refused(int status, IssueCode code, string text) => FhirAnswer.Outcome(status, new FhirIssue(IssueSeverity.Error, code, "", text, status));
}
