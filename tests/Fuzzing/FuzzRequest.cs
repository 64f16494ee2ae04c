using System.Text;
using System.Text.Json;

namespace Registry.Fuzzing;

/// <summary>One request with something broken in it.</summary>
internal sealed record FuzzRequest(HttpMethod Method, string Path, byte[]? Body)
{
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Path);
        if (Body is null) return message;
        message.Content = new ByteArrayContent(Body);
        // A body that is too large is refused before it is sent; halfway through, nobody would read the answer.
        message.Headers.ExpectContinue = Body.Length > 100_000;
        message.Content.Headers.ContentType = new("application/fhir+json");
        return message;
    }

    public override string ToString() => $"{Method} {Path}\n{(Body is null ? "" : Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 4000))))}";
}

/// <summary>Broken requests to the FHIR door as a client that may write there would send them. The same seed gives the same requests.</summary>
/// <param name="patients">Ids of patients that the client may see, so that what is sound enough is really stored.</param>
internal sealed class FuzzRequests(int seed, IReadOnlyList<string> patients)
{
    private static readonly string[] Types = ["Observation", "Patient", "QuestionnaireResponse", "Questionnaire", "EpisodeOfCare", "Encounter", "Flag", "Group"];

    private static readonly string[] Searches =
    [
        "?patient=Patient/p1&code=44261-6&date=ge2026-01-01&_sort=-date&_count=5", "?identifier=urn:mrn|Zx9Marker-1", "?patient=p1&category=survey&_include=Observation:patient&_total=accurate",
        "?patient=p1&value-quantity=gt10&status=final,amended", "?_lastUpdated=gt2026-01-01T00:00:00Z&_summary=count", "?family=Zx9Marker&_elements=name", "/p1", "/p1/_history", "/p1/_history/1", "/p1/$everything?_count=5",
        "/$lastn?patient=p1&max=2", "?questionnaire=https://Zx9Marker.example/form&authored=2026-03-05",
    ];

    private readonly Mutator mutator = new(seed);
    private int number;

    public FuzzRequest Next()
    {
        number++;
        if (mutator.Draw(8) == 0) return new(HttpMethod.Get, $"/fhir/{Types[mutator.Draw(Types.Length)]}{Broken(Own(Searches[mutator.Draw(Searches.Length)]))}", null);
        var bodies = FuzzBodies.Shared.Count == 0 || mutator.Draw(2) == 0 ? FuzzBodies.Own : FuzzBodies.Shared;
        var text = bodies[mutator.Draw(bodies.Count)];
        var (method, path) = Door(TypeOf(text));
        return new(method, path, mutator.Mutate(Encoding.UTF8.GetBytes(Own(text))));
    }

    /// <summary>Half of the bodies name a patient who is here, and half have names of their own.</summary>
    private string Own(string text)
    {
        if (mutator.Draw(2) == 0) text = text.Replace("Zx9Marker-", $"Zx9Marker-{seed}-{number}-", StringComparison.Ordinal);
        return mutator.Draw(4) == 0 ? text : text.Replace("Patient/p1", "Patient/" + patients[mutator.Draw(patients.Count)], StringComparison.Ordinal);
    }

    private (HttpMethod, string) Door(string? type) => (type, mutator.Draw(20)) switch
    {
        (_, 0) => (HttpMethod.Post, "/fhir/Observation"),
        (_, 1) => (HttpMethod.Post, "/fhir"),
        ("Bundle", < 10) => (HttpMethod.Post, "/fhir"),
        ("Bundle" or null, _) => (HttpMethod.Post, "/fhir/$import"),
        ("Observation" or "Patient", < 5) => (HttpMethod.Post, $"/fhir/{type}/$validate"),
        ("Observation" or "Patient", < 8) => (HttpMethod.Put, $"/fhir/{type}?identifier=urn:mrn|Zx9Marker-{mutator.Draw(50)}"),
        ("QuestionnaireResponse", < 6) => (HttpMethod.Post, "/fhir/QuestionnaireResponse/$extract"),
        _ => (HttpMethod.Post, $"/fhir/{type}"),
    };

    /// <summary>A search with a few of its bytes broken, written as it may stand in an address.</summary>
    private string Broken(string search) =>
        string.Concat(mutator.Mutate(Encoding.UTF8.GetBytes(search)).Take(2000).Select(b => b is > 32 and < 127 and not (byte)'#' and not (byte)'%' ? $"{(char)b}" : $"%{b:X2}"));

    private static string? TypeOf(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.TryGetProperty("resourceType", out var type) ? type.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
