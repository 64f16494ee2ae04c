using Registry.Fhir;

namespace Registry.Api;

internal static class BundleEndpoints
{
    private const int MostEntries = 500;

    public static void MapFhirBundles(this IEndpointRouteBuilder fhir)
    {
        fhir.MapPost("/", Process).Requires(Permissions.FhirBundle).Is(null, "batch", "transaction").WithMetadata(new TakesLargeBody());
        fhir.MapPost("/$import", Import).Requires(Permissions.FhirImport)
            .IsOperation(null, "import", "OperationDefinition/registry-import").WithMetadata(new TakesLargeBody());
    }

    /// <summary>A batch, whose entries stand for themselves, or a transaction, all of it or nothing.</summary>
    internal static async Task<IResult> Process(FhirRequest request, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var (bundle, refused) = Read(request, settings);
        if (refused is not null) return refused;
        if (!bundle!.IsBatch && !bundle.IsTransaction)
            return FhirAnswer.Refused(400, IssueCode.NotSupported, "This address takes a batch or a transaction; send any other Bundle to $import.", "Bundle.type");
        if (bundle.IsTransaction && bundle.AllIssues() is { HasErrors: true } issues) return FhirAnswer.Outcome(issues.Status, issues);

        var outcomes = await BundleProcessing.Run(bundle, access, settings, ct);
        var responses = (bundle.IsBatch ? outcomes.Select(o => o.Alone()) : outcomes).Select(o => o.ToResponse(settings.FhirBase, request.Preferred is PreferredReturn.Representation));
        if (bundle.IsBatch) return new FhirAnswer(200, BundleJson.BatchResponse([.. responses]));
        var failures = outcomes.Where(o => o.IsFailure).ToList();
        if (failures.Count == 0) return new FhirAnswer(200, BundleJson.TransactionResponse([.. responses]));

        // A method that one entry must not use says nothing about the method of the Bundle.
        var status = failures.Max(o => o.Status == StatusCodes.Status405MethodNotAllowed ? StatusCodes.Status422UnprocessableEntity : o.Status);
        return new FhirAnswer(status, OperationOutcomeJson.Write([.. failures.SelectMany(o => o.Issues)])) { KeepsWork = failures.Exists(o => o.KeepsWork) };
    }

    /// <summary>Reads patients and scores out of a Bundle of any kind, each for itself; references between its entries are followed.</summary>
    internal static async Task<IResult> Import(FhirRequest request, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var (bundle, refused) = Read(request, settings);
        if (refused is not null) return refused;
        var outcomes = await BundleProcessing.Import(bundle!, access, settings, ct);
        return new FhirAnswer(200, BundleJson.BatchResponse([.. outcomes.Select(o => o.Alone().ToResponse(settings.FhirBase, request.Preferred is PreferredReturn.Representation))]));
    }

    private static (BundleReading? Bundle, FhirAnswer? Refused) Read(FhirRequest request, RegistrySettings settings)
    {
        if (request.Refusal is { } refusal) return (null, refusal);
        var bundle = BundleReading.Of(request.Body.Resource!, settings.FhirBase);
        if (bundle.Issues.HasErrors) return (null, FhirAnswer.Outcome(bundle.Issues.Status, bundle.Issues));
        return bundle.Entries.Count > MostEntries
            ? (null, FhirAnswer.Refused(413, IssueCode.TooCostly, $"A Bundle may have {MostEntries} entries; send several.", "Bundle.entry"))
            : (bundle, null);
    }
}
