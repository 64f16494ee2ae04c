using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>One attempt at an export, from the snapshot to the manifest. Memory is that of one resource and one piece of a file a type.</summary>
internal sealed class BulkExportRun(NpgsqlDataSource database, BulkJobs jobs, BulkWork work, KeyRing ring, RegistrySettings settings, IClock clock)
{
    /// <summary>Ends early, and in silence, when the export was cancelled or is another worker's.</summary>
    public async Task Run(CancellationToken ct)
    {
        await using var snapshot = await BulkSnapshot.Take(database, work, await ring.Of(work.OrganizationId), clock.GetCurrentInstant(), settings.ClockAllowance, ct);
        if (work.Clinics.Except(await snapshot.ClinicsOfClient(ct)).Any())
        {
            await jobs.End(work, BulkExportState.RightsEnded, clock.GetCurrentInstant(), ct);
            return;
        }

        if (!await jobs.Begin(work, snapshot.TransactionTime, await snapshot.PatientsInAll(ct), ct)) return;
        var files = new BulkFileWriter(jobs, work, settings.Bulk.ResourcesPerFile);
        var done = 0;
        await foreach (var patients in snapshot.Pages(ct))
        {
            if (!await Write(patients, snapshot, files, ct)) return;
            done += patients.Count;
            if (!await jobs.Renew(work, settings.Bulk.Lease, done, ct)) return;
        }

        if (await files.Close(ct) is not { } written) return;
        var now = clock.GetCurrentInstant();
        await jobs.Complete(work, written, now, now + settings.Bulk.FilesKept, ct);
    }

    private async Task<bool> Write(BulkPatients patients, BulkSnapshot snapshot, BulkFileWriter files, CancellationToken ct)
    {
        var shown = new HashSet<Guid>();
        var isComplete = work.Types.Contains(BulkType.Complete);
        foreach (var type in BulkType.All.Where(t => work.Types.Contains(t.Name)))
        {
            await foreach (var found in snapshot.Resources(type, patients, ct))
            {
                if (!await files.Add(type.Name, isComplete ? FhirText.Complete(found, settings) : FhirText.Of(found, settings), ct)) return false;
                shown.Add(found.PatientId.Value);
            }
        }

        if (shown.Count > 0) await jobs.Record(Disclosed([.. shown]), ct);
        return true;
    }

    /// <summary>One audit entry a page of patients: each patient's accounting finds it, and an export of thousands is a few dozen rows.</summary>
    private AuditEntry Disclosed(Guid[] patients) => new()
    {
        OrganizationId = work.OrganizationId,
        Id = Id<AuditEntry>.New(),
        At = clock.GetCurrentInstant(),
        PrincipalId = work.PrincipalId,
        Action = Permissions.FhirExport.Name,
        Event = AuditEventKind.Execute,
        Method = "RUN",
        Route = work.GroupId is null ? "/fhir/$export" : "/fhir/Group/{id}/$export",
        Status = StatusCodes.Status200OK,
        Outcome = AuditOutcome.Success,
        PatientIds = patients,
        Resources = [],
        Roles = [Kebab.Of(Role.EhrIntegration)],
        PurposeOfUse = AuditedRequest.PurposeOf(Permissions.FhirExport),
        // The order, found by its request id, names the client, the token and where it came from.
        ClientId = null,
        TokenId = null,
        NetworkAddress = null,
        RequestId = work.RequestId,
    };
}
