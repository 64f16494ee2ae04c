using System.Net;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests.Transport;

/// <summary>Days and lists that nobody can mean, as machines send them: refused with the place named, never a failure.</summary>
[Collection(TeamRegistry.Name)]
public sealed class SenselessInputTests(RegistryApp app)
{
    [Theory]
    [InlineData("program-lead", "/v1/organization/metrics/0000-01")]
    [InlineData("program-lead", "/v1/organization/finance/9999-12")]
    [InlineData("program-lead", "/v1/organization/drift/0001-01")]
    [InlineData("program-lead", "/v1/organization/run-charts/M01?to=0001-01&months=60")]
    [InlineData("clinic-lead", "/v1/clinics/{north}/new-york/0001-01")]
    [InlineData("clinic-lead", "/v1/clinics/{north}/finance/-9998-01")]
    [InlineData("care-manager", "/v1/caseloads/{careManager}?asOf=-9998-01-01")]
    [InlineData("care-manager", "/v1/caseloads/{careManager}?knownAt=-9998-01-01T00:00:00Z")]
    [InlineData("auditor", "/v1/audit-entries?from=-9998-01-01T00:00:00Z")]
    [InlineData("auditor", "/v1/audit-entries?action=%00")]
    [InlineData("program-lead", "/v1/pdsa-cycles?metric=%00")]
    [InlineData("ehr-integration", "/fhir/Questionnaire?url=%00")]
    public async Task A_question_about_no_day_or_no_text_is_answered_400(string persona, string path)
    {
        using var caller = app.As(persona);
        await caller.Gets(path.Replace("{north}", app.Home.North.ToString(), StringComparison.Ordinal).Replace("{careManager}", app.Home.CareManager.ToString(), StringComparison.Ordinal), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_list_with_nothing_in_a_place_names_the_list()
    {
        using var lead = app.As("program-lead");
        using var careManager = app.As("care-manager");
        await Refused(lead, "/v1/collaboratives", new { name = "A", charter = "B", firstMonth = "2025-01", measures = new object?[] { null, null } }, "#/measures");
        await Refused(careManager, "/v1/patients", new { clinicId = app.Home.North.ToString(), givenName = "Ada", familyName = "Testwell", birthDate = (string?)null, identifiers = new object?[] { null } }, "#/identifiers");
        await Refused(careManager, "/v1/patients", new { clinicId = app.Home.North.ToString(), givenName = "Ada", familyName = "Testwell", birthDate = "-9998-01-01", identifiers = Array.Empty<object>() }, "#/birthDate");
    }

    [Fact]
    public async Task A_collaborative_and_a_launch_lie_within_reach()
    {
        using var lead = app.As("program-lead");
        var measures = new[] { new { metric = "M09", goal = 80 }, new { metric = "M19", goal = 60 } };
        var problem = await lead.Posts("/v1/collaboratives", new { name = "A", charter = "B", firstMonth = "1900-01", measures }, HttpStatusCode.UnprocessableEntity);
        Assert.Contains("#/firstMonth", problem["errors"]!.AsArray().Select(e => (string?)e!["pointer"]));
        await lead.Sends(HttpMethod.Put, $"/v1/clinics/{app.Home.North}/launch", new { launchedOn = "2199-01-01" }, HttpStatusCode.UnprocessableEntity);
    }

    private static async Task Refused(HttpClient caller, string path, object body, string pointer)
    {
        var problem = await caller.Posts(path, body, HttpStatusCode.BadRequest);
        Assert.Equal((path, pointer), (path, problem["errors"]!.AsArray().Select(e => (string?)e!["pointer"]).Single()));
    }
}
