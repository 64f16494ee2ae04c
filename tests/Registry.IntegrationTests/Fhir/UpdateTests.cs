using System.Net;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>An EHR that replaces what it has sent before.</summary>
[Collection(EhrRegistry.Name)]
public sealed class UpdateTests(RegistryApp app) : IAsyncLifetime
{
    private HttpClient careManager = null!;
    private HttpClient ehr = null!;
    private string patient = null!;

    public async Task InitializeAsync()
    {
        (careManager, ehr) = (app.As("care-manager"), app.As("ehr-integration"));
        patient = await careManager.KnowsPatient(app);
    }

    public Task DisposeAsync()
    {
        careManager.Dispose();
        ehr.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("W/\"1\"")]
    [InlineData("\"1\"")]
    [InlineData("1")]
    [InlineData("W/\"7\", W/\"1\"")]
    [InlineData("*")]
    [InlineData(null)]
    public async Task An_update_of_the_version_it_names_is_the_next_version(string? ifMatch)
    {
        var stored = await Create(14);
        var update = await Put(stored.Id, Changed(stored, o => o["valueInteger"] = 9), ifMatch);
        Assert.Equal((HttpStatusCode.OK, "W/\"2\"", 9), (update.Status, update.ETag, (int)update.Body!["valueInteger"]!));
        Assert.Equal(["phq-9 9 final"], await StoredScores.Of(app, patient));
    }

    [Theory]
    [InlineData("W/\"2\"")]
    [InlineData("W/\"one\"")]
    public async Task An_update_of_another_version_than_the_present_one_is_refused(string ifMatch)
    {
        var stored = await Create(14);
        var update = await Put(stored.Id, Changed(stored, o => o["valueInteger"] = 9), ifMatch);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "conflict"), (update.Status, update.Issue()));
        Assert.Equal(["phq-9 14 final"], await StoredScores.Of(app, patient));
    }

    [Fact]
    public async Task What_was_read_and_is_sent_back_unchanged_makes_no_version()
    {
        var stored = await Create(14);
        var turned = new JsonObject(stored.Body!.AsObject().Reverse().Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
        foreach (var body in new[] { stored.Body!.AsObject(), turned })
        {
            var update = await Put(stored.Id, body);
            Assert.Equal((HttpStatusCode.OK, "W/\"1\""), (update.Status, update.ETag));
        }
    }

    [Fact]
    public async Task A_decimal_that_is_written_more_precisely_is_another_text_and_a_new_version()
    {
        var stored = await Create(14, o =>
        {
            o.Remove("valueInteger");
            o["valueQuantity"] = new JsonObject { ["value"] = JsonNode.Parse("14") };
        });
        var update = await Put(stored.Id, Changed(stored, o => o["valueQuantity"]!["value"] = JsonNode.Parse("14.0")));
        Assert.Equal("W/\"2\"", update.ETag);
    }

    [Fact]
    public async Task An_update_needs_the_id_of_its_address()
    {
        var stored = await Create(14);
        foreach (var body in new[] { Changed(stored, o => o.Remove("id")), Changed(stored, o => o["id"] = Guid.CreateVersion7().ToString()) })
            Assert.Equal(HttpStatusCode.BadRequest, (await Put(stored.Id, body)).Status);
    }

    [Fact]
    public async Task An_update_does_not_create_and_says_so()
    {
        var id = Guid.CreateVersion7().ToString();
        using var response = await ehr.PutAsync(new Uri($"/fhir/Observation/{id}", UriKind.Relative), Fhir.Body(Changed(await Create(14), o => o["id"] = id)));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains("GET", response.Content.Headers.Allow);
        Assert.Contains("POST", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_cannot_move_a_score_to_another_patient_or_instrument()
    {
        var stored = await Create(14);
        var another = await careManager.KnowsPatient(app);
        var moved = await Put(stored.Id, Changed(stored, o => o["subject"]!["reference"] = $"Patient/{another}"));
        var recoded = await Put(stored.Id, Changed(stored, o => o["code"]!["coding"]![0]!["code"] = "70274-6"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Observation.subject"), (moved.Status, moved.Expression()));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Observation.code"), (recoded.Status, recoded.Expression()));
        Assert.Empty(await StoredScores.Of(app, another));
    }

    [Fact]
    public async Task A_part_of_a_resource_must_not_replace_the_whole()
    {
        var stored = await Create(14);
        var part = Changed(stored, o => o["meta"] = JsonNode.Parse("""{"tag":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}]}"""));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Observation.meta.tag"), await Refusal(Put(stored.Id, part)));
    }

    [Fact]
    public async Task A_score_withdrawn_by_an_update_counts_no_more_and_comes_back_only_as_a_correction()
    {
        var stored = await Create(14);
        var withdrawn = await Put(stored.Id, Changed(stored, o => o["status"] = "entered-in-error"));
        Assert.Equal((HttpStatusCode.OK, "W/\"2\""), (withdrawn.Status, withdrawn.ETag));
        Assert.Equal(["phq-9 14 entered-in-error"], await StoredScores.Of(app, patient));

        Assert.Equal(HttpStatusCode.Conflict, (await Put(stored.Id, stored.Body!.AsObject())).Status);
        Assert.Equal("W/\"3\"", (await Put(stored.Id, Changed(stored, o => o["status"] = "corrected"))).ETag);
        Assert.Equal(["phq-9 14 corrected"], await StoredScores.Of(app, patient));
    }

    [Fact]
    public async Task An_update_of_a_score_changed_by_the_care_team_goes_over_what_they_wrote()
    {
        var stored = await Create(14);
        await careManager.Sends(HttpMethod.Put, $"/v1/assessments/{stored.Id}", new { administeredOn = "2025-05-02", total = 10 }, HttpStatusCode.OK, "\"1\"");
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Put(stored.Id, Changed(stored, o => o["valueInteger"] = 9), "W/\"1\"")).Status);
        var read = await ehr.Tries(HttpMethod.Get, $"/fhir/Observation/{stored.Id}");
        Assert.Equal("W/\"2\"", (await Put(stored.Id, read.Body!.AsObject(), read.ETag)).ETag);
        Assert.Equal("W/\"3\"", (await Put(stored.Id, Changed(stored, o => o["valueInteger"] = 9), "W/\"2\"")).ETag);
    }

    [Fact]
    public async Task An_identifier_that_an_update_brings_names_the_score_from_then_on()
    {
        var stored = await Create(14);
        var name = "brought-" + patient;
        await Put(stored.Id, Changed(stored, o => o["identifier"] = JsonNode.Parse($$"""[{"system":"urn:ehr","value":"{{name}}"}]""")));
        var resend = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "phq-9", "2025-05-02", 14, identifier: name)));
        Assert.Equal((HttpStatusCode.OK, stored.Id), (resend.Status, resend.Id));

        var other = await Create(3, o => o["effectiveDateTime"] = "2025-04-01");
        Assert.Equal(HttpStatusCode.Conflict, (await Put(other.Id, Changed(other, o => o["identifier"] = JsonNode.Parse($$"""[{"system":"urn:ehr","value":"{{name}}"}]""")))).Status);
    }

    [Fact]
    public async Task A_conditional_update_creates_then_replaces_and_contradicts_no_id()
    {
        var name = "conditional-" + patient;
        var address = $"/fhir/Observation?identifier=urn:ehr%7C{name}";
        JsonObject Body(int total) => Intents.Observation(patient, "phq-9", "2025-05-02", total, identifier: name);

        var unknownId = Body(14);
        unknownId["id"] = "theirs";
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await ehr.Tries(HttpMethod.Put, address, Fhir.Body(unknownId))).Status);

        var created = await ehr.Tries(HttpMethod.Put, address, Fhir.Body(Body(14)));
        var again = await ehr.Tries(HttpMethod.Put, address, Fhir.Body(Body(14)));
        var replaced = await ehr.Tries(HttpMethod.Put, address, Fhir.Body(Body(9)));
        Assert.Equal((HttpStatusCode.Created, "W/\"1\""), (created.Status, created.ETag));
        Assert.Equal((HttpStatusCode.OK, "W/\"1\"", created.Id), (again.Status, again.ETag, again.Id));
        Assert.Equal((HttpStatusCode.OK, "W/\"2\"", created.Id), (replaced.Status, replaced.ETag, replaced.Id));

        var contradicting = Body(9);
        contradicting["id"] = Guid.CreateVersion7().ToString();
        Assert.Equal(HttpStatusCode.BadRequest, (await ehr.Tries(HttpMethod.Put, address, Fhir.Body(contradicting))).Status);
        foreach (var vague in new[] { "/fhir/Observation", "/fhir/Observation?code=44261-6", "/fhir/Observation?identifier=x" })
            Assert.Equal(HttpStatusCode.BadRequest, (await ehr.Tries(HttpMethod.Put, vague, Fhir.Body(Body(9)))).Status);
    }

    [Fact]
    public async Task A_condition_is_a_name_even_where_the_body_does_not_repeat_it()
    {
        var name = "only-in-the-condition-" + patient;
        foreach (var (day, status) in new[] { ("2025-05-02", HttpStatusCode.Created), ("2025-05-03", HttpStatusCode.OK) })
        {
            var answer = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "phq-9", day, 14)), headers: ("If-None-Exist", $"identifier=urn:ehr|{name}"));
            Assert.Equal(status, answer.Status);
        }

        Assert.Equal(["phq-9 14 final"], await StoredScores.Of(app, patient));
    }

    [Theory]
    [InlineData("return=minimal", null)]
    [InlineData("handling=strict; return=OperationOutcome", "OperationOutcome")]
    [InlineData("return=representation", "Observation")]
    [InlineData(null, "Observation")]
    public async Task A_client_gets_back_what_it_prefers(string? prefer, string? type)
    {
        (string, string)[] headers = prefer is null ? [] : [("Prefer", prefer)];
        var created = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "phq-9", "2025-05-02", 14)), headers: headers);
        Assert.Equal((HttpStatusCode.Created, type), (created.Status, (string?)created.Body?["resourceType"]));
        var resent = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "phq-9", "2025-05-02", 14)), headers: headers);
        Assert.Equal((HttpStatusCode.OK, type), (resent.Status, (string?)resent.Body?["resourceType"]));
    }

    private Task<Attempt> Create(int total, Action<JsonObject>? with = null)
    {
        var body = Intents.Observation(patient, "phq-9", "2025-05-02", total);
        with?.Invoke(body);
        return ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(body));
    }

    private Task<Attempt> Put(string id, JsonObject body, string? ifMatch = null) => ehr.Tries(HttpMethod.Put, $"/fhir/Observation/{id}", Fhir.Body(body), ifMatch);

    private static async Task<(HttpStatusCode, string)> Refusal(Task<Attempt> attempt) => ((await attempt).Status, (await attempt).Expression());

    private static JsonObject Changed(Attempt stored, Action<JsonObject> change)
    {
        var body = stored.Body!.DeepClone().AsObject();
        change(body);
        return body;
    }
}
