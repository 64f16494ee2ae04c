using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Registry.Fhir;

/// <summary>What a searchset says of itself.</summary>
/// <param name="Total">Number of matches, not of entries; null when it was not counted.</param>
/// <param name="Self">Address of what was really searched for.</param>
/// <param name="Next">Null on the last page.</param>
/// <param name="AsOf">The moment up to which everything recorded is in the answer; null when the answer is not cut there.</param>
/// <param name="Labels">Of everything on the page.</param>
public sealed record SearchsetHead(int? Total, string Self, string? Next, Instant? AsOf = null, SecurityLabels? Labels = null)
{
    /// <summary>Not the links: they may name a patient.</summary>
    public override string ToString() => nameof(SearchsetHead);
}

/// <summary>One found resource: its full address and its stored text.</summary>
public readonly record struct SearchMatch(string FullUrl, ReadOnlyMemory<byte> Json, string Mode = "match")
{
    public override string ToString() => nameof(SearchMatch);
}

/// <summary>The answer to one entry of a batch or transaction.</summary>
/// <param name="Status">"201 Created".</param>
/// <param name="Resource">Text of the resource to return, if any.</param>
/// <param name="Outcome">Issues to return with the entry, if any.</param>
public sealed record EntryResponse(
    string Status, string? Location = null, string? ETag = null, Instant? LastModified = null, ReadOnlyMemory<byte>? Resource = null, IReadOnlyList<FhirIssue>? Outcome = null)
{
    public override string ToString() => $"EntryResponse {Status}";
}

/// <summary>Writes the Bundles this server answers with.</summary>
public static class BundleJson
{
    public static byte[] Searchset(IEnumerable<SearchMatch> matches, SearchsetHead head) => FhirWriting.Bytes(json =>
    {
        ArgumentNullException.ThrowIfNull(head);
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "Bundle"u8);
        if (head.AsOf is not null || head.Labels is { Any: true })
        {
            json.WriteStartObject("meta"u8);
            if (head.AsOf is { } at) json.WriteString("lastUpdated"u8, InstantPattern.ExtendedIso.Format(at));
            if (head.Labels is { Any: true } labels) labels.Write(json);
            json.WriteEndObject();
        }

        json.WriteString("type"u8, "searchset"u8);
        if (head.Total is { } count) json.WriteNumber("total"u8, count);
        Links(json, head.Self, head.Next);
        Entries(json, matches, withMode: true);
        json.WriteEndObject();
    });

    /// <summary>Resources that belong together, as a copy of a record.</summary>
    public static byte[] Collection(IEnumerable<SearchMatch> resources, Instant at, SecurityLabels labels) => FhirWriting.Bytes(json =>
    {
        ArgumentNullException.ThrowIfNull(labels);
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "Bundle"u8);
        if (labels.Any)
        {
            json.WriteStartObject("meta"u8);
            labels.Write(json);
            json.WriteEndObject();
        }

        json.WriteString("type"u8, "collection"u8);
        json.WriteString("timestamp"u8, InstantPattern.ExtendedIso.Format(at));
        Entries(json, resources, withMode: false);
        json.WriteEndObject();
    });

    private static void Entries(Utf8JsonWriter json, IEnumerable<SearchMatch> matches, bool withMode)
    {
        var open = false;
        foreach (var match in matches)
        {
            // An empty array is not FHIR, so the list begins with its first entry.
            if (!open) json.WriteStartArray("entry"u8);
            open = true;
            json.WriteStartObject();
            json.WriteString("fullUrl"u8, match.FullUrl);
            json.WritePropertyName("resource"u8);
            json.WriteRawValue(match.Json.Span, skipInputValidation: true);
            if (withMode)
            {
                json.WriteStartObject("search"u8);
                json.WriteString("mode"u8, match.Mode);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        if (open) json.WriteEndArray();
    }

    public static byte[] BatchResponse(IReadOnlyList<EntryResponse> entries) => Responses("batch-response", entries);

    public static byte[] TransactionResponse(IReadOnlyList<EntryResponse> entries) => Responses("transaction-response", entries);

    private static byte[] Responses(string type, IReadOnlyList<EntryResponse> entries) => FhirWriting.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "Bundle"u8);
        json.WriteString("type"u8, type);
        if (entries.Count > 0)
        {
            json.WriteStartArray("entry"u8);
            foreach (var entry in entries) Response(json, entry);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    });

    private static void Response(Utf8JsonWriter json, EntryResponse entry)
    {
        json.WriteStartObject();
        if (entry.Resource is { } resource)
        {
            json.WritePropertyName("resource"u8);
            json.WriteRawValue(resource.Span, skipInputValidation: true);
        }
        json.WriteStartObject("response"u8);
        json.WriteString("status"u8, entry.Status);
        if (entry.Location is not null) json.WriteString("location"u8, entry.Location);
        if (entry.ETag is not null) json.WriteString("etag"u8, entry.ETag);
        if (entry.LastModified is { } at) json.WriteString("lastModified"u8, InstantPattern.ExtendedIso.Format(at));
        if (entry.Outcome is { Count: > 0 } outcome)
        {
            json.WritePropertyName("outcome"u8);
            OperationOutcomeJson.Write(json, outcome);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    internal static void Links(Utf8JsonWriter json, string self, string? next)
    {
        json.WriteStartArray("link"u8);
        Link(json, "self", self);
        if (next is not null) Link(json, "next", next);
        json.WriteEndArray();
    }

    private static void Link(Utf8JsonWriter json, string relation, string url)
    {
        json.WriteStartObject();
        json.WriteString("relation"u8, relation);
        json.WriteString("url"u8, url);
        json.WriteEndObject();
    }
}
