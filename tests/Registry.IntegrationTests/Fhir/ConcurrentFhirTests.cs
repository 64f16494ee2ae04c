using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>An EHR that sends the same thing from several workers at once.</summary>
public sealed class ConcurrentFhirTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task Fifty_scores_each_created_conditionally_by_eight_workers_at_once_are_fifty_scores()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        var statuses = new List<HttpStatusCode>();
        for (var n = 0; n < 50; n++)
        {
            var body = Intents.Observation(patient, "phq-9", $"2025-0{1 + n % 5}-{1 + n / 5:00}", n % 28, identifier: $"conditional-{n}").ToJsonString();
            var attempts = await Attempts.AtOnce(8, _ => ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(body), headers: ("If-None-Exist", $"identifier=urn:ehr|conditional-{n}")));
            Assert.Single(attempts.Select(a => a.Id).Distinct());
            statuses.AddRange(attempts.Select(a => a.Status));
        }

        Assert.Equal(50, statuses.Count(s => s is HttpStatusCode.Created));
        Assert.Equal(350, statuses.Count(s => s is HttpStatusCode.OK));
        await using var db = app.Owner();
        Assert.Equal(50, await db.Assessments.CountAsync(a => a.PatientId == Id<Patient>.Parse(patient, null)));
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
        var patient = Assert.Single(await db.PatientIdentifiers.Where(i => i.Value == identifier).ToListAsync());
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
