using NodaTime;
using Registry.Fhir;

namespace Registry.Api;

/// <summary>The CapabilityStatement, gathered from the routes themselves: it cannot promise what is not there, or hide what is.</summary>
internal static class Capabilities
{
    private static readonly LocalDate LastChanged = new(2026, 11, 22);

    public static ServerCapabilities Of(EndpointDataSource routes, RegistrySettings settings)
    {
        var interactions = routes.Endpoints.SelectMany(e => e.Metadata.GetOrderedMetadata<FhirInteraction>()).Distinct().ToList();
        var operations = routes.Endpoints.SelectMany(e => e.Metadata.GetOrderedMetadata<FhirOperation>()).Distinct().ToList();
        var types = interactions.Select(i => i.Type).Concat(operations.Select(o => o.Type)).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        return new(
            settings.FhirBase, "Collaborative Care registry", typeof(Capabilities).Assembly.GetName().Version!.ToString(3), LastChanged,
            "Scores of PHQ-9, GAD-7 and PCL-5. A day without a zone is a day in UTC when it is compared with a moment. At most 500 entries and 5 MiB a Bundle.",
            [.. types.Select(type => Resource(type, [.. interactions.Where(i => i.Type == type)], operations, settings))],
            [.. interactions.Where(i => i.Type is null).Select(i => i.Code)],
            Operations(operations, null, settings));
    }

    private static ResourceCapability Resource(string type, List<FhirInteraction> own, List<FhirOperation> operations, RegistrySettings settings)
    {
        bool Has(string code) => own.Exists(i => i.Code == code);
        return new(type, [.. own.Where(i => !i.IsConditional).Select(i => i.Code)], SearchParameters.Of(type))
        {
            ConditionalCreate = Has(FhirInteraction.ConditionalCreate),
            ConditionalUpdate = Has(FhirInteraction.ConditionalUpdate),
            ConditionalRead = Has(FhirInteraction.ConditionalRead) ? "full-support" : "not-supported",
            ReadHistory = Has("vread"),
            Operations = Operations(operations, type, settings),
        };
    }

    private static List<OperationCapability> Operations(List<FhirOperation> operations, string? type, RegistrySettings settings) =>
        [.. operations.Where(o => o.Type == type)
            .Select(o => new OperationCapability(o.Name, o.Definition.StartsWith("http", StringComparison.Ordinal) ? o.Definition : $"{settings.FhirBase}/{o.Definition}"))];
}
