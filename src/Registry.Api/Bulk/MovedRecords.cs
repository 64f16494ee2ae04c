using System.Text;
using NodaTime;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Takes in what another registry exported besides patients and scores: enrolments, contacts and records. Each keeps the id it had there, which is how a resend is known.</summary>
internal sealed class MovedRecords(Access access, RegistryDbContext db)
{
    public static bool Takes(string type) => type is "EpisodeOfCare" or "Encounter" or "Basic";

    public async Task<EntryOutcome> Take(FhirResource resource, CancellationToken ct)
    {
        if (!resource.IsSound) return EntryOutcome.Refused(resource.Type, resource.Issues, resource.Issues.Status);
        if (!Guid.TryParseExact(resource.Id, "D", out var id))
            return Refused(resource, FhirIssue.Refused(IssueCode.Required, resource.Path + ".id", "What moves from one registry to another keeps its id, a UUID."));
        return resource.Type switch
        {
            "EpisodeOfCare" => await new EpisodeImport(access, db).Take(resource, new(id), ct),
            "Encounter" => EncounterReading.Of(resource, id) switch
            {
                ({ } contact, _) => await Keep(resource, contact, [], ct),
                (_, var issue) => Refused(resource, issue!),
            },
            _ => await TakeBasic(resource, id, ct),
        };
    }

    private async Task<EntryOutcome> TakeBasic(FhirResource resource, Guid id, CancellationToken ct)
    {
        var reading = RecordReading.OfBasic(resource);
        if (reading.IsRefused) return EntryOutcome.Refused("Basic", reading.Issues, reading.Issues.Status);
        if (reading.PatientId is not { } patient) return Refused(resource, FhirIssue.Refused(IssueCode.Required, resource.Path + ".subject", "The record names no Patient."));

        var record = reading.Record(id, patient, reading.EpisodeId!.Value);
        List<FhirIssue> remarks = [];
        if (record["review-session-id"] is Guid session && !await access.Transaction.Connection.KnowsSession(access.OrganizationId, session, ct))
        {
            record = record with { Values = record.Values.Where(v => v.Key != "review-session-id").ToDictionary() };
            remarks.Add(FhirIssue.Warning(IssueCode.NotFound, resource.Path + ".extension", "The review session is not known here; the consultation stands without it."));
        }

        return await Keep(resource, record, remarks, ct);
    }

    private async Task<EntryOutcome> Keep(FhirResource resource, RegistryRecord record, IReadOnlyList<FhirIssue> remarks, CancellationToken ct)
    {
        if ((record["on-day"] ?? record["from-on"]) is LocalDate day && day > LastDay(access))
            return Refused(resource, FhirIssue.Refused(IssueCode.BusinessRule, resource.Path, Refusals.DateInFuture.Text));
        var fate = await access.Transaction.Connection.Keep(record, access.OrganizationId, access.Clinics, access.Caller!.PrincipalId, access.Now, ct);
        if (fate is RecordFate.Added or RecordFate.Same) access.Touches(new(record.PatientId));
        if (fate is RecordFate.Added) KeepLabels(resource, record.Id, new(record.PatientId), access);
        return fate switch
        {
            RecordFate.Added => new(StatusCodes.Status201Created, resource.Type, record.Id, 1, access.Now, null, remarks),
            RecordFate.Same => new(StatusCodes.Status200OK, resource.Type, record.Id, 1, null, null, [.. remarks, StoredAlready(resource)]),
            RecordFate.Taken => Refused(resource, Taken(resource)),
            RecordFate.NoEpisode => Refused(resource, FhirIssue.Refused(IssueCode.NotFound, resource.Path, "No episode of this registry has this id, or it is of another patient.")),
            _ => Refused(resource, FhirIssue.Refused(IssueCode.BusinessRule, resource.Path, "The record names somebody who is not known here, or says what cannot be.")),
        };
    }

    /// <summary>The last day on which it can be today somewhere.</summary>
    internal static LocalDate LastDay(Access access) => ClinicDays.On(access.Now, "UTC").PlusDays(1);

    /// <summary>A resource that carries security labels is stored as it came, so that whoever reads it or a later version finds them; others are written from the row.</summary>
    internal static void KeepLabels(FhirResource resource, Guid id, Id<Patient> patient, Access access)
    {
        if (!resource.Json.TryGetProperty("meta", out var meta) || !meta.TryGetProperty("security", out _)) return;
        var body = new ResourceRewrite { Id = id.ToString("D"), VersionId = "1", LastUpdated = access.Now }.Write(resource.Json);
        if (resource.Type != BulkType.Complete) body = RecordJson.Without(body);
        ImportWrites.Put(access.Transaction,
        [
            new StoredResource
            {
                OrganizationId = access.OrganizationId, ResourceType = resource.Type, Id = id, PatientId = patient,
                Version = 1, RecordedAt = access.Now, Body = Encoding.UTF8.GetString(body),
            },
        ]);
    }

    internal static FhirIssue StoredAlready(FhirResource resource) => new(IssueSeverity.Information, IssueCode.Informational, resource.Path, "Stored already; nothing was changed.", 200);

    internal static FhirIssue Taken(FhirResource resource) =>
        new(IssueSeverity.Error, IssueCode.Duplicate, resource.Path + ".id", "The id is taken by other content; what changed since is corrected here, not sent again.", StatusCodes.Status409Conflict);

    internal static EntryOutcome Refused(FhirResource resource, FhirIssue issue) => EntryOutcome.Refused(resource.Type, issue);
}
