using Registry.Fhir;

namespace Registry.Api;

internal static class BundleEndpoints
{
    private const int MostEntries = 500;

    public static void MapFhirBundles(this IEndpointRouteBuilder fhir)
    {
        fhir.MapPost("/", Process).Requires(Permissions.FhirBundle).Is(null, "batch", "transaction").WithMetadata(new TakesLargeBody());
        fhir.MapPost("/$import", Import).Requires(Permissions.FhirBundle)
            .IsOperation(null, "import", "OperationDefinition/registry-import").WithMetadata(new TakesLargeBody());
    }

    /// <summary>A batch, whose entries stand for themselves, or a transaction, all of it or nothing.</summary>
    internal static async Task<IResult> Process(FhirRequest request, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var (bundle, refused) = Read(request, settings);
        if (refused is not null) return refused;
        if (!bundle!.IsBatch && !bundle.IsTransaction)
            return Outcome(400, IssueCode.NotSupported, "Bundle.type", "This address takes a batch or a transaction; send any other Bundle to $import.");

        if (bundle.IsTransaction && bundle.AllIssues() is { HasErrors: true } issues) return FhirAnswer.Outcome(issues.Status, issues);
        var (outcomes, done) = await Take(bundle, bundle.IsTransaction, access, settings, ct);
        if (bundle.IsBatch) return new FhirAnswer(200, BundleJson.BatchResponse([.. outcomes.Select(o => o.ToResponse(settings.FhirBase))]));
        if (done) return new FhirAnswer(200, BundleJson.TransactionResponse([.. outcomes.Select(o => o.ToResponse(settings.FhirBase))]));

        var failures = outcomes.Where(o => o.IsFailure).ToList();
        return FhirAnswer.Outcome(failures.Max(o => o.Status), [.. failures.SelectMany(o => o.Issues)]);
    }

    /// <summary>Reads patients and scores out of a Bundle of any kind, each for itself; references between its entries are followed.</summary>
    internal static async Task<IResult> Import(FhirRequest request, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var (bundle, refused) = Read(request, settings);
        if (refused is not null) return refused;
        var (outcomes, _) = await Take(bundle!, allOrNothing: false, access, settings, ct);
        return new FhirAnswer(200, BundleJson.BatchResponse([.. outcomes.Select(o => o.ToResponse(settings.FhirBase))]));
    }

    private static (BundleReading? Bundle, FhirAnswer? Refused) Read(FhirRequest request, RegistrySettings settings)
    {
        if (request.Refusal is { } refusal) return (null, refusal);
        var bundle = BundleReading.Of(request.Body.Resource!, settings.FhirBase);
        if (bundle.Issues.HasErrors) return (null, FhirAnswer.Outcome(bundle.Issues.Status, bundle.Issues));
        return bundle.Entries.Count > MostEntries
            ? (null, Outcome(413, IssueCode.TooCostly, "Bundle.entry", $"A Bundle may have {MostEntries} entries; send several."))
            : (bundle, null);
    }

    private static async Task<(List<EntryOutcome> Outcomes, bool Done)> Take(BundleReading bundle, bool allOrNothing, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var outcomes = bundle.Entries.Select(NotTaken).ToArray();
        var entries = bundle.InProcessingOrder().Where(e => outcomes[e.Index] is null)
            .Select(e => new ImportEntry(e.Index, e.Resource!, e.Request?.Condition)).ToList();
        // Entries of a batch know nothing of each other.
        var references = bundle.IsBatch ? null : bundle.References;
        if (allOrNothing && outcomes.Any(o => o is { IsFailure: true })) return ([.. outcomes.OfType<EntryOutcome>()], false);

        var done = await FhirImport.Run(entries, references, allOrNothing, access, settings, ct);
        foreach (var entry in entries) outcomes[entry.Index] = entry.Outcome!;
        return ([.. outcomes.Select(o => o!)], done);
    }

    /// <summary>What can be answered without looking anything up; null for what is to be taken in.</summary>
    private static EntryOutcome? NotTaken(BundleEntry entry)
    {
        var type = entry.Resource?.Type ?? entry.Request?.Type ?? "";
        if (entry.IsRefused) return EntryOutcome.Refused(type, [.. entry.Issues], entry.Issues.Status);
        if (entry.Request is { Method: not BundleMethod.Post })
        {
            return EntryOutcome.Refused(type, new FhirIssue(IssueSeverity.Error, IssueCode.NotSupported, $"Bundle.entry[{entry.Index}].request.method", "Entries are POST.", 405));
        }

        if (entry.Resource is null) return EntryOutcome.Refused(type, FhirIssue.Malformed(IssueCode.Required, $"Bundle.entry[{entry.Index}].resource", "There is nothing to take."));
        if (type is "Patient" or "Observation") return null;
        var issue = FhirIssue.Refused(IssueCode.NotSupported, $"Bundle.entry[{entry.Index}].resource", "The registry takes Patient and Observation; this type is not held here.");
        return entry.Request is null ? EntryOutcome.Ignored(type, [issue.As(IssueSeverity.Information)]) : EntryOutcome.Refused(type, issue);
    }

    private static FhirAnswer Outcome(int status, IssueCode code, string expression, string text) =>
        FhirAnswer.Outcome(status, new FhirIssue(IssueSeverity.Error, code, expression, text, status));
}
