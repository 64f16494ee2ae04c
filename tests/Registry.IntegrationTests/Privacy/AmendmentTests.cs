using System.Net;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests.Privacy;

/// <summary>What a patient may ask of the record: that it be amended, and that it not go everywhere.</summary>
[Collection(TeamRegistry.Name)]
public sealed class AmendmentTests(RegistryApp app)
{
    [Fact]
    public async Task A_request_is_accepted_by_a_correction_and_both_versions_stay_readable()
    {
        using var careManager = app.As("care-manager");
        var (patient, score) = await Scored(careManager);
        var request = await careManager.Posts($"/v1/patients/{patient}/amendments", Asking(score));
        Assert.Equal(("requested", "2025-08-09", 1), ((string)request["state"]!, (string)request["dueOn"]!, (int)request["aboutVersion"]!));
        var one = $"/v1/amendments/{request["id"]}";

        await Changes(careManager, $"{one}/acceptance", new { on = "2025-06-16" }, "\"1\"", HttpStatusCode.Conflict);
        await careManager.Sends(HttpMethod.Put, $"/v1/assessments/{score}", new { administeredOn = "2025-05-01", total = 12 }, HttpStatusCode.OK, "\"1\"");
        var accepted = await Changes(careManager, $"{one}/acceptance", new { on = "2025-06-16" }, "\"1\"");

        Assert.Equal(("accepted", 2), ((string)accepted["state"]!, (int)accepted["amendedVersion"]!));
        Assert.Equal([12, 21], (await careManager.Gets($"/v1/assessments/{score}/versions"))["items"]!.AsArray().Select(v => (int)v!["total"]!));
        await Changes(careManager, $"{one}/denial", new { reason = "accurate-and-complete", on = "2025-06-16" }, "\"2\"", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_denial_has_its_reason_and_the_patients_statement_of_disagreement_goes_with_the_record()
    {
        using var careManager = app.As("care-manager");
        var (patient, score) = await Scored(careManager);
        var one = $"/v1/amendments/{(await careManager.Posts($"/v1/patients/{patient}/amendments", Asking(score)))["id"]}";
        await Changes(careManager, $"{one}/disagreement", new { statement = "I never said so." }, "\"1\"", HttpStatusCode.Conflict);
        await Changes(careManager, $"{one}/denial", new { reason = "accurate-and-complete", on = "2025-06-16" }, "\"0\"", HttpStatusCode.PreconditionFailed);
        await Changes(careManager, $"{one}/denial", new { reason = "accurate-and-complete", on = "2025-06-16" }, "\"1\"");
        var denied = await Changes(careManager, $"{one}/disagreement", new { statement = "I never said so." }, "\"2\"");
        Assert.Equal(("denied", "accurate-and-complete", "I never said so."), ((string)denied["state"]!, (string)denied["denialReason"]!, (string)denied["disagreement"]!));
        var copy = await careManager.Posts($"/v1/patients/{patient}/record-copy", new { }, HttpStatusCode.OK);
        Assert.Contains("I never said so.", copy["records"]!["amendments"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_to_decide_is_extended_once()
    {
        using var careManager = app.As("care-manager");
        var (patient, score) = await Scored(careManager);
        var one = $"/v1/amendments/{(await careManager.Posts($"/v1/patients/{patient}/amendments", Asking(score)))["id"]}";
        Assert.Equal("2025-09-08", (string)(await Changes(careManager, $"{one}/extension", null, "\"1\""))["dueOn"]!);
        await Changes(careManager, $"{one}/extension", null, "\"2\"", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_request_is_about_a_record_of_this_patient()
    {
        using var careManager = app.As("care-manager");
        var ((patient, _), (_, others)) = (await Scored(careManager), await Scored(careManager));
        await careManager.Posts($"/v1/patients/{patient}/amendments", Asking(others), HttpStatusCode.UnprocessableEntity);
        await app.As("care-manager", foreign: true).Posts($"/v1/patients/{patient}/amendments", Asking(others), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_restricted_it_is_missing_from_what_goes_to_the_health_plan_and_not_from_the_lists_of_the_team()
    {
        using var careManager = app.As("care-manager");
        var restricted = await Billable(careManager, "RESTRICTED-1");
        await Billable(careManager, "ORDINARY-1");
        var restriction = await careManager.Posts($"/v1/patients/{restricted}/restrictions", new { kind = "not-to-health-plan", on = "2025-06-01", details = "Paid in full." });

        Assert.Equal((false, true), await Charged(careManager));
        Assert.Contains("RESTRICTED-1", (await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}")).ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(restricted, (await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}/billing-months/2025-05")).ToJsonString(), StringComparison.Ordinal);

        await careManager.Sends(HttpMethod.Post, $"/v1/restrictions/{restriction["id"]}/end", new { on = "2025-06-16" }, HttpStatusCode.OK, "\"1\"");
        Assert.Equal((true, true), await Charged(careManager));
    }

    [Fact]
    public async Task How_a_patient_is_to_be_reached_is_said_in_words()
    {
        using var careManager = app.As("care-manager");
        var (patient, _) = await Scored(careManager);
        await careManager.Posts($"/v1/patients/{patient}/restrictions", new { kind = "confidential-communication", on = "2025-06-01" }, HttpStatusCode.UnprocessableEntity);
        await careManager.Posts($"/v1/patients/{patient}/restrictions", new { kind = "confidential-communication", on = "2025-06-01", details = "By the portal only, never by phone." });
        Assert.Contains("never by phone", (await app.As("psychiatric-consultant").Gets($"/v1/patients/{patient}/restrictions")).ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<(bool Restricted, bool Ordinary)> Charged(HttpClient careManager)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/caseloads/{app.Home.CareManager}/billing-months/2025-05");
        request.Headers.Accept.ParseAdd("text/csv");
        using var response = await careManager.SendAsync(request);
        var csv = await response.Content.ReadAsStringAsync();
        return (csv.Contains("RESTRICTED-1", StringComparison.Ordinal), csv.Contains("ORDINARY-1", StringComparison.Ordinal));
    }

    private async Task<string> Billable(HttpClient careManager, string mrn)
    {
        var patient = await careManager.KnowsPatient(app, mrn);
        var episode = await careManager.Enrols(app, patient, "2025-05-01");
        await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{episode}/assignments", new { role = "treating-provider", staffId = app.Home.Provider.ToString(), from = "2025-05-01" }, HttpStatusCode.OK, "\"1\"");
        await careManager.Sends(HttpMethod.Put, $"/v1/episodes/{episode}/prerequisites", new { consentOn = "2025-05-01", initiatingVisitOn = "2025-04-20", carePlanOn = "2025-05-01" }, HttpStatusCode.OK, "\"2\"");
        await careManager.Scores(patient, "phq-9", "2025-05-01", 18);
        await careManager.Contacts(episode, "initial-assessment", "2025-05-01", 60);
        return patient;
    }

    private async Task<(string Patient, string Score)> Scored(HttpClient careManager)
    {
        var patient = await careManager.KnowsPatient(app);
        return (patient, (string)(await careManager.Scores(patient, "phq-9", "2025-05-01", 21))["id"]!);
    }

    private static object Asking(string score) => new { about = "assessment", aboutId = score, requestedOn = "2025-06-10", request = "I answered the last question otherwise." };

    private static Task<JsonNode> Changes(HttpClient client, string path, object? body, string version, HttpStatusCode expected = HttpStatusCode.OK) =>
        client.Sends(HttpMethod.Post, path, body, expected, version);
}
