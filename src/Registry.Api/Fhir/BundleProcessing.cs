using NodaTime;
using NodaTime.Text;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Does what the entries of a Bundle ask for: creates, then updates, then reads, and answers in the order sent.</summary>
internal static class BundleProcessing
{
    /// <summary>A batch or a transaction. When an entry of a transaction fails, nothing of it may be stored: that is the caller's to answer with a failure.</summary>
    public static async Task<IReadOnlyList<EntryOutcome>> Run(BundleReading bundle, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var outcomes = bundle.Entries.Select(entry => NotDone(entry, access)).ToArray();
        if (bundle.IsTransaction && outcomes.Any(o => o is { IsFailure: true })) return [.. outcomes.OfType<EntryOutcome>()];

        var asked = bundle.InProcessingOrder().Where(e => outcomes[e.Index] is null).ToLookup(IsRead);
        var entries = asked[false].Select(e => new ImportEntry(e.Index, e.Resource!)
        {
            Condition = e.Request!.Condition,
            IsUpdate = e.Request.Method is BundleMethod.Put,
            Id = e.Request.Id,
            IfMatch = e.Request.IfMatch,
            ConditionalReferences = e.ConditionalReferences,
        }).ToList();
        // Entries of a batch know nothing of each other.
        var done = await FhirImport.Run(entries, bundle.IsBatch ? null : bundle.References, bundle.IsTransaction, access, settings, ct);
        foreach (var entry in entries) outcomes[entry.Index] = entry.Outcome!;
        if (done) await Read([.. asked[true]], outcomes, hasWritten: entries.Count > 0, access, settings, ct);
        return [.. outcomes.OfType<EntryOutcome>()];
    }

    /// <summary>Whatever the Bundle is, its resources are taken in: a request beside one only says whether it is sent at all.</summary>
    public static async Task<IReadOnlyList<EntryOutcome>> Import(BundleReading bundle, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var outcomes = bundle.Entries.Select(entry => NotTaken(entry, access)).ToArray();
        var entries = bundle.InProcessingOrder().Where(e => outcomes[e.Index] is null)
            .Select(e => new ImportEntry(e.Index, e.Resource!) { Condition = e.Request?.Condition }).ToList();
        await FhirImport.Run(entries, bundle.References, allOrNothing: false, access, settings, ct);
        foreach (var entry in entries) outcomes[entry.Index] = entry.Outcome!;
        return [.. outcomes.Select(o => o!)];
    }

    /// <summary>What can be answered without looking anything up; null for what is to be done.</summary>
    private static EntryOutcome? NotDone(BundleEntry entry, Access access)
    {
        if (entry.IsRefused) return EntryOutcome.Refused(TypeOf(entry), [.. entry.Issues], entry.Issues.Status);
        if (IsForm(entry)) return null;
        var path = $"Bundle.entry[{entry.Index}].request";
        var request = entry.Request!;
        if (request.Method is BundleMethod.Delete) return Refused(405, IssueCode.NotSupported, path + ".method", UnroutedEndpoints.NoDelete);
        if (request.Method is BundleMethod.Patch) return Refused(405, IssueCode.NotSupported, path + ".method", UnroutedEndpoints.NoPatch);
        if (IsRead(entry) && request.Id is null) return Refused(405, IssueCode.NotSupported, path + ".url", "An entry reads one resource by its id; send a search as a request of its own.");
        if (Permissions.ForEntry(request.Type, request.Method) is not { } permission)
            return Refused(IsRead(entry) ? 404 : 422, IssueCode.NotSupported, path + ".url", "The registry takes Patient, Observation and QuestionnaireResponse; this type is not held here.");
        return access.Allows(permission) ? null : Refused(403, IssueCode.Forbidden, path, "Your role or token does not allow this.");

        EntryOutcome Refused(int status, IssueCode code, string expression, string text) =>
            EntryOutcome.Refused(TypeOf(entry), new FhirIssue(IssueSeverity.Error, code, expression, text, status));
    }

    private static EntryOutcome? NotTaken(BundleEntry entry, Access access)
    {
        var type = TypeOf(entry);
        if (entry.IsRefused) return EntryOutcome.Refused(type, [.. entry.Issues], entry.Issues.Status);
        if (IsRead(entry))
            return EntryOutcome.Refused(type, new FhirIssue(IssueSeverity.Error, IssueCode.NotSupported, $"Bundle.entry[{entry.Index}].request.method", "An import only takes in; send a read in a batch.", 405));
        if (entry.Request is { Method: not BundleMethod.Put }) return NotDone(entry, access);
        if (entry.Resource is null) return EntryOutcome.Refused(type, FhirIssue.Malformed(IssueCode.Required, $"Bundle.entry[{entry.Index}].resource", "There is nothing to take."));
        if (IsForm(entry)) return null;
        if (Permissions.ForEntry(type, BundleMethod.Post) is not { } permission)
            return EntryOutcome.NotOurs(type, [new(IssueSeverity.Information, IssueCode.NotSupported, $"Bundle.entry[{entry.Index}].resource", "The registry takes Patient, Observation and QuestionnaireResponse; this type is not held here.", 200)]);
        return access.Allows(permission) ? null
            : EntryOutcome.Refused(type, new FhirIssue(IssueSeverity.Error, IssueCode.Forbidden, $"Bundle.entry[{entry.Index}]", "Your role or token does not allow this.", 403));
    }

    private static async Task Read(IReadOnlyList<BundleEntry> entries, EntryOutcome?[] outcomes, bool hasWritten, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (entries.Count == 0) return;
        // They see what the entries before them have done.
        if (hasWritten) await access.Transaction.Send(ct);
        var wanted = entries.Select(e => (e.Request!.Type, Id: Guid.TryParseExact(e.Request.Id, "D", out var id) ? id : Guid.Empty)).ToList();
        var found = await access.Transaction.Connection.FhirResources(access.OrganizationId, access.Clinics, wanted, ct);
        foreach (var (entry, resource) in entries.Zip(found))
        {
            outcomes[entry.Index] = resource is null
                ? EntryOutcome.Refused(entry.Request!.Type, new FhirIssue(IssueSeverity.Error, IssueCode.NotFound, $"Bundle.entry[{entry.Index}].request.url", "There is nothing here that you may see.", 404))
                : Found(entry.Request!, resource, access, settings);
        }
    }

    private static EntryOutcome Found(BundleRequest request, FoundResource found, Access access, RegistrySettings settings)
    {
        access.Touches(found.PatientId);
        Instant? since = request.IfModifiedSince is { } text && OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } date ? date.Value.ToInstant() : null;
        return ResourceReading.IsUnchanged(found, request.IfNoneMatch, since)
            ? EntryOutcome.Read(found, StatusCodes.Status304NotModified, null)
            : EntryOutcome.Read(found, StatusCodes.Status200OK, request.Method is BundleMethod.Head ? null : FhirText.Of(found, settings));
    }

    /// <summary>A form beside its responses: read for what its linkIds mean, and not stored.</summary>
    private static bool IsForm(BundleEntry entry) => entry is { Resource.Type: "Questionnaire", Request: null or { Method: BundleMethod.Post or BundleMethod.Put } };

    private static bool IsRead(BundleEntry entry) => entry.Request is { Method: BundleMethod.Get or BundleMethod.Head };

    private static string TypeOf(BundleEntry entry) => entry.Resource?.Type ?? entry.Request?.Type ?? "";
}
