using System.Net;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>How much of what is found comes, with whom, under which labels, and for whom a page is.</summary>
public sealed class SearchAnswerTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Theory]
    [InlineData("_summary=true", "resourceType id meta status code subject effectiveDateTime valueInteger")]
    [InlineData("_summary=text", "resourceType id meta status code")]
    [InlineData("_summary=data", "resourceType id meta status code subject effectiveDateTime valueInteger note")]
    [InlineData("_elements=value", "resourceType id meta status code valueInteger")]
    [InlineData("_elements=Observation.note,subject", "resourceType id meta status code subject note")]
    public async Task A_part_of_a_score_is_marked_as_one(string how, string members)
    {
        var (ehr, patient, _) = await ScoreOfSomebody();
        var score = (await ehr.Gets($"/fhir/Observation?patient={patient}&{how}")).Resources().Single().AsObject();
        Assert.Equal(members.Split(' ').Order(), score.Select(m => m.Key).Order());
        Assert.Equal("SUBSETTED", (string)score["meta"]!["tag"]![0]!["code"]!);
    }

    [Theory]
    [InlineData("Observation")]
    [InlineData("Patient")]
    [InlineData("QuestionnaireResponse")]
    [InlineData("EpisodeOfCare")]
    [InlineData("Encounter")]
    public async Task Everything_of_a_type_comes_in_the_order_of_its_changes(string type)
    {
        var (ehr, _, _) = await ScoreOfSomebody();
        app.Clock.Now += NodaTime.Duration.FromMinutes(1);
        var asked = await ehr.Gets($"/fhir/{type}");
        Assert.Equal(asked.Ids(), (await ehr.Gets($"/fhir/{type}?_sort=_lastUpdated")).Ids());
        Assert.Equal(type is "Observation" or "Patient", asked.Resources().Any());
    }

    [Fact]
    public async Task A_whole_score_is_not_marked()
    {
        var (ehr, patient, _) = await ScoreOfSomebody();
        var score = (await ehr.Gets($"/fhir/Observation?patient={patient}&_summary=false")).Resources().Single();
        Assert.Null(score["meta"]!["tag"]);
        Assert.NotNull(score["note"]);
    }

    [Fact]
    public async Task The_total_counts_matches_and_not_the_patients_that_come_with_them()
    {
        var (ehr, patient, _) = await ScoreOfSomebody();
        foreach (var include in new[] { "Observation:patient", "Observation:subject", "Observation:subject:Patient" })
        {
            var found = await ehr.Gets($"/fhir/Observation?patient={patient}&_include={include}&_total=accurate");
            Assert.Equal(1, (int)found["total"]!);
            Assert.Equal(patient, (string)found.Resources("include").Single()["id"]!);
        }

        Assert.Null((await ehr.Gets($"/fhir/Observation?patient={patient}&_total=none"))["total"]);
    }

    [Fact]
    public async Task Nobody_elses_scores_or_patients_come_along()
    {
        var (ehr, patient, id) = await ScoreOfSomebody();
        using var stranger = app.As("ehr-integration", foreign: true);
        foreach (var query in new[] { $"patient={patient}", $"_id={id}", "_sort=_lastUpdated", "identifier=urn:ehr|x" })
        {
            var found = await stranger.Gets($"/fhir/Observation?{query}&_include=Observation:patient&_total=accurate");
            Assert.Equal(0, (int)found["total"]!);
            Assert.Null(found["entry"]);
        }

        await ehr.Gets($"/fhir/Observation/{id}");
        await stranger.Gets($"/fhir/Patient/{patient}/$everything", HttpStatusCode.NotFound);
        Assert.Empty((await stranger.Gets($"/fhir/Patient?_id={patient}")).Resources());
        Assert.Empty((await stranger.Gets($"/fhir/Group?member=Patient/{patient}")).Resources());
        Assert.Empty((await stranger.Gets($"/fhir/Flag?patient={patient}")).Resources());
        Assert.Empty((await stranger.Gets($"/fhir/Observation/$lastn?patient={patient}&category=survey")).Resources());
    }

    [Fact]
    public async Task A_client_of_one_clinic_sees_that_clinic_alone_with_everything_that_is_included()
    {
        var (_, patient, id) = await ScoreOfSomebody();
        using var south = await app.EhrOfTheSouthClinic();
        foreach (var query in new[] { $"patient={patient}", $"_id={id}" })
            Assert.Null((await south.Gets($"/fhir/Observation?{query}&_include=Observation:subject"))["entry"]);
        await south.Gets($"/fhir/Patient/{patient}/$everything", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_page_is_for_the_caller_it_was_given_to_and_stands_alone()
    {
        var (ehr, patient, _) = await ScoreOfSomebody();
        await ehr.Observes(patient, "phq-9", "2025-05-03", 12);
        var next = (await ehr.Gets($"/fhir/Observation?patient={patient}&_count=1")).Next()!;
        Assert.DoesNotContain(patient, next, StringComparison.Ordinal);

        using var stranger = app.As("ehr-integration", foreign: true);
        Assert.Single((await ehr.Gets(next)).Resources());
        await stranger.Gets(next, HttpStatusCode.BadRequest);
        await ehr.Gets(next + "&code=44261-6", HttpStatusCode.BadRequest);
        await ehr.Gets(next[..^3] + "AAA", HttpStatusCode.BadRequest);
        await ehr.Gets(next.Replace("/Observation?", "/Patient?", StringComparison.Ordinal), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_search_by_form_names_nobody_in_the_next_link()
    {
        var (ehr, patient, _) = await ScoreOfSomebody();
        await ehr.Observes(patient, "phq-9", "2025-05-03", 12);
        var first = await ehr.Sends(HttpMethod.Post, "/fhir/Observation/_search", new FormUrlEncodedContent([new("patient", patient), new("_count", "1")]), HttpStatusCode.OK);
        Assert.Single((await ehr.Gets(first.Next()!)).Resources());
    }

    [Fact]
    public async Task Labels_come_back_on_every_way_out_and_the_page_has_the_highest()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        var labelled = Intents.Observation(patient, "phq-9", "2025-05-02", 14);
        labelled["meta"] = new JsonObject { ["security"] = new JsonArray(Label("R"), Label("ETH", "http://terminology.hl7.org/CodeSystem/v3-ActCode")) };
        var normal = Intents.Observation(patient, "gad-7", "2025-05-02", 4);
        normal["meta"] = new JsonObject { ["security"] = new JsonArray(Label("N")) };
        var id = (string)(await ehr.Sends(HttpMethod.Post, "/fhir/Observation", Fhir.Body(labelled), HttpStatusCode.Created))["id"]!;
        await ehr.Sends(HttpMethod.Post, "/fhir/Observation", Fhir.Body(normal), HttpStatusCode.Created);

        foreach (var corrected in new[] { false, true })
        {
            // A correction made here takes the place of the received text; its labels stay.
            if (corrected) await careManager.Sends(HttpMethod.Put, $"/v1/assessments/{id}", new { administeredOn = "2025-05-02", total = 12 }, HttpStatusCode.OK, "\"1\"");
            Assert.Equal("R ETH", Labels(await ehr.Gets($"/fhir/Observation/{id}")));
            foreach (var path in new[] { $"/fhir/Observation?patient={patient}", $"/fhir/Patient/{patient}/$everything", $"/fhir/Observation/$lastn?patient={patient}&category=survey", $"/fhir/Observation?patient={patient}&_elements=status" })
            {
                var found = await ehr.Gets(path);
                Assert.Equal("R ETH", Labels(found));
                Assert.Equal("R ETH", Labels(found["entry"]!.AsArray().Select(e => e!["resource"]!).Single(r => (string)r["id"]! == id)));
            }
        }
    }


    private static JsonObject Label(string code, string system = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality") => new() { ["system"] = system, ["code"] = code };

    private static string Labels(JsonNode resource) => string.Join(' ', resource["meta"]!["security"]!.AsArray().Select(l => (string)l!["code"]!));

    private async Task<(HttpClient Ehr, string Patient, string Id)> ScoreOfSomebody()
    {
        using var careManager = app.As("care-manager");
        var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        var score = Intents.Observation(patient, "phq-9", "2025-05-02", 14);
        score["note"] = new JsonArray(new JsonObject { ["text"] = "as sent" });
        return (ehr, patient, (string)(await ehr.Sends(HttpMethod.Post, "/fhir/Observation", Fhir.Body(score), HttpStatusCode.Created))["id"]!);
    }
}
