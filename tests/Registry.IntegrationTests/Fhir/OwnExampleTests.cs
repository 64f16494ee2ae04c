using System.Net;
using System.Text.Json.Nodes;
using NodaTime;
using Registry.Examples;

namespace Registry.IntegrationTests;

/// <summary>The project's own examples, sent as an EHR would send them and read back.</summary>
public sealed class OwnExampleTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task Every_example_is_accepted_and_comes_back_valid_and_equal_in_meaning()
    {
        app.Clock.Now = Instant.FromUtc(2026, 11, 21, 12, 0);
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        using var administrator = app.As("administrator");
        await careManager.KnowsPatient(app, "Zx9Marker-contained");
        var scores = new List<string>();
        // The form first: a response to it means nothing before.
        foreach (var (name, text) in OwnExamples.All.OrderBy(example => example.Name != "questionnaire.json"))
        {
            var sent = text.Replace("Patient/p1", "Patient/" + await careManager.KnowsPatient(app), StringComparison.Ordinal);
            var client = name == "questionnaire.json" ? administrator : ehr;
            var answer = await client.Tries(HttpMethod.Post, Address(name, sent), Fhir.Body(sent));
            Assert.True(answer.Succeeded, $"{name}: {answer}");
            foreach (var entry in name.StartsWith("bundle", StringComparison.Ordinal) ? answer.Body!["entry"]!.AsArray() : [])
                Assert.True(((string)entry!["response"]!["status"]!)[0] is '2' || (string?)entry["response"]!["status"] is "405 Method Not Allowed", $"{name}: {answer}");
            scores.AddRange((await RoundTrip.Check(client, sent, answer)).Select(s => $"{name[..^5]}: {s.Instrument.Code} {s.Total} on {s.Effective.Text}"));
        }

        Assert.Equal(
        [
            "bundle-batch: phq-9 11 on 2026-03-07", "bundle-batch: phq-9 13 on 2026-03-05T10:00:00-05:00", "bundle-collection: phq-9 6 on 2026-03-06", "bundle-collection: phq-9 7 on 2026-03-08",
            "bundle-transaction: gad-7 9 on 2026-03-06", "bundle-transaction: phq-9 12 on 2026-03-05",
            "observation-component: phq-9 3 on 2026-03-05T13:00:00.125+09:00", "observation-contained: phq-9 12 on 2026-03-05", "observation-integer: gad-7 0 on 2026-03-05",
            "observation-period-string: pcl-5 41 on 2026-03-05T13:00:00-05:00", "observation-total: phq-9 12 on 2026-03-05T23:30:00-05:00",
            "response-form: phq-9 6 on 2026-03-06", "response-linkids: phq-9 13 on 2026-03-05T10:00:00-05:00",
        ], scores.Order(StringComparer.Ordinal));
    }

    private static string Address(string name, string text) => name == "bundle-collection.json" ? "/fhir/$import"
        : (string)JsonNode.Parse(text)!["resourceType"]! is var type && type == "Bundle" ? "/fhir" : "/fhir/" + type;
}
