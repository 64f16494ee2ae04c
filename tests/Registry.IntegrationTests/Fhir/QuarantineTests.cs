using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>What nobody has mapped waits, is shown, and comes in once somebody has.</summary>
public sealed class QuarantineTests(RegistryApp app) : IClassFixture<RegistryApp>, IAsyncLifetime
{
    private static readonly int[] Twelve = [2, 2, 2, 2, 1, 1, 2, 0, 0];

    private HttpClient careManager = null!;
    private HttpClient ehr = null!;
    private HttpClient administrator = null!;
    private string patient = null!;
    private string episode = null!;
    private string source = null!;

    public async Task InitializeAsync()
    {
        (careManager, ehr, administrator) = (app.As("care-manager"), app.As("ehr-integration"), app.As("administrator"));
        patient = await careManager.KnowsPatient(app);
        episode = await careManager.Enrols(app, patient, "2025-05-01");
        source = (string)(await administrator.Gets("/v1/import-sources"))["items"]!.AsArray().First(s => ((string)s!["subject"]!).Contains("ehr", StringComparison.Ordinal))!["id"]!;
    }

    public Task DisposeAsync()
    {
        careManager.Dispose();
        ehr.Dispose();
        administrator.Dispose();
        return Task.CompletedTask;
    }

    private JsonObject Local(string code, int total, string on = "2025-05-10", string category = "survey", string? identifier = null)
    {
        var observation = Intents.Observation(patient, "phq-9", on, total, identifier: identifier);
        observation["code"]!["coding"]![0] = new JsonObject { ["system"] = "urn:oid:1.2.840.114350.1.1", ["code"] = code };
        observation["category"] = new JsonArray(new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["code"] = category }) });
        return observation;
    }

    private Task<Attempt> Send(JsonObject resource) => ehr.Tries(HttpMethod.Post, $"/fhir/{(string)resource["resourceType"]!}", Fhir.Body((JsonObject)resource.DeepClone()));

    private Task<JsonNode> Replays() => administrator.Posts("/v1/quarantine/replays", new { }, HttpStatusCode.OK);

    private Task<Attempt> Maps(string system, string? code, string? instrument) =>
        administrator.Tries(HttpMethod.Post, "/v1/code-mappings", new { sourceId = source, system, code, instrument }, key: Guid.CreateVersion7().ToString());

    private async Task<JsonNode> Group(string code) =>
        (await administrator.Gets("/v1/quarantine"))["items"]!.AsArray().Single(g => (string?)g!["code"] == code || (string?)g["system"] == code)!;

    private async Task<string> Problems() => (await careManager.Gets($"/v1/episodes/{episode}/view")).ToJsonString();

    [Fact]
    public async Task A_score_under_a_code_of_the_senders_own_waits_counts_nowhere_and_is_seen()
    {
        var sent = await Send(Local("seen", 14));
        var again = await Send(Local("seen", 14));
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (sent.Status, again.Status));
        Assert.Equal("information", (string)sent.Body!["issue"]![0]!["severity"]!);
        Assert.Empty(await StoredScores.Of(app, patient));
        Assert.Equal(1, (int)(await Group("seen"))["count"]!);
        Assert.Contains("waiting-for-mapping", await Problems(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_comes_in_once_with_its_own_day_identity_and_order_when_its_code_is_mapped()
    {
        await Send(Local("order", 14, identifier: "first" + patient));
        await Send(Local("order", 11, identifier: "second" + patient));
        Assert.Equal(HttpStatusCode.Created, (await Maps("urn:oid:1.2.840.114350.1.1", "order", "phq-9")).Status);

        var replayed = await Replays();
        var again = await Replays();
        Assert.Equal((2, 0), ((int)replayed["takenIn"]!, (int)again["takenIn"]!));
        Assert.Equal(["phq-9 11 final", "phq-9 14 final"], await StoredScores.Of(app, patient));
        await using var db = app.Owner();
        var last = await db.Assessments.Where(a => a.PatientId == Id(patient)).OrderByDescending(a => a.Id).FirstAsync();
        Assert.Equal((11, source), (last.Total, last.Source));
        Assert.Equal("taken-in", (string)(await Group("order"))["state"]!);
        Assert.Equal(HttpStatusCode.OK, (await Send(Local("order", 14, identifier: "first" + patient))).Status);
        Assert.Equal(HttpStatusCode.Created, (await Send(Local("order", 9, "2025-05-17"))).Status);
    }

    [Fact]
    public async Task What_is_taken_in_on_a_clinics_evening_waits_no_longer_that_very_day()
    {
        var noon = app.Clock.Now;
        try
        {
            // The next day already in UTC, and still the day before at the clinic.
            app.Clock.Now = noon.InUtc().Date.PlusDays(1).AtMidnight().InUtc().ToInstant() + NodaTime.Duration.FromHours(2);
            await Send(Local("evening", 14));
            Assert.Contains("waiting-for-mapping", await Problems(), StringComparison.Ordinal);
            await Maps("urn:oid:1.2.840.114350.1.1", "evening", "phq-9");
            await Replays();
            Assert.DoesNotContain("waiting-for-mapping", await Problems(), StringComparison.Ordinal);
        }
        finally
        {
            app.Clock.Now = noon;
        }
    }

    [Fact]
    public async Task What_nobody_has_mapped_does_not_stand_in_the_way_of_what_is_mapped_later()
    {
        foreach (var half in new[] { 0, 1 })
            await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(Fhir.Batch([.. Enumerable.Range(0, 110).Select(i => Local("nobodys", i % 28, $"2025-{4 + half:00}-{1 + i % 28:00}", identifier: $"{patient}-{half}-{i}"))])));
        Assert.Equal(220, (int)(await Group("nobodys"))["count"]!);
        await Send(Local("later", 14));
        await Maps("urn:oid:1.2.840.114350.1.1", "later", "phq-9");

        var replayed = await Replays();
        Assert.Equal((1, false), ((int)replayed["takenIn"]!, (bool)replayed["hasMore"]!));
        Assert.Equal(["phq-9 14 final"], await StoredScores.Of(app, patient));
    }

    [Fact]
    public async Task Two_replays_at_once_store_each_score_once()
    {
        foreach (var total in Enumerable.Range(1, 10)) await Send(Local("race", total));
        await Maps("urn:oid:1.2.840.114350.1.1", "race", "phq-9");
        await Attempts.AtOnce(4, async _ =>
        {
            using var admin = app.As("administrator");
            return await admin.Tries(HttpMethod.Post, "/v1/quarantine/replays", new { });
        });
        Assert.Equal(10, (await StoredScores.Of(app, patient)).Count());
    }

    [Fact]
    public async Task A_replay_that_still_fails_stays_waiting_and_says_why_without_a_value()
    {
        await Send(Local("toohigh", 25));
        await Maps("urn:oid:1.2.840.114350.1.1", "toohigh", "gad-7");
        await Replays();
        var group = await Group("toohigh");
        Assert.Equal("waiting", (string)group["state"]!);
        Assert.Contains("Out of range", (string)group["reason"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("25", (string)group["reason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_somebody_called_none_of_ours_is_refused_and_what_waited_is_settled()
    {
        await Send(Local("sleep", 7));
        Assert.Equal(HttpStatusCode.Created, (await Maps("urn:oid:1.2.840.114350.1.1", "sleep", null)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(Local("sleep", 8))).Status);
        await Replays();
        Assert.Equal("not-ours", (string)(await Group("sleep"))["state"]!);
    }

    [Fact]
    public async Task A_mapping_holds_once_and_until_it_is_ended()
    {
        var first = await Maps("urn:oid:1.2.840.114350.1.1", "ended", "phq-9");
        Assert.Equal(HttpStatusCode.Conflict, (await Maps("urn:oid:1.2.840.114350.1.1", "ended", "gad-7")).Status);
        Assert.Equal(HttpStatusCode.OK, (await administrator.Tries(HttpMethod.Post, $"/v1/code-mappings/{first.Id}/end")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await Send(Local("ended", 5))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Maps("https://forms.example.org/x", null, "phq-9")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Maps("urn:x", "y", "audit-c")).Status);
    }

    [Theory]
    [InlineData("vital-signs", HttpStatusCode.UnprocessableEntity)]
    [InlineData("survey", HttpStatusCode.Accepted)]
    public async Task Only_what_is_called_a_survey_waits_unless_the_source_is_set_otherwise(string category, HttpStatusCode expected) =>
        Assert.Equal(expected, (await Send(Local("cat" + category, 12, category: category))).Status);

    [Fact]
    public async Task A_response_to_a_form_that_nobody_loaded_is_named_waits_and_comes_in_when_the_form_is_loaded()
    {
        var form = $"https://forms.example.org/{patient}";
        var response = Responses.Phq9(patient, "2025-05-10", Twelve, 12, "w" + patient, local: true);
        response["questionnaire"] = form + "|2";
        var sent = await Send(response);
        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        Assert.Contains(form, sent.Body!.ToJsonString(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Forbidden, (await Send(Responses.Form(form))).Status);
        var loaded = await administrator.Tries(HttpMethod.Post, "/fhir/Questionnaire", Fhir.Body(Responses.Form(form)));
        Assert.Equal(HttpStatusCode.Created, loaded.Status);
        Assert.Equal(HttpStatusCode.OK, (await administrator.Tries(HttpMethod.Post, "/fhir/Questionnaire", Fhir.Body(Responses.Form(form)))).Status);
        Assert.Equal(form, (string)(await administrator.Gets($"/fhir/Questionnaire/{loaded.Id}"))["url"]!);

        await Replays();
        Assert.Equal(["phq-9 12 final"], await StoredScores.Of(app, patient));
        Assert.Equal("taken-in", (string)(await Group(form))["state"]!);
    }

    [Fact]
    public async Task The_queue_shows_no_patient_and_no_value_and_only_to_administrators()
    {
        await Send(Local("secret", 17));
        var shown = (await administrator.Gets("/v1/quarantine")).ToJsonString();
        Assert.DoesNotContain(patient, shown, StringComparison.Ordinal);
        foreach (var path in new[] { "/v1/quarantine", "/v1/code-mappings", "/v1/import-sources" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await careManager.Tries(HttpMethod.Get, path)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await ehr.Tries(HttpMethod.Get, path)).Status);
        }
    }

    [Fact]
    public async Task Patients_are_found_by_the_identifier_systems_of_the_organization_and_by_no_other()
    {
        var mrn = "sys" + patient;
        await careManager.KnowsPatient(app, mrn);
        var named = Local("x", 1);
        named = Intents.Observation(patient, "phq-9", "2025-05-10", 6);
        named["subject"] = new JsonObject { ["identifier"] = new JsonObject { ["system"] = "urn:mrn", ["value"] = mrn } };
        var settings = await administrator.Gets("/v1/settings");
        try
        {
            settings["patientIdentifierSystems"] = new JsonArray("urn:other");
            await administrator.Replaces("/v1/settings", settings);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(named)).Status);
        }
        finally
        {
            settings["patientIdentifierSystems"] = null;
            await administrator.Replaces("/v1/settings", settings);
        }

        Assert.Equal(HttpStatusCode.Created, (await Send(named)).Status);
    }

    private static Clinical.Id<Clinical.Patient> Id(string patient) => Clinical.Id<Clinical.Patient>.Parse(patient, null);
}
