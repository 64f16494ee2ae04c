using System.Runtime.InteropServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Takes in NDJSON, line by line, and reports on each: the same judgement as for a single resource, a hundred lines a transaction.</summary>
/// <remarks>A body may be sent again, whole, after whatever broke off: what is stored already is found and left as it is.</remarks>
internal static class NdjsonImport
{
    public const int LongestLine = 1024 * 1024;
    public const int MostLines = 100_000;
    private const long LargestBody = 100L * 1024 * 1024;
    private const int LinesAtOnce = 100;
    private const int Attempts = 4;

    public static void MapFhirNdjsonImport(this IEndpointRouteBuilder fhir) =>
        fhir.MapPost("/$import-ndjson", Import).Requires(Permissions.FhirBulkImport)
            .IsOperation(null, "import-ndjson", "OperationDefinition/registry-import-ndjson").WithMetadata(new TakesLargeBody(), new SpeaksOtherMedia());

    /// <summary>The answer is a batch-response whose n-th entry is about the n-th line.</summary>
    internal static async Task<IResult> Import(HttpContext http, Access access, RegistryDbContext db, RegistrySettings settings, CancellationToken ct)
    {
        var type = (http.Request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        if (type is not ("application/fhir+ndjson" or "application/ndjson" or "application/x-ndjson"))
            return Refused(415, IssueCode.NotSupported, "Send application/fhir+ndjson: one resource a line.");
        if (http.Request.ContentLength > LargestBody) return Refused(413, IssueCode.TooLong, "A body may have 100 MiB; send several.");
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = LargestBody;

        var import = new Lines(http.User, access, db, settings);
        await foreach (var line in NdjsonLines.Of(http.Request.BodyReader, LongestLine, ct))
        {
            if (line is null || import.Count == MostLines)
            {
                await import.Finish(ct);
                return line is null
                    ? Refused(413, IssueCode.TooLong, $"Line {import.Count + 1} is longer than 1 MiB. The lines before it were taken.")
                    : Refused(413, IssueCode.TooCostly, $"A body may have {MostLines} lines; so many were taken. Send the rest in another.");
            }

            if (!await import.Add(line, ct)) break;
        }

        return await import.Finish(ct)
            ? new FhirAnswer(StatusCodes.Status200OK, BundleJson.BatchResponse(import.Report))
            : Refused(403, IssueCode.Forbidden, $"The client lost its right after {import.Report.Count} lines, which were taken.");
    }

    private static FhirAnswer Refused(int status, IssueCode code, string text) =>
        FhirAnswer.Outcome(status, new FhirIssue(IssueSeverity.Error, code, "", text, status));

    /// <summary>The lines under way, and what became of those before.</summary>
    private sealed class Lines(ClaimsPrincipal client, Access access, RegistryDbContext db, RegistrySettings settings)
    {
        private readonly List<FhirBody> waiting = [];

        /// <summary>What patients and scores of earlier lines are here, by the id they have where they come from: later lines name them by it.</summary>
        private readonly Dictionary<string, string> here = [];

        public List<EntryResponse> Report { get; } = [];
        public int Count => Report.Count + waiting.Count;

        /// <summary>False when the client may not go on.</summary>
        public async Task<bool> Add(byte[] line, CancellationToken ct)
        {
            var body = FhirBody.Read(line);
            // Lines that refer to a patient wait until the patients before them are stored.
            var type = body.Resource?.Type;
            if (waiting.Count > 0 && (waiting.Count == LinesAtOnce || (type is not null && waiting.Exists(w => w.Resource is { } r && r.Type != type))) && !await Take(ct)) return false;
            waiting.Add(body);
            return true;
        }

        public async Task<bool> Finish(CancellationToken ct) => waiting.Count == 0 || await Take(ct);

        private async Task<bool> Take(CancellationToken ct)
        {
            for (var attempt = 1; ; attempt++)
            {
                if (access.Caller is not { } caller || !access.Permission.Roles.Any(caller.Has)) return false;
                try
                {
                    var outcomes = await Decide(ct);
                    await access.CommitPart();
                    Report.AddRange(outcomes);
                    foreach (var body in waiting) body.Dispose();
                    waiting.Clear();
                    return true;
                }
                catch (Exception e) when (attempt < Attempts && PostgresErrors.Of(e) is { } error && (PostgresErrors.IsWorthRepeating(e) || PostgresErrors.RefusalFor(error) is not null))
                {
                    db.ChangeTracker.Clear();
                    await access.StartOver();
                }
            }
        }

        private async Task<List<EntryResponse>> Decide(CancellationToken ct)
        {
            using var rewritten = new Bodies();
            var resources = waiting.Select(body => Resource(body, rewritten)).ToList();
            var outcomes = resources.Exists(r => r is not null && MovedRecords.Takes(r.Type)) ? await Records(resources, ct) : await PatientsAndScores(resources, rewritten, ct);
            return [.. outcomes.Select((outcome, i) =>
            {
                if (outcome is null) return EntryOutcome.Refused("", [.. waiting[i].Issues], waiting[i].Issues.Status).ToResponse(settings.FhirBase, withBody: false);
                if (waiting[i].Resource is { Id: { } source } sent && outcome.Id is { } id && source != id.ToString("D")) here[$"{sent.Type}/{source}"] = $"{sent.Type}/{id:D}";
                return outcome.Alone().ToResponse(settings.FhirBase, withBody: false);
            })];
        }

        /// <summary>Each type needs its own right: an enrolment by import is a deliberate act.</summary>
        private async Task<List<EntryOutcome?>> Records(List<FhirResource?> resources, CancellationToken ct)
        {
            var records = new MovedRecords(access, db);
            var outcomes = new List<EntryOutcome?>();
            foreach (var resource in resources)
            {
                outcomes.Add(resource is null ? null
                    : Scopes.Of(client).Allow($"system/{resource.Type}.c") ? await records.Take(resource, ct)
                    : MovedRecords.Refused(resource, new(IssueSeverity.Error, IssueCode.Forbidden, resource.Path, "The token does not allow to create this type.", StatusCodes.Status403Forbidden)));
            }

            return outcomes;
        }

        private async Task<List<EntryOutcome?>> PatientsAndScores(List<FhirResource?> resources, Bodies rewritten, CancellationToken ct)
        {
            var taken = await TakenIds(resources, ct);
            var mayKeep = Scopes.Of(client).Allow("system/Basic.c");
            var entries = resources.Select((resource, i) => resource is null ? null : Entry(i, resource, rewritten, mayKeep, taken)).ToList();
            await FhirImport.Run([.. entries.OfType<ImportEntry>()], null, allOrNothing: false, access, settings, ct);
            return [.. entries.Select(entry => entry?.Outcome)];
        }

        /// <summary>With the right to take in records, what another registry says besides is taken off the resource, whose text is stored as it was there.</summary>
        private static ImportEntry Entry(int index, FhirResource resource, Bodies rewritten, bool mayKeep, HashSet<Guid> taken)
        {
            if (!mayKeep || !resource.IsSound || resource.Type is not ("Patient" or "Observation")) return new(index, resource);
            var beside = RecordReading.Beside(resource, resource.Type == "Patient" ? RecordKinds.Patient : RecordKinds.Assessment);
            return new(index, beside is { IsEmpty: true, IsRefused: false } ? resource : rewritten.Read(RecordJson.Without(JsonMarshal.GetRawUtf8Value(resource.Json).ToArray()))!)
            {
                KeptId = Guid.TryParseExact(resource.Id, "D", out var id) && taken.Add(id) ? id : null,
                Record = beside.IsEmpty && !beside.IsRefused ? null : beside,
            };
        }

        private async Task<HashSet<Guid>> TakenIds(List<FhirResource?> resources, CancellationToken ct)
        {
            var ids = resources.Select(r => Guid.TryParseExact(r?.Id, "D", out var id) ? id : (Guid?)null).OfType<Guid>().ToArray();
            var patients = await access.Transaction.Connection.TakenIds("patient", access.OrganizationId, ids, ct);
            patients.UnionWith(await access.Transaction.Connection.TakenIds("assessment", access.OrganizationId, ids, ct));
            return patients;
        }

        /// <summary>The resource of a line, with what came before it in this body under the ids it has here.</summary>
        private FhirResource? Resource(FhirBody body, Bodies rewritten)
        {
            if (body.Resource is not { Type: not "Patient" } resource || !resource.IsSound || here.Count == 0) return body.Resource;
            var text = new ResourceRewrite { Id = resource.Id, Reference = reference => here.GetValueOrDefault(reference) }.Write(resource.Json);
            return rewritten.Read(text);
        }
    }

    /// <summary>Bodies that live as long as a decision.</summary>
    private sealed class Bodies : IDisposable
    {
        private readonly List<FhirBody> bodies = [];

        public FhirResource? Read(byte[] text)
        {
            bodies.Add(FhirBody.Read(text));
            return bodies[^1].Resource;
        }

        public void Dispose() => bodies.ForEach(b => b.Dispose());
    }
}
