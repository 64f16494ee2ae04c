using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;

namespace Registry.IntegrationTests;

/// <summary>Many resources in one message.</summary>
public sealed class BundleFlowTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task A_batch_with_one_bad_entry_takes_the_others_and_names_the_bad_one()
    {
        using var ehr = app.As("ehr-integration");
        var patient = await Patient();

        var answer = await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(Fhir.Batch(
            Score(patient, "phq-9", 14, "batch-1"), Score(patient, "phq-9", 99, "batch-2"), Score(patient, "gad-7", 7, "batch-3"))));

        Assert.Equal((HttpStatusCode.OK, "batch-response"), (answer.Status, (string)answer.Body!["type"]!));
        Assert.Equal(["201", "422", "201"], Statuses(answer));
        Assert.NotNull(answer.Body["entry"]![1]!["response"]!["outcome"]);
        Assert.Equal(["gad-7 7 final", "phq-9 14 final"], await Stored(patient));
    }

    [Fact]
    public async Task A_transaction_with_one_bad_entry_stores_nothing()
    {
        using var ehr = app.As("ehr-integration");
        var before = await Everything();

        var answer = await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(Fhir.Transaction(
            Fhir.Patient("never-made"), Score(Fhir.InBundle, "phq-9", 14, "nothing-1"), Score(Fhir.InBundle, "phq-9", 99, "nothing-2"))));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "OperationOutcome"), (answer.Status, (string)answer.Body!["resourceType"]!));
        Assert.Equal(before, await Everything());
    }

    [Fact]
    public async Task A_score_of_a_patient_who_comes_with_it_was_received_on_the_clinics_day()
    {
        using var ehr = app.As("ehr-integration");
        var noon = app.Clock.Now;
        try
        {
            // The next day already in UTC, and still the evening before at the clinic.
            app.Clock.Now = noon.InUtc().Date.PlusDays(1).AtMidnight().InUtc().ToInstant() + NodaTime.Duration.FromHours(2);
            var answer = await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(Fhir.Transaction(Fhir.Patient("evening-" + Guid.CreateVersion7()), Score(Fhir.InBundle, "phq-9", 14, "evening-" + Guid.CreateVersion7()))));
            await using var db = app.Owner();
            var patient = new Registry.Clinical.Id<Registry.Clinical.Patient>(Guid.Parse(PatientOf(answer)));
            Assert.Equal(noon.InUtc().Date, (await db.Assessments.SingleAsync(a => a.PatientId == patient)).ReceivedOn);
        }
        finally
        {
            app.Clock.Now = noon;
        }
    }

    [Fact]
    public async Task A_transaction_whose_score_names_nobody_stores_nothing_either()
    {
        using var ehr = app.As("ehr-integration");
        var before = await Everything();
        var answer = await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(Fhir.Transaction(
            Fhir.Patient("also-never-made"), Score($"Patient/{Guid.CreateVersion7()}", "phq-9", 14, "nothing-3"))));
        Assert.InRange((int)answer.Status, 400, 499);
        Assert.Equal(before, await Everything());
    }

    [Fact]
    public async Task A_transaction_with_a_new_patient_and_a_score_sent_twice_is_one_patient_and_one_score()
    {
        using var ehr = app.As("ehr-integration");
        var body = Fhir.Transaction(Fhir.Patient("twice"), Score(Fhir.InBundle, "phq-9", 14, "twice-score"), Score(Fhir.InBundle, "gad-7", 9, null)).ToJsonString();

        var first = await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(body));
        var second = await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(body));

        Assert.Equal(["201", "201", "201"], Statuses(first));
        Assert.Equal(["200", "200", "200"], Statuses(second));
        var patient = PatientOf(first);
        Assert.Equal(patient, PatientOf(second));
        Assert.Equal(["gad-7 9 final", "phq-9 14 final"], await Stored(patient));
        var stored = await ehr.Gets("/fhir/Observation?patient=" + patient);
        Assert.All(stored["entry"]!.AsArray(), e => Assert.Equal($"Patient/{patient}", (string)e!["resource"]!["subject"]!["reference"]!));
    }

    [Fact]
    public async Task A_collection_is_imported_with_its_own_references_and_what_is_not_held_here_is_passed_over()
    {
        using var ehr = app.As("ehr-integration");
        var bundle = Fhir.Collection(Fhir.Patient("collected"), Score(Fhir.InBundle, "pcl-5", 40, null), Score(Fhir.InBundle, "phq-9", 28, "too-high"),
            new JsonObject { ["resourceType"] = "Basic", ["code"] = new JsonObject { ["text"] = "something else" } });

        var answer = await ehr.Tries(HttpMethod.Post, "/fhir/$import", Fhir.Body(bundle));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["201", "201", "422", "422"], Statuses(answer));
        // Nothing is wrong with it; it was not kept, and a sender must not take it for stored.
        Assert.Equal("information", (string)answer.Body!["entry"]![3]!["response"]!["outcome"]!["issue"]![0]!["severity"]!);
        Assert.Equal(["pcl-5 40 final"], await Stored(PatientOf(answer)));
        Assert.Equal(HttpStatusCode.BadRequest, (await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(bundle))).Status);
    }

    [Fact]
    public async Task An_import_reads_nothing_and_says_so_at_the_entry()
    {
        using var ehr = app.As("ehr-integration");
        var bundle = Fhir.Collection(Fhir.Patient(Guid.CreateVersion7().ToString()));
        bundle["type"] = "batch";
        bundle["entry"]![0]!["request"] = new JsonObject { ["method"] = "POST", ["url"] = "Patient" };
        bundle["entry"]!.AsArray().Add(new JsonObject { ["request"] = new JsonObject { ["method"] = "GET", ["url"] = $"Patient/{Guid.CreateVersion7()}" } });
        var answer = await ehr.Tries(HttpMethod.Post, "/fhir/$import", Fhir.Body(bundle));
        Assert.Equal(["201", "405"], answer.Body!["entry"]!.AsArray().Select(e => ((string)e!["response"]!["status"]!)[..3]));
    }

    [Fact]
    public async Task A_correction_in_the_same_Bundle_as_the_first_sending_counts()
    {
        using var ehr = app.As("ehr-integration");
        var patient = await Patient();
        var answer = await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(Fhir.Batch(
            Score(patient, "phq-9", 14, "same-bundle"), Score(patient, "phq-9", 11, "same-bundle", "corrected"))));
        Assert.Equal(["201", "200"], Statuses(answer));
        Assert.Equal(["phq-9 11 corrected"], await Stored(patient));
    }

    [Fact]
    public async Task A_withdrawal_in_the_same_Bundle_as_the_first_sending_counts()
    {
        using var ehr = app.As("ehr-integration");
        var patient = await Patient();
        var answer = await ehr.Tries(HttpMethod.Post, "/fhir/$import", Fhir.Body(Fhir.Collection(
            Score($"Patient/{patient}", "phq-9", 14, "taken-back"), Score($"Patient/{patient}", "phq-9", 14, "taken-back", "entered-in-error"))));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["phq-9 14 entered-in-error"], await Stored(patient));
    }

    [Fact]
    public async Task Two_corrections_of_a_stored_score_in_one_Bundle_end_with_the_later_one()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await Patient();
        var first = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Score(patient, "phq-9", 14, "two-corrections")));

        var answer = await ehr.Tries(HttpMethod.Post, "/fhir/$import", Fhir.Body(Fhir.Collection(
            Score($"Patient/{patient}", "phq-9", 13, "two-corrections", "amended"), Score($"Patient/{patient}", "phq-9", 12, "two-corrections", "corrected"))));

        Assert.Equal(["200", "200"], Statuses(answer));
        var versions = (await careManager.Gets($"/v1/assessments/{first.Id}/versions"))["items"]!.AsArray();
        Assert.Equal([12, 13, 14], versions.Select(v => (int)v!["total"]!));
        Assert.Equal("W/\"3\"", (await ehr.Tries(HttpMethod.Get, $"/fhir/Observation/{first.Id}")).ETag);
    }

    [Fact]
    public async Task Contradictions_under_one_identifier_in_one_Bundle_are_told_apart_from_repeats()
    {
        using var ehr = app.As("ehr-integration");
        var patient = await Patient();
        var answer = await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(Fhir.Batch(
            Score(patient, "phq-9", 14, "one-name"), Score(patient, "phq-9", 14, "one-name"), Score(patient, "phq-9", 3, "one-name"))));
        Assert.Equal(["201", "200", "409"], Statuses(answer));
        Assert.Equal(["phq-9 14 final"], await Stored(patient));
    }

    private async Task<string> Patient()
    {
        using var careManager = app.As("care-manager");
        return await careManager.KnowsPatient(app);
    }

    private static JsonObject Score(string patient, string instrument, int total, string? identifier, string status = "final") =>
        Fhir.Score(patient.Contains(':', StringComparison.Ordinal) || patient.Contains('/', StringComparison.Ordinal) ? patient : $"Patient/{patient}", instrument, "2025-05-02", total, identifier, status);

    private static IEnumerable<string> Statuses(Attempt answer) => answer.Body!["entry"]!.AsArray().Select(e => ((string)e!["response"]!["status"]!)[..3]);

    private static string PatientOf(Attempt answer) =>
        answer.Body!["entry"]!.AsArray().Select(e => (string?)e!["response"]!["location"]).First(l => l?.Contains("Patient/", StringComparison.Ordinal) is true)!.Split("Patient/")[1].Split('/')[0];

    private Task<IEnumerable<string>> Stored(string patient) => StoredScores.Of(app, patient);

    private async Task<(int, int, int)> Everything()
    {
        await using var db = app.Owner();
        return (await db.Patients.CountAsync(), await db.Assessments.CountAsync(), await db.StoredResources.CountAsync());
    }
}
