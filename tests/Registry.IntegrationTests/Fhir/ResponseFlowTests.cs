using System.Net;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>Responses to forms, from their arrival to the caseload.</summary>
[Collection(EhrRegistry.Name)]
public sealed class ResponseFlowTests(RegistryApp app) : IAsyncLifetime
{
    private static readonly int[] Twelve = [2, 2, 2, 2, 1, 1, 2, 0, 0];
    private static readonly int[] ThirteenWithSelfHarm = [2, 2, 2, 2, 1, 1, 2, 0, 1];

    private HttpClient careManager = null!;
    private HttpClient ehr = null!;
    private string patient = null!;
    private string episode = null!;

    public async Task InitializeAsync()
    {
        (careManager, ehr) = (app.As("care-manager"), app.As("ehr-integration"));
        patient = await careManager.KnowsPatient(app);
        episode = await careManager.Enrols(app, patient, "2025-05-01");
    }

    public Task DisposeAsync()
    {
        careManager.Dispose();
        ehr.Dispose();
        return Task.CompletedTask;
    }

    private Task<Attempt> Send(JsonObject resource, string? path = null) => ehr.Tries(HttpMethod.Post, path ?? $"/fhir/{(string)resource["resourceType"]!}", Fhir.Body(resource));

    private JsonObject Derived(int total, string? identifier = null)
    {
        var observation = Intents.Observation(patient, "phq-9", "2025-05-10T14:03:00Z", total, identifier: identifier);
        observation["derivedFrom"] = new JsonArray(new JsonObject { ["reference"] = "QuestionnaireResponse/at-the-sender" });
        return observation;
    }

    private async Task<bool> Raises(string flag) => (await careManager.Gets($"/v1/episodes/{episode}/view")).ToJsonString().Contains($"\"{flag}\"", StringComparison.Ordinal);

    [Fact]
    public async Task A_response_is_a_score_that_comes_out_again_as_itself_and_as_its_Observation()
    {
        var sent = Responses.Phq9(patient, "2025-05-10T14:00:00Z", Twelve, 12, "r1" + patient);
        var created = await Send(sent);

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal(["phq-9 12 final"], await StoredScores.Of(app, patient));
        var read = await ehr.Gets($"/fhir/QuestionnaireResponse/{created.Id}");
        Assert.Equal(sent["item"]!.ToJsonString(), read["item"]!.ToJsonString());
        var found = await ehr.Gets($"/fhir/Observation?patient={patient}");
        var observation = found["entry"]![0]!["resource"]!;
        Assert.Equal((12, $"QuestionnaireResponse/{created.Id}", "2025-05-10T14:00:00Z"),
            ((int)observation["valueInteger"]!, (string)observation["derivedFrom"]![0]!["reference"]!, (string)observation["effectiveDateTime"]!));
        Assert.Equal(1, (int)found["total"]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_response_and_the_Observation_derived_from_it_are_one_score_whichever_comes_first(bool responseFirst)
    {
        JsonObject[] both = [Responses.Phq9(patient, "2025-05-10T14:00:00Z", ThirteenWithSelfHarm, 13, "q" + patient), Derived(13, "o" + patient)];
        if (!responseFirst) Array.Reverse(both);
        foreach (var resource in both) Assert.True((await Send((JsonObject)resource.DeepClone())).Succeeded);
        foreach (var resource in both) Assert.Equal(HttpStatusCode.OK, (await Send((JsonObject)resource.DeepClone())).Status);

        Assert.Equal(["phq-9 13 final"], await StoredScores.Of(app, patient));
        Assert.True(await Raises("F01"));
        var observation = (await ehr.Gets($"/fhir/Observation?patient={patient}"))["entry"]![0]!["resource"]!;
        Assert.Equal("o" + patient, (string)observation["identifier"]![0]!["value"]!);
        Assert.Equal(1, (int)(await ehr.Gets($"/fhir/QuestionnaireResponse?patient={patient}&status=completed"))["total"]!);
    }

    [Fact]
    public async Task Both_in_one_Bundle_are_one_score()
    {
        var sent = await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(Fhir.Transaction(Responses.Phq9(patient, "2025-05-10", Twelve, 12), Derived(12, "b" + patient))));
        Assert.True(sent.Succeeded, sent.ToString());
        Assert.Equal(["phq-9 12 final"], await StoredScores.Of(app, patient));
    }

    [Fact]
    public async Task Two_responses_of_a_day_with_one_total_are_two_sittings()
    {
        await Send(Responses.Phq9(patient, "2025-05-10T08:00:00Z", Twelve, 12, "am" + patient));
        await Send(Responses.Phq9(patient, "2025-05-10T20:00:00Z", Twelve, 12, "pm" + patient));
        Assert.Equal(["phq-9 12 final", "phq-9 12 final"], await StoredScores.Of(app, patient));
    }

    [Fact]
    public async Task A_response_is_amended_and_withdrawn_under_its_identifier()
    {
        var first = await Send(Responses.Phq9(patient, "2025-05-10", Twelve, 12, "life" + patient));
        var amended = await Send(Responses.Phq9(patient, "2025-05-10", ThirteenWithSelfHarm, 13, "life" + patient, "amended"));
        Assert.Equal((HttpStatusCode.OK, first.Id), (amended.Status, amended.Id));
        Assert.Equal(["phq-9 13 amended"], await StoredScores.Of(app, patient));
        await Send(Responses.Phq9(patient, "2025-05-10", ThirteenWithSelfHarm, 13, "life" + patient, "entered-in-error"));
        Assert.Equal(["phq-9 13 entered-in-error"], await StoredScores.Of(app, patient));
        Assert.False(await Raises("F01"));
    }

    [Fact]
    public async Task A_refused_total_stores_no_score_and_raises_the_flag_about_self_harm_all_the_same()
    {
        var refused = await Send(Responses.Phq9(patient, "2025-05-10", ThirteenWithSelfHarm, 20, "bad" + patient));
        var again = await Send(Responses.Phq9(patient, "2025-05-10", ThirteenWithSelfHarm, 20, "bad" + patient));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (refused.Status, again.Status));
        Assert.DoesNotContain("20", string.Concat(refused.Body!["issue"]!.AsArray().Select(i => (string?)i!["diagnostics"] ?? (string?)i["details"]?["text"])), StringComparison.Ordinal);
        Assert.Equal(["phq-9  quarantined"], await StoredScores.Of(app, patient));
        Assert.True(await Raises("F01"));
        Assert.Equal(HttpStatusCode.Created, (await Send(Responses.Phq9(patient, "2025-05-10", ThirteenWithSelfHarm, 13, "bad" + patient))).Status);
    }

    [Fact]
    public async Task A_score_that_is_only_validated_keeps_no_answer_and_does_not_say_so()
    {
        var score = Intents.Observation(patient, "phq-9", "2025-05-10", 20);
        score["component"] = new JsonArray([.. ThirteenWithSelfHarm.Select((answer, i) => (JsonNode)new JsonObject
        {
            ["code"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://loinc.org", ["code"] = Registry.Clinical.Instruments.Phq9.ItemLoincs[i] }) },
            ["valueInteger"] = answer,
        })]);
        var validated = await Send((JsonObject)score.DeepClone(), "/fhir/Observation/$validate");
        Assert.DoesNotContain("was kept", validated.Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(await StoredScores.Of(app, patient));

        var refused = await Send(score);
        Assert.Contains("was kept", refused.Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["phq-9  quarantined"], await StoredScores.Of(app, patient));
    }

    [Fact]
    public async Task A_form_refused_for_its_missing_status_raises_the_flag_about_self_harm_all_the_same()
    {
        var form = Responses.Phq9(patient, "2025-05-10", ThirteenWithSelfHarm, 20);
        form.Remove("status");
        form["_status"] = JsonNode.Parse("""{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}""");
        var refused = await Send(form);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["phq-9  quarantined"], await StoredScores.Of(app, patient));
        Assert.True(await Raises("F01"));
    }

    [Fact]
    public async Task A_refused_total_in_a_transaction_undoes_all_of_it_but_the_answer_about_self_harm()
    {
        var sent = await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(Fhir.Transaction(
            Intents.Observation(patient, "gad-7", "2025-05-10", 9), Responses.Phq9(patient, "2025-05-10", ThirteenWithSelfHarm, 20))));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        Assert.Equal(["phq-9  quarantined"], await StoredScores.Of(app, patient));
        Assert.True(await Raises("F01"));
    }

    [Fact]
    public async Task The_answer_about_self_harm_alone_raises_its_flag()
    {
        var item = Intents.Observation(patient, "phq-9", "2025-05-10", 2);
        item["code"]!["coding"]![0]!["code"] = "44260-8";
        Assert.Equal(HttpStatusCode.Created, (await Send(item)).Status);
        Assert.True(await Raises("F01"));
    }

    [Fact]
    public async Task A_form_in_the_same_Bundle_tells_what_its_linkIds_mean_and_is_not_stored()
    {
        var sent = await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(Fhir.Transaction(
            Responses.Form("https://forms.example.org/once"), Named(Responses.Phq9(patient, "2025-05-10", Twelve, 12, local: true), "https://forms.example.org/once"))));
        Assert.True(sent.Succeeded, sent.ToString());
        Assert.Equal(["phq-9 12 final"], await StoredScores.Of(app, patient));
        Assert.Equal(0, (int)(await ehr.Gets("/fhir/Questionnaire?url=https://forms.example.org/once"))["total"]!);
    }

    [Fact]
    public async Task An_extract_is_the_Observation_of_a_response_and_stores_nothing()
    {
        var bundle = (await ehr.Tries(HttpMethod.Post, "/fhir/QuestionnaireResponse/$extract", Fhir.Body(Responses.Phq9(patient, "2025-05-10", Twelve)))).Body!;
        var observation = bundle["entry"]![0]!["resource"]!;
        Assert.Equal((12, "final", $"Patient/{patient}"), ((int)observation["valueInteger"]!, (string)observation["status"]!, (string)observation["subject"]!["reference"]!));
        Assert.Empty(await StoredScores.Of(app, patient));
    }

    [Fact]
    public async Task A_search_for_responses_is_strict_and_finds_by_form_day_and_status()
    {
        foreach (var day in new[] { "2025-05-10", "2025-05-11", "2025-05-12" }) await Send(Responses.Phq9(patient, day, Twelve, 12));
        Assert.Equal(3, (int)(await Search(""))["total"]!);
        Assert.Equal(2, (int)(await Search("&authored=gt2025-05-10"))["total"]!);
        Assert.Equal(3, (int)(await Search("&questionnaire=" + Responses.Canonical))["total"]!);
        Assert.Equal(0, (int)(await Search("&questionnaire=https://other.example"))["total"]!);
        Assert.Equal(0, (int)(await Search("&status=in-progress"))["total"]!);
        var first = await Search("&_count=2");
        var next = (string)first["link"]!.AsArray().Single(l => (string)l!["relation"]! == "next")!["url"]!;
        Assert.Single((await ehr.Gets(new Uri(next).PathAndQuery))["entry"]!.AsArray());
        foreach (var wrong in new[] { "&status=final", "&code=x", "&date=2025", "&nonsense=1" })
            Assert.Equal(HttpStatusCode.BadRequest, (await ehr.Tries(HttpMethod.Get, $"/fhir/QuestionnaireResponse?patient={patient}{wrong}")).Status);

        Task<JsonNode> Search(string more) => ehr.Gets($"/fhir/QuestionnaireResponse?patient={patient}{more}");
    }

    [Fact]
    public async Task A_score_from_before_enrolment_is_kept_and_counts_by_the_baseline_rule()
    {
        var early = await careManager.KnowsPatient(app);
        await ehr.Observes(early, "phq-9", "2025-04-25", 18);
        var enrolled = await careManager.Enrols(app, early, "2025-05-01");
        await ehr.Observes(early, "phq-9", "2025-05-05", 16);
        var view = await careManager.Gets($"/v1/episodes/{enrolled}/view");
        Assert.Contains("16", view.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["phq-9 16 final", "phq-9 18 final"], await StoredScores.Of(app, early));
    }

    private static JsonObject Named(JsonObject response, string form)
    {
        response["questionnaire"] = form;
        return response;
    }
}
