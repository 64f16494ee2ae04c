using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;

namespace Registry.IntegrationTests;

/// <summary>Nonsense gets a clear answer in the right dialect, never a 500, and nothing is stored.</summary>
[Collection(TeamRegistry.Name)]
public sealed class BadInputTests(RegistryApp app)
{
    private const string Marker = "Zz7marker";

    [Theory]
    [InlineData("{", "#", 400)] // not JSON
    [InlineData("[]", "#", 400)]
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","total":"12"}""", "#/total", 400)] // number as text
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","total":12.5}""", "#/total", 400)]
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","total":1e400}""", "#/total", 400)]
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","total":2147483648}""", "#/total", 400)]
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","total":12,"total":13}""", "#/total", 400)] // twice the same key
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","total":12,"Total":13}""", "#/total", 400)] // and once more in another case
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","total":12,"surprise":1}""", "#/?", 400)] // a name of somebody else's may be anything
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","total":12,"organizationId":"x"}""", "#/organizationId", 400)] // what only the registry sets
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","total":12,"id":"x"}""", "#/id", 400)]
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","total":12,"version":9}""", "#/version", 400)]
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","total":12,"recordedAt":"2020-01-01T00:00:00Z"}""", "#/recordedAt", 400)]
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","total":"NaN"}""", "#/total", 400)]
    [InlineData("""{"instrument":"phq-99","administeredOn":"2025-06-01","total":12}""", "#/instrument", 400)]
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-02-30","total":12}""", "#/administeredOn", 400)]
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06","total":12}""", "#/administeredOn", 400)]
    [InlineData("""{"instrument":"phq-9","administeredOn":null,"total":12}""", "#/administeredOn", 400)]
    [InlineData("""{"instrument":"phq-9","total":12}""", "#", 400)] // a member is missing
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","total":28}""", "#/total", 422)]
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","total":-1}""", "#/total", 422)]
    [InlineData("""{"instrument":"gad-7","administeredOn":"2025-06-01","total":22}""", "#/total", 422)]
    [InlineData("""{"instrument":"pcl-5","administeredOn":"2025-06-01","total":81}""", "#/total", 422)]
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-17","total":12}""", "#/administeredOn", 422)] // tomorrow
    [InlineData("""{"instrument":"phq-9","administeredOn":"1899-12-31","total":12}""", "#/administeredOn", 422)]
    [InlineData("""{"instrument":"phq-9","administeredOn":"1979-12-31","total":12}""", "#/administeredOn", 422)] // before birth
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01"}""", "", 422)] // neither total nor items
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","items":[1,1,1]}""", "#/items", 422)]
    [InlineData("""{"instrument":"phq-9","administeredOn":"2025-06-01","items":[1,1,1,1,1,1,1,1,4]}""", "#/items/8", 422)]
    public async Task A_score_that_cannot_be_is_refused_and_the_member_is_named(string body, string member, int status)
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app, birthDate: "1980-01-01");

        var problem = await careManager.Sends(HttpMethod.Post, $"/v1/patients/{patient}/assessments", Json(body), (HttpStatusCode)status);

        Assert.StartsWith("/problems/", (string)problem["type"]!, StringComparison.Ordinal);
        Assert.Equal(status, (int)problem["status"]!);
        if (member.Length > 0) Assert.Contains(member, problem["errors"]!.AsArray().Select(e => (string)e!["pointer"]!));
        var list = await careManager.Gets($"/v1/patients/{patient}/assessments");
        Assert.Empty(list["items"]!.AsArray());
    }

    [Theory]
    [InlineData("/v1/caseloads/{0}?limit=0", "#/limit")]
    [InlineData("/v1/caseloads/{0}?limit=Zz7marker", "#/limit")]
    [InlineData("/v1/caseloads/{0}?asOf=2026-02-30", "#/asOf")]
    [InlineData("/v1/caseloads/{0}/review?knownAt=2026-01-01", "#/knownAt")]
    [InlineData("/v1/clinics/{1}/billing-months/2026-13", "#/month")]
    [InlineData("/v1/clinics/{1}/billing-months/Zz7marker", "#/month")]
    public async Task A_parameter_that_cannot_be_read_is_named_and_its_value_is_not(string path, string member)
    {
        using var lead = app.As("clinic-lead");
        var problem = await lead.Gets(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, app.Home.CareManager, app.Home.North), HttpStatusCode.BadRequest);
        Assert.Equal([member], problem["errors"]!.AsArray().Select(e => (string)e!["pointer"]!));
        Assert.DoesNotContain(Marker, problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"resourceType":"Observation" """, 400)]
    [InlineData("""{"resourceType":"Observation","status":"final","status":"final"}""", 400)]
    [InlineData("""{"resourceType":"Observation","status":"final","nonsense":1}""", 400)]
    [InlineData("""{"resourceType":"Observation","status":null}""", 400)]
    [InlineData("""{"resourceType":"Wishlist"}""", 400)]
    [InlineData("\"text\"", 400)]
    public async Task A_broken_resource_is_refused_with_an_operation_outcome(string body, int status)
    {
        using var ehr = app.As("ehr-integration");
        var before = await Stored();
        var outcome = await ehr.Sends(HttpMethod.Post, "/fhir/Observation", Json(body), (HttpStatusCode)status);
        Assert.Equal("OperationOutcome", (string)outcome["resourceType"]!);
        Assert.NotEmpty(outcome["issue"]!.AsArray());
        Assert.Equal(before, await Stored());
    }

    [Theory]
    [InlineData("/v1/patients/not-a-uuid", 404, "/problems/")]
    [InlineData("/v1/caseloads/x?asOf=2025-13-01", 404, "/problems/")]
    [InlineData("/v1/nowhere", 403, "/problems/")] // deny by default: what is not routed is not described either
    public async Task An_address_that_is_none_is_answered_as_a_problem(string path, int status, string type)
    {
        using var careManager = app.As("care-manager");
        var response = await careManager.GetAsync(new Uri(path, UriKind.Relative));
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Contains((int)response.StatusCode, new[] { status, 400, 404 });
        Assert.StartsWith(type, (string)problem["type"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caseload_cannot_be_asked_for_a_day_that_has_not_come()
    {
        using var careManager = app.As("care-manager");
        var problem = await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}?asOf=2025-06-17", HttpStatusCode.UnprocessableEntity);
        Assert.Equal("#/asOf", (string)problem["errors"]![0]!["pointer"]!);
        await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}?sort=nonsense", HttpStatusCode.BadRequest);
        await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}?limit=0", HttpStatusCode.BadRequest);
        await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}?cursor=forged", HttpStatusCode.BadRequest);
        await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}?asOf=yesterday", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_was_sent_is_never_repeated_in_an_error_or_a_log()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var answers = new List<string>();
        foreach (var (client, path, body) in new (HttpClient, string, string)[]
        {
            (careManager, "/v1/patients", $$"""{"clinicId":"{{Marker}}","familyName":"{{Marker}}"}"""),
            (careManager, "/v1/patients", $$"""{"clinicId":"{{app.Home.South}}","familyName":"{{Marker}}\u0000","givenName":"{{Marker}}","identifiers":[{"system":"{{Marker}}","value":"{{Marker}}"}]}"""),
            (careManager, "/v1/patients/search", $$"""{"system":"{{Marker}}","value":["{{Marker}}"]}"""),
            (ehr, "/fhir/Observation", $$"""{"resourceType":"Observation","status":"{{Marker}}","valueString":"{{Marker}}"}"""),
            (ehr, "/fhir/Observation", $$"""{"resourceType":"Observation","subject":{"reference":"Patient/{{Marker}}"},"{{Marker}} x":1}"""),
            (ehr, "/fhir", $$"""{"resourceType":"Bundle","type":"{{Marker}}"}"""),
        })
        {
            using var response = await client.PostAsync(new Uri(path, UriKind.Relative), Json(body));
            Assert.InRange((int)response.StatusCode, 400, 499);
            answers.Add(await response.Content.ReadAsStringAsync() + response.Headers);
        }

        Assert.All(answers, answer => Assert.DoesNotContain(Marker, answer, StringComparison.OrdinalIgnoreCase));
        Assert.All(app.Log, line => Assert.DoesNotContain(Marker, line, StringComparison.OrdinalIgnoreCase));
    }

    private async Task<int> Stored()
    {
        await using var db = app.Owner();
        return await db.Assessments.CountAsync() + await db.StoredResources.CountAsync();
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
