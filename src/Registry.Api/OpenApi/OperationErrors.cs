using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>How an operation can be refused: the same few answers everywhere, each shared by all operations that give it.</summary>
internal static class OperationErrors
{
    private const string AnyOther = "default";

    /// <summary>Query parameters that can be read and still be refused: a day to come, a profile that there is not.</summary>
    private static readonly HashSet<string> JudgedByRules = ["asOf", "knownAt", "profile", "payer"];

    private static readonly Dictionary<string, (string Name, string Description, RegistryProblem Example)> Answers = new()
    {
        ["400"] = ("BadRequest", "The request could not be read.", Framework(400, new FieldError("#/on", "malformed", "Not of the expected form, or not a member."))),
        ["401"] = ("Unauthorized", "A valid access token is required.", Framework(401)),
        ["403"] = ("Forbidden", "The caller's role or token does not allow this.", Framework(403)),
        ["404"] = ("NotFound", "It does not exist, or is not the caller's to see; which of the two is not told.", Rule(Refusals.NotFound)),
        ["409"] = ("Conflict", "It does not fit what is recorded already.", Rule(Refusals.EpisodeAlreadyOpen)),
        ["412"] = ("PreconditionFailed", "Somebody changed it since it was read.", Rule(Refusals.Stale)),
        ["422"] = ("Unprocessable", "The request was understood, and a rule refuses it.", Rule(Refusals.DateInFuture, "on")),
        ["428"] = ("PreconditionRequired", "If-Match is missing.", Rule(Refusals.VersionRequired)),
        [AnyOther] = ("Unexpected", "Any other failure, such as 415 for another media type, or 503 while the database cannot be reached.", Framework(503)),
    };

    public static Task Write(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var responses = operation.Responses ??= [];
        foreach (var status in responses.Keys.Where(status => status[0] is not '2').ToList()) responses.Remove(status);
        foreach (var status in Possible(operation, context)) responses[status] = new OpenApiResponseReference(Answers[status].Name, context.Document);
        return Task.CompletedTask;
    }

    public static void AddTo(OpenApiDocument document)
    {
        foreach (var (name, description, example) in Answers.Values)
        {
            document.AddComponent(name, new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new()
                    {
                        Schema = new OpenApiSchemaReference(nameof(RegistryProblem), document),
                        Example = JsonSerializer.SerializeToNode(example, JsonSerializerOptions.Web),
                    },
                },
            });
        }
    }

    private static IEnumerable<string> Possible(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var route = context.Description;
        var edits = operation.Parameters?.Any(p => p is OpenApiParameterReference { Reference.Id: "If-Match" }) is true;
        // A search is a question, asked by POST so that no identifier stands in an address.
        var writes = route.HttpMethod is not "GET" && !route.RelativePath!.EndsWith("/search", StringComparison.Ordinal);
        yield return "400";
        yield return "401";
        yield return "403";
        if (route.RelativePath!.Contains('{', StringComparison.Ordinal)) yield return "404";
        if (writes) yield return "409";
        if (edits) yield return "412";
        // A month does not leave as tables that would break the contract.
        var leavesAsTables = route.RelativePath.Contains("/{month}/tables", StringComparison.Ordinal);
        if (leavesAsTables || operation.RequestBody is not null || route.ParameterDescriptions.Any(p => JudgedByRules.Contains(p.Name))) yield return "422";
        if (edits) yield return "428";
        yield return AnyOther;
    }

    private static RegistryProblem Framework(int status, params FieldError[] errors) =>
        RegistryProblem.Of(status, StatusText.Of(status).Code, StatusText.Of(status).Title, "0HNQ85VIB643E:00000007", errors);

    private static RegistryProblem Rule(Refusal refusal, string? field = null) =>
        RegistryProblem.Of(RefusalStatus.Of(refusal), refusal.Code, refusal.Text, "0HNQ85VIB643E:00000007", field is null ? [] : [new($"#/{field}", refusal.Code, refusal.Text)]);
}
