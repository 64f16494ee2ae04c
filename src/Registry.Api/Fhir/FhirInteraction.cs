namespace Registry.Api;

/// <summary>What a route of the FHIR door is, in the words of the CapabilityStatement, which is written from these.</summary>
/// <param name="Type">The resource type; null for the whole system.</param>
/// <param name="Code">An interaction of R4 ("read", "search-type", "batch", ...) or one of <see cref="ConditionalCreate"/>, <see cref="ConditionalUpdate"/> and <see cref="ConditionalRead"/>.</param>
internal sealed record FhirInteraction(string? Type, string Code)
{
    public const string ConditionalCreate = "conditional-create";
    public const string ConditionalUpdate = "conditional-update";
    public const string ConditionalRead = "conditional-read";

    public bool IsConditional => Code is ConditionalCreate or ConditionalUpdate or ConditionalRead;
}

/// <summary>An operation ("lastn") of a type, or of the whole system when <paramref name="Type"/> is null.</summary>
/// <param name="Definition">Canonical address of its OperationDefinition; of our own, below the FHIR base.</param>
internal sealed record FhirOperation(string? Type, string Name, string Definition);

internal static class FhirInteractions
{
    public static RouteHandlerBuilder Is(this RouteHandlerBuilder route, string? type, params string[] codes) =>
        route.WithMetadata([.. codes.Select(code => new FhirInteraction(type, code))]);

    public static RouteHandlerBuilder IsOperation(this RouteHandlerBuilder route, string? type, string name, string definition) =>
        route.WithMetadata(new FhirOperation(type, name, definition));
}
