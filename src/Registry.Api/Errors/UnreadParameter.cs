using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;

namespace Registry.Api;

/// <summary>Which query or route value could not be read. The framework says it only in a message that also quotes the value, so nothing of that but the name is taken, and only a name the endpoint declares.</summary>
internal static partial class UnreadParameter
{
    public static FieldError? Of(BadHttpRequestException refused, Endpoint? endpoint)
    {
        var said = Named().Match(refused.Message);
        var declared = endpoint?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().Select(p => p.Name).FirstOrDefault(name => said.Success && string.Equals(name, said.Groups[1].Value, StringComparison.OrdinalIgnoreCase));
        return declared is null ? null : new("#/" + JsonNamingPolicy.CamelCase.ConvertName(declared), "malformed", "Not of the expected form.");
    }

    /// <summary>Failed to bind parameter "Month month" from "…", or: Required parameter "string by" was not provided from query string.</summary>
    [GeneratedRegex("^(?:Failed to bind|Required) parameter \"[^\" ]+ ([A-Za-z]+)\" (?:from \"|was not provided from )", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
