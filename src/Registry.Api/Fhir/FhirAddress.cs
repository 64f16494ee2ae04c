namespace Registry.Api;

internal static class FhirAddress
{
    /// <summary>Routing takes /fhir/observation for /fhir/Observation; the names of FHIR are case-sensitive.</summary>
    public static bool IsSpelledLike(PathString path, RouteEndpoint route)
    {
        var parts = path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return route.RoutePattern.PathSegments.Zip(parts)
            .All(pair => pair.First.Parts is not [Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal] || literal.Content == pair.Second);
    }
}
