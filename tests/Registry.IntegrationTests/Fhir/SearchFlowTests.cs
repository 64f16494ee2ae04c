using System.Net;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>What an EHR reads back.</summary>
[Collection(EhrRegistry.Name)]
public sealed class SearchFlowTests(RegistryApp app)
{
    [Theory]
    [InlineData("code=http://loinc.org|44261-6", "1 2 3 4 5 6")]
    [InlineData("code=70274-6", "7")]
    [InlineData("code=http://loinc.org|44261-6,http://loinc.org|70274-6", "1 2 3 4 5 6 7")]
    [InlineData("code=http://example.org|44261-6", "")]
    [InlineData("date=2025-03-01", "3")]
    [InlineData("date=eq2025-03", "3")]
    [InlineData("date=ne2025-03", "1 2 4 5 6 7")]
    [InlineData("date=gt2025-03-01", "4 5 6 7")]
    [InlineData("date=ge2025-03-01", "3 4 5 6 7")]
    [InlineData("date=lt2025-03-01", "1 2")]
    [InlineData("date=le2025-03-01", "1 2 3")]
    [InlineData("date=sa2025-03-01", "4 5 6 7")]
    [InlineData("date=eb2025-03-01", "1 2")]
    [InlineData("date=ge2025-02-01&date=lt2025-04-01", "2 3")]
    [InlineData("date=2025", "1 2 3 4 5 6 7")]
    [InlineData("date=ge2025-06-01T12:00:00Z", "6")]
    [InlineData("date=lt2025-06-01T12:00:00Z", "1 2 3 4 5 7")]
    [InlineData("status=amended", "")]
    [InlineData("identifier=urn:ehr|{id}-4", "4")]
    [InlineData("status=final&code=44261-6&date=gt2025-05", "6")]
    [InlineData("category=survey", "1 2 3 4 5 6 7")]
    [InlineData("category=http://terminology.hl7.org/CodeSystem/observation-category|survey", "1 2 3 4 5 6 7")]
    [InlineData("category=laboratory", "")]
    [InlineData("category=laboratory,survey", "1 2 3 4 5 6 7")]
    [InlineData("value-quantity=3", "3")]
    [InlineData("value-quantity=gt3&value-quantity=le6", "4 5 6")]
    [InlineData("value-quantity=ne3", "1 2 4 5 6 7")]
    [InlineData("value-quantity=3|http://unitsofmeasure.org|{score},7", "3 7")]
    [InlineData("value-quantity=3|http://unitsofmeasure.org|kg", "")]
    [InlineData("value-quantity=2.5", "")]
    [InlineData("identifier=urn:ehr|", "1 2 3 4 5")]
    [InlineData("identifier={id}-4", "4")]
    [InlineData("_id=00000000-0000-7000-8000-000000000000", "")]
    public async Task A_search_finds_exactly_the_scores_it_asks_for(string query, string totals)
    {
        var (ehr, patient) = await PatientWithScores();
        var found = await ehr.Gets($"/fhir/Observation?patient={patient}&_sort=date&{query.Replace("{id}", patient, StringComparison.Ordinal)}");
        Assert.Equal(totals, string.Join(' ', Totals(found).Order()));
        Assert.Equal(totals.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, (int)found["total"]!);
    }

    [Theory]
    [InlineData("patient=Patient/{id}")]
    [InlineData("subject=Patient/{id}")]
    [InlineData("patient=https://registry.test/fhir/Patient/{id}")]
    [InlineData("patient:identifier=urn:mrn|{mrn}")]
    [InlineData("patient={id},{id}")]
    [InlineData("subject:Patient={id}")]
    [InlineData("subject:identifier=urn:mrn|{mrn}")]
    public async Task A_patient_can_be_named_in_every_way_that_is_offered(string query)
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var mrn = Guid.CreateVersion7().ToString("N");
        var patient = await careManager.KnowsPatient(app, mrn);
        await ehr.Observes(patient, "phq-9", "2025-05-01", 12);
        var found = await ehr.Gets("/fhir/Observation?" + query.Replace("{id}", patient, StringComparison.Ordinal).Replace("{mrn}", mrn, StringComparison.Ordinal));
        Assert.Equal([12], Totals(found));
    }

    [Theory]
    [InlineData("patient={id}&colour=blue")]
    [InlineData("patient={id}&code:text=phq")]
    [InlineData("patient={id}&date=2025-13-01")]
    [InlineData("patient={id}&_count=-1")]
    [InlineData("patient={id}&_page=forged")]
    [InlineData("code=44261-6&_sort=date")]
    [InlineData("date=2025&_sort=-date")]
    [InlineData("patient={id}&_sort=score")]
    [InlineData("patient={id}&_include=Observation:performer")]
    [InlineData("patient={id}&code:not=44261-6")]
    public async Task A_search_that_cannot_be_answered_exactly_is_refused(string query)
    {
        var (ehr, patient) = await PatientWithScores();
        var outcome = await ehr.Gets("/fhir/Observation?" + query.Replace("{id}", patient, StringComparison.Ordinal), HttpStatusCode.BadRequest);
        Assert.Equal("OperationOutcome", (string)outcome["resourceType"]!);
    }

    [Fact]
    public async Task A_search_by_form_answers_like_a_search_by_address()
    {
        var (ehr, patient) = await PatientWithScores();
        var form = await ehr.Sends(HttpMethod.Post, "/fhir/Observation/_search",
            new FormUrlEncodedContent([new("patient", patient), new("code", "http://loinc.org|70274-6")]), HttpStatusCode.OK);
        Assert.Equal([7], Totals(form));
    }

    [Fact]
    public async Task A_count_alone_is_answered_without_a_score()
    {
        var (ehr, patient) = await PatientWithScores();
        foreach (var query in new[] { "_count=0", "_summary=count" })
        {
            var found = await ehr.Gets($"/fhir/Observation?patient={patient}&{query}");
            Assert.Equal(7, (int)found["total"]!);
            Assert.Null(found["entry"]);
        }
    }

    [Fact]
    public async Task Pages_hold_every_score_once_even_while_new_ones_arrive()
    {
        var (ehr, patient) = await PatientWithScores();
        var seen = new List<int>();
        var next = $"/fhir/Observation?patient={patient}&_sort=date&_count=2";
        for (var page = 0; next is not null; page++)
        {
            var found = await ehr.Gets(next);
            seen.AddRange(Totals(found));
            next = (string?)found["link"]!.AsArray().FirstOrDefault(l => (string)l!["relation"]! == "next")?["url"] is { } url ? new Uri(url).PathAndQuery : null;
            await ehr.Observes(patient, "pcl-5", $"2025-01-0{page + 2}", 20 + page); // older than every page still to come
        }

        Assert.Equal([1, 2, 3, 4, 7, 5, 6], seen);
    }

    [Fact]
    public async Task A_score_that_was_read_is_not_sent_again_while_it_is_unchanged()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        var created = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "phq-9", "2025-05-02", 14)));
        Assert.Equal($"https://registry.test/fhir/Observation/{created.Id}/_history/1", created.Location);
        var path = $"/fhir/Observation/{created.Id}";

        var read = await ehr.Tries(HttpMethod.Get, path);
        var unchanged = await ehr.Tries(HttpMethod.Get, path, headers: ("If-None-Match", read.ETag!));
        await careManager.Sends(HttpMethod.Put, $"/v1/assessments/{created.Id}", new { administeredOn = "2025-05-02", total = 12 }, HttpStatusCode.OK, "\"1\"");
        var changed = await ehr.Tries(HttpMethod.Get, path, headers: ("If-None-Match", read.ETag!));

        Assert.Equal("W/\"1\"", read.ETag);
        Assert.Equal((HttpStatusCode.NotModified, null, "W/\"1\""), (unchanged.Status, unchanged.Body, unchanged.ETag));
        Assert.Equal((HttpStatusCode.OK, "W/\"2\"", 12, "amended"), (changed.Status, changed.ETag, (int)changed.Body!["valueInteger"]!, (string)changed.Body["status"]!));
    }

    [Fact]
    public async Task What_the_registry_does_not_model_comes_back_as_it_was_written()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        var sent = $$"""
            {"resourceType":"Observation","status":"final","extension":[{"url":"http://example.org/unknown","valueDecimal":1.500}],
             "code":{"coding":[{"system":"http://local.example.org","code":"x"},{"system":"http://loinc.org","code":"44261-6"}]},
             "subject":{"reference":"Patient/{{patient}}","display":"as sent"},"effectiveDateTime":"2025-05-02T23:30:00-05:00",
             "valueQuantity":{"value":14.0,"system":"http://unitsofmeasure.org","code":"{score}"},
             "note":[{"text":"zwölf é 中"}]}
            """;

        var created = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(sent));
        var text = await ehr.GetStringAsync(new Uri($"/fhir/Observation/{created.Id}", UriKind.Relative));

        Assert.Contains("1.500", text, StringComparison.Ordinal);
        Assert.Contains("14.0", text, StringComparison.Ordinal);
        var back = JsonNode.Parse(text)!;
        foreach (var member in new[] { "extension", "code", "subject", "effectiveDateTime", "valueQuantity", "note" })
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(sent)![member], back[member]), member);
        Assert.Equal("2025-05-02", (string)(await careManager.Gets($"/v1/assessments/{created.Id}"))["administeredOn"]!);
    }

    [Fact]
    public async Task The_capability_statement_names_what_is_really_offered()
    {
        using var stranger = app.Anonymous();
        var statement = await stranger.Gets("/fhir/metadata");
        var observation = statement["rest"]![0]!["resource"]!.AsArray().Single(r => (string)r!["type"]! == "Observation")!;
        Assert.Equal("4.0.1", (string)statement["fhirVersion"]!);
        using var ehr = app.As("ehr-integration");
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);
        var values = new Dictionary<string, string>
        {
            ["patient"] = patient, ["subject"] = patient, ["code"] = "44261-6", ["date"] = "2025", ["identifier"] = "urn:ehr|x", ["status"] = "final", ["_id"] = Guid.CreateVersion7().ToString(),
            ["_lastUpdated"] = "ge2025", ["category"] = "survey", ["value-quantity"] = "5",
        };
        foreach (var name in observation["searchParam"]!.AsArray().Select(p => (string)p!["name"]!))
            await ehr.Gets($"/fhir/Observation?patient={patient}&{name}={Uri.EscapeDataString(values[name])}");
    }

    private async Task<(HttpClient Ehr, string Patient)> PatientWithScores()
    {
        using var careManager = app.As("care-manager");
        var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        for (var month = 1; month <= 5; month++)
            await ehr.Sends(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "phq-9", $"2025-0{month}-01", month, identifier: $"{patient}-{month}")), HttpStatusCode.Created);
        await ehr.Observes(patient, "phq-9", "2025-06-01T14:00:00+02:00", 6);
        await ehr.Observes(patient, "gad-7", "2025-04-15", 7);
        return (ehr, patient);
    }

    private static IEnumerable<int> Totals(JsonNode bundle) => bundle["entry"]?.AsArray().Select(e => (int)e!["resource"]!["valueInteger"]!) ?? [];
}
