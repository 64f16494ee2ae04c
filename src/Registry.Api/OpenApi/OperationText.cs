using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What an operation and its parameters are for, where the handler's own comment does not say it.</summary>
internal static class OperationText
{
    public static Task Write(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var permission = context.Description.ActionDescriptor.EndpointMetadata.OfType<Permission>().LastOrDefault();
        if (permission is not null) operation.Description = $"{operation.Description}\n\n{Who(permission)}".Trim();
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            var type = context.Description.ParameterDescriptions.FirstOrDefault(p => p.Name == parameter.Name)?.ParameterDescriptor?.ParameterType;
            parameter.Description ??= Describe(parameter, Nullable.GetUnderlyingType(type ?? typeof(string)) ?? type);
            if (parameter is { Name: "limit", Schema: OpenApiSchema limit }) (limit.Minimum, limit.Maximum) = ("1", $"{Cursors.Most}");
        }

        return Task.CompletedTask;
    }

    private static string? Describe(OpenApiParameter parameter, Type? type) => parameter.Name switch
    {
        "limit" => "How many items a page has at most.",
        "cursor" => "nextCursor of the page before; absent for the first page.",
        _ when type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(Id<>) => $"Id of the {Words(type.GenericTypeArguments[0].Name)}.",
        _ when type == typeof(AsOf) => "Any past day; by default the day of knownAt at the clinic, and today without one.",
        _ when type == typeof(KnownAt) => "Reproduces a past report: late, amended and retracted facts are as they stood at that moment. By default now.",
        _ when type == typeof(Month) => "The calendar month, in the clinic's zone.",
        _ when type == typeof(Year) => "The measurement year.",
        "profile" => "Outcome profile: nys-2025, bao, hedis or five-point, each also with + and a PCL-5 rule. By default the organization's.",
        "period" => "A month (2025-03), a quarter (2025-Q1), or so many days ending on asOf (last-30). By default the month of asOf.",
        "instrument" => "Judges outcomes by this instrument; by default by the primary scale of each episode.",
        "program" => "Only episodes of this program. By default of all; of one there is no caseload for each full-time equivalent, since those are attested of no program.",
        "by" => "Tells groups apart: race, ethnicity, language, payer, age-band, sex or gender.",
        "payer" => "Payer profile: midpoint or full-time. By default the organization's.",
        _ => null,
    };

    private static string Who(Permission permission)
    {
        var roles = permission.Cells.Length == Enum.GetValues<Role>().Length ? "every role" : string.Join(", ", permission.Roles.Select(role => Kebab.Of(role).Replace('-', ' ')));
        return permission.Scope.Length == 0 ? $"For: {roles}." : $"For: {roles}. Scope: `{permission.Scope.Replace("+", "` and `", StringComparison.Ordinal)}`.";
    }

    private static string Words(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name).Replace('-', ' ');
}
