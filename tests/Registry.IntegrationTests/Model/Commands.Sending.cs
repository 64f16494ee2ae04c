using System.Net;
using System.Text.Json.Nodes;
using NodaTime;

namespace Registry.IntegrationTests;

internal sealed partial class Commands
{
    private static readonly string[] Statuses = ["referred", "treatment", "treatment", "relapse-prevention", "relapse-prevention", "inactive", "inactive"];
    private static readonly string[] Reasons = ["graduated", "withdrew", "lost-to-follow-up", "transferred", "administrative-inactivity", "other"];
    private static readonly string[] SentStatuses = ["final", "final", "final", "final", "preliminary", "amended", "corrected", "entered-in-error"];
    private static readonly string[] Modes = ["phone", "in-person", "video", "message"];
    private static readonly string[] Settlements = ["accepted", "declined", "done", "open"];
    private static readonly string[] Paths =
        ["contacts", "contacts", "contacts", "contacts", "contacts", "consultations", "consultations", "relapse-prevention-plans", "minutes-entries", "manual-flags", "consultation-requests"];

    private static readonly Dictionary<string, string[]> Words = new()
    {
        ["contacts"] = ["initial-assessment", "initial-assessment", "follow-up", "follow-up", "follow-up", "relapse-prevention", "outreach-attempt", "no-show", "scheduling", "message", "collateral", "care-coordination"],
        ["consultations"] = ["none", "continue-treatment", "change-medication"],
        ["relapse-prevention-plans"] = ["plan"],
        ["minutes-entries"] = ["care-planning", "registry-work", "administrative"],
        ["manual-flags"] = ["safety", "discussion"],
        ["consultation-requests"] = ["not-improving", "medication"],
    };

    /// <summary>Everything that was sent and how it was answered, the last commands first, for whoever must find out what went wrong.</summary>
    public string Told => $"seed {seed}\n" + string.Join('\n', Enumerable.Reverse(told).Take(40));

    private async Task Creates(HttpClient client, string path, object body, HttpStatusCode? refusal, Action<string> created)
    {
        var key = $"{seed}-{told.Count}-{dice.Next()}";
        var answer = await Expect(client, HttpMethod.Post, path, body, refusal ?? HttpStatusCode.Created, key: key);
        if (refusal is not null) return;
        Assert.False(answer.Replayed);
        sent.Add((client, path, body, key, answer.Id));
        created(answer.Id);
    }

    private async Task Edits(HttpClient client, HttpMethod method, string path, object? body, string? ifMatch, HttpStatusCode? refusal, Func<int> edited)
    {
        var answer = await Expect(client, method, path, body, refusal ?? HttpStatusCode.OK, ifMatch);
        if (refusal is null) Assert.Equal(edited(), answer.Version);
    }

    /// <param name="expected">Null where only a refusal is expected, whichever.</param>
    private async Task<Attempt> Expect(HttpClient client, HttpMethod method, string path, object? body, HttpStatusCode? expected, string? ifMatch = null, string? key = null)
    {
        var content = path.StartsWith("/fhir", StringComparison.Ordinal) ? Fhir.Body((JsonObject)body!) : body;
        var answer = await client.Tries(method, path, content, ifMatch, key);
        told.Add($"{told.Count} {Text(Today)} {method} {path} {(body as JsonNode)?.ToJsonString() ?? body?.ToString()} {ifMatch} -> {(int)answer.Status}");
        var isRight = expected is null ? (int)answer.Status is >= 400 and < 500 : answer.Status == expected;
        Assert.True(isRight, $"expected {(int?)expected}, answered {answer}\n{Told}");
        return answer;
    }

    private string? IfMatch(int version) => dice.Next(20) switch
    {
        0 => null,
        1 => $"\"{version + 1}\"",
        2 => $"\"{version - 1}\"",
        _ => $"\"{version}\"",
    };

    /// <summary>Mostly lately, often late, sometimes not yet.</summary>
    private LocalDate Day() => Today.PlusDays(dice.Next(16) switch
    {
        0 => 1 + dice.Next(10),
        < 9 => -dice.Next(12),
        _ => -dice.Next(130),
    });

    private HttpClient Anyone() => dice.Next(2) == 0 ? users.CareManager : users.Second;

    private T Any<T>(IReadOnlyList<T> from) => from[dice.Next(from.Count)];

    private T? AnyOf<T>(IEnumerable<T> from) => from.ToList() is { Count: > 0 } list ? Any(list) : default;

    private static string Text(LocalDate day) => day.ToString("uuuu-MM-dd", null);
}
