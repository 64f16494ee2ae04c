using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>Searchset Bundles as a client reads them.</summary>
internal static class Pages
{
    /// <summary>The address of the next page below the service; null on the last.</summary>
    public static string? Next(this JsonNode bundle) => bundle.Link("next") is { } url ? new Uri(url).PathAndQuery : null;

    public static string? Link(this JsonNode bundle, string relation) =>
        (string?)bundle["link"]!.AsArray().FirstOrDefault(l => (string)l!["relation"]! == relation)?["url"];

    public static IEnumerable<JsonNode> Resources(this JsonNode bundle, string mode = "match") =>
        bundle["entry"]?.AsArray().Where(e => (string?)e!["search"]?["mode"] == mode).Select(e => e!["resource"]!) ?? [];

    public static IEnumerable<string> Ids(this JsonNode bundle) => bundle.Resources().Select(r => (string)r["id"]!);

    /// <summary>Every page from an address on.</summary>
    public static async IAsyncEnumerable<JsonNode> Walks(this HttpClient client, string? path)
    {
        while (path is not null)
        {
            var page = await client.Gets(path);
            yield return page;
            path = page.Next();
        }
    }
}
