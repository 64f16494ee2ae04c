using System.Text.Json;
using System.Text.Unicode;

namespace Registry.Fhir;

/// <summary>The text of one request body, read strictly. Never throws on any bytes; the bytes must stay unchanged while it is in use.</summary>
public sealed class FhirBody : IDisposable
{
    /// <remarks>Deep enough for any questionnaire, far too shallow to hurt a stack.</remarks>
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    private readonly JsonDocument? document;

    private FhirBody(JsonDocument? document, FhirResource? resource, FhirIssues issues)
    {
        this.document = document;
        Resource = resource;
        Issues = issues;
    }

    /// <summary>Null when the body is not JSON or does not say what it is; then the issues say so.</summary>
    public FhirResource? Resource { get; }

    public FhirIssues Issues { get; }

    public static FhirBody Read(ReadOnlyMemory<byte> utf8)
    {
        var issues = new FhirIssues();
        if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        if (!Utf8.IsValid(utf8.Span)) return Unreadable(issues, "The body must be UTF-8.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8, Options);
        }
        catch (JsonException fault)
        {
            // Only where, never the message: it quotes what was sent.
            return Unreadable(issues, fault.LineNumber is { } line && fault.BytePositionInLine is { } position
                ? $"Not JSON, or nested too deeply: line {line + 1}, byte {position + 1}."
                : "Not JSON.");
        }
        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return new(document, FhirResource.Check(document.RootElement, null, issues), issues);
        issues.Add(FhirIssue.Malformed(IssueCode.Structure, "", "The body must be one JSON object, a resource."));
        return new(document, null, issues);
    }

    private static FhirBody Unreadable(FhirIssues issues, string text)
    {
        issues.Add(FhirIssue.Malformed(IssueCode.Structure, "", text));
        return new(null, null, issues);
    }

    public void Dispose() => document?.Dispose();
}
