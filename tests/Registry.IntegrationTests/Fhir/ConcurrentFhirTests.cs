using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>An EHR that sends the same thing from several workers at once.</summary>
[Collection(EhrRegistry.Name)]
public sealed class ConcurrentFhirTests(RegistryApp app)
{
    /// <summary>Rounds of eight at once. REGISTRY_ROUNDS=500 is the long form.</summary>
    private static readonly int Rounds = Effort.Of("REGISTRY_ROUNDS", 12);

    [Theory]
    [InlineData("create", "by itself")]
    [InlineData("create", "in a transaction")]
    [InlineData("update", "by itself")]
    [InlineData("update", "in a transaction")]
    public async Task A_score_sent_on_one_condition_by_eight_workers_at_once_is_one_score(string deed, string how)
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        var statuses = new List<string>();
        for (var n = 0; n < Rounds; n++)
        {
            var name = $"{deed}-{how.Length}-{n}";
            var attempts = await Attempts.AtOnce(8, worker => Send(ehr, deed, how == "in a transaction", name,
                Intents.Observation(patient, "phq-9", $"2025-0{1 + n % 5}-{1 + n / 5 % 28:00}", deed == "update" ? worker : n % 28, identifier: name)));
            Assert.Single(attempts.Select(a => a.Place.Split('/')[^3]).Distinct());
            // Of the updates the first creates, and each of the others is a version of its own.
            Assert.Equal(deed == "update" ? 8 : 1, attempts.Select(a => a.Place).Distinct().Count());
            statuses.AddRange(attempts.Select(a => a.Status));
        }

        Assert.Equal(Rounds, statuses.Count(s => s == "201"));
        Assert.Equal(7 * Rounds, statuses.Count(s => s == "200"));
        await using var db = app.Owner();
        Assert.Equal(Rounds, await db.Assessments.CountAsync(a => a.PatientId == Id<Patient>.Parse(patient, null)));
    }

    /// <summary>Whoever has waited two seconds for a connection is told to come back (503), and does.</summary>
    private static async Task<Attempt> Patiently(Func<Task<Attempt>> send)
    {
        for (var tries = 0; ; tries++)
        {
            var attempt = await send();
            if (attempt.Status is not HttpStatusCode.ServiceUnavailable || tries == 4) return attempt;
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
    }

    private static async Task<(string Status, string Place)> Send(HttpClient ehr, string deed, bool inTransaction, string name, JsonObject score)
    {
        var criteria = $"identifier=urn:ehr|{name}";
        if (!inTransaction)
        {
            var answer = deed == "create" ? await Patiently(() => ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(score), headers: ("If-None-Exist", criteria)))
                : await Patiently(() => ehr.Tries(HttpMethod.Put, "/fhir/Observation?" + criteria, Fhir.Body(score)));
            Assert.True(answer.Succeeded, answer.ToString());
            return ($"{(int)answer.Status}", answer.Location!);
        }

        var bundle = Fhir.Transaction(score);
        bundle["entry"]![0]!["request"] = deed == "create"
            ? new JsonObject { ["method"] = "POST", ["url"] = "Observation", ["ifNoneExist"] = criteria } : new JsonObject { ["method"] = "PUT", ["url"] = "Observation?" + criteria };
        var done = await Patiently(() => ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(bundle)));
        Assert.True(done.Succeeded, done.ToString());
        var response = done.Body!["entry"]![0]!["response"]!;
        return (((string)response["status"]!)[..3], (string)response["location"]!);
    }

    [Fact]
    public async Task A_score_without_an_identifier_sent_by_sixteen_workers_at_once_is_one_score()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);

        var attempts = await Attempts.AtOnce(16, _ => ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "gad-7", "2025-05-02", 12))));

        Assert.Single(attempts, a => a.Status == HttpStatusCode.Created);
        Assert.Equal(15, attempts.Count(a => a.Status == HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_new_patient_in_sixteen_transactions_at_once_is_one_patient_with_every_score()
    {
        using var ehr = app.As("ehr-integration");

        var attempts = await Attempts.AtOnce(16, i => ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(Fhir.Transaction(
            Fhir.Patient("many-at-once"), Fhir.Score(Fhir.InBundle, "phq-9", $"2025-05-{i + 1:00}", i, $"at-once-{i}")))));

        Assert.All(attempts, a => Assert.True(a.Status == HttpStatusCode.OK, a.ToString()));
        var identifier = "many-at-once";
        await using var db = app.Owner();
        var patient = Assert.Single(await db.PatientIdentifiers.ToListAsync(), i => i.Value == identifier);
        Assert.Equal(16, await db.Assessments.CountAsync(a => a.PatientId == patient.PatientId));
    }

    [Fact]
    public async Task Corrections_of_one_score_that_cross_are_all_kept_as_versions_without_a_gap()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        var first = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "phq-9", "2025-05-02", 0, identifier: "crossing")));

        var attempts = await Attempts.AtOnce(3, i => ehr.Tries(HttpMethod.Post, "/fhir/Observation",
            Fhir.Body(Intents.Observation(patient, "phq-9", "2025-05-02", i + 1, status: "corrected", identifier: "crossing"))));

        Assert.All(attempts, a => Assert.Equal(HttpStatusCode.OK, a.Status));
        var versions = (await careManager.Gets($"/v1/assessments/{first.Id}/versions"))["items"]!.AsArray();
        Assert.Equal([4, 3, 2, 1], versions.Select(v => (int)v!["version"]!));
        Assert.Equal([0, 1, 2, 3], versions.Select(v => (int)v!["total"]!).Order());
    }
}
