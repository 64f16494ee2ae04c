using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;

namespace Registry.IntegrationTests;

/// <summary>What a sender is told, problem by problem: the status, the code, where it is, and never a word of what was sent.</summary>
[Collection(EhrRegistry.Name)]
public sealed class ErrorTableTests(RegistryApp app)
{
    private const string Marker = "Qq8marker";

    [Theory]
    [InlineData("not JSON", 400, "structure", "")]
    [InlineData("a property that R4 does not have", 400, "structure", "Observation")]
    [InlineData("a null", 400, "structure", "Observation.status")]
    [InlineData("the same property twice", 400, "structure", "Observation.status")]
    [InlineData("no code", 400, "required", "Observation.code")]
    [InlineData("a status that R4 does not have", 400, "code-invalid", "Observation.status")]
    [InlineData("a date that is none", 400, "value", "Observation.effective")]
    [InlineData("a value beside the reason why there is none", 422, "invariant", "Observation.dataAbsentReason")]
    [InlineData("a total out of range", 422, "business-rule", "Observation.value")]
    [InlineData("a total that is no whole number", 422, "business-rule", "Observation.value")]
    [InlineData("a panel with a value", 422, "business-rule", "Observation.code")]
    [InlineData("two instruments", 422, "business-rule", "Observation.code")]
    [InlineData("a day to come", 422, "business-rule", "Observation.effective")]
    [InlineData("another instrument than ours", 422, "not-supported", "Observation.code")]
    [InlineData("no patient", 422, "required", "Observation.subject")]
    [InlineData("an unknown patient", 422, "not-found", "Observation.subject")]
    [InlineData("an unknown identifier of a patient", 422, "not-found", "Observation.subject")]
    [InlineData("an ambiguous patient", 422, "multiple-matches", "Observation.subject")]
    [InlineData("an unknown modifier", 422, "extension", "Observation.modifierExtension")]
    [InlineData("implicit rules", 422, "not-supported", "Observation.implicitRules")]
    [InlineData("a name too long to be kept", 422, "too-long", "Observation.identifier[1]")]
    public async Task A_score_that_cannot_be_taken_is_answered_by_the_table(string situation, int status, string code, string expression)
    {
        using var ehr = app.As("ehr-integration");
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);
        var body = await Body(situation, patient, careManager);
        var before = await Stored();

        foreach (var path in new[] { "/fhir/Observation", "/fhir/Observation/$validate" })
        {
            var answer = await ehr.Tries(HttpMethod.Post, path, Fhir.Body(body));
            var expected = path.EndsWith("validate", StringComparison.Ordinal) && situation != "not JSON" ? 200 : status;
            Assert.True((int)answer.Status == expected, $"{path}: {answer}");
            var issue = answer.Body!["issue"]!.AsArray().Where(i => (string)i!["severity"]! == "error").MinBy(i => (string)i!["code"]! == code ? 0 : 1)!;
            Assert.Equal(code, (string)issue["code"]!);
            Assert.StartsWith(expression, (string?)issue["expression"]?[0] ?? "", StringComparison.Ordinal);
            Assert.DoesNotContain(Marker, answer.Body.ToJsonString(), StringComparison.Ordinal);
        }

        Assert.Equal(before, await Stored());
    }

    [Fact]
    public async Task All_problems_of_a_body_are_told_at_once()
    {
        using var ehr = app.As("ehr-integration");
        var answer = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body("""
            {"resourceType":"Observation","status":"nonsense","surprise":1,"code":{"coding":[{"system":"http://loinc.org","code":"44261-6"}]},"effectiveDateTime":"yesterday","valueInteger":12.0}
            """));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        var told = answer.Body!["issue"]!.AsArray().Select(i => (string?)i!["expression"]?[0]).ToList();
        foreach (var place in new[] { "Observation.status", "Observation.effective", "Observation.value", "Observation.subject" })
            Assert.Contains(told, t => t!.StartsWith(place, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("44249-1", "44261-6")]
    [InlineData("69737-5", "70274-6")]
    [InlineData("101697-1", "101698-9")]
    [InlineData("71549-8", "101698-9")]
    public async Task A_wrong_code_is_answered_with_the_right_one(string sent, string right)
    {
        using var ehr = app.As("ehr-integration");
        using var careManager = app.As("care-manager");
        var body = Intents.Observation(await careManager.KnowsPatient(app), "phq-9", "2025-05-02", 4);
        body["code"]!["coding"]![0]!["code"] = sent;
        var answer = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(body));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(right, (string)answer.Body!["issue"]![0]!["diagnostics"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_of_the_door_itself_have_their_codes_too()
    {
        using var ehr = app.As("ehr-integration");
        using var careManager = app.As("care-manager");
        using var stranger = app.With("not.a.token");
        using var narrow = app.With(app.Issuer.TokenFor(Registry.Sandbox.Personas.EhrIntegration with { Scopes = "system/Observation.r" }, app.Clock.Now));
        var tooMany = Fhir.Batch([.. Enumerable.Range(0, 501).Select(_ => new JsonObject { ["resourceType"] = "Patient" })]);
        foreach (var (client, method, path, body, status, code) in new (HttpClient, HttpMethod, string, JsonObject?, int, string)[]
        {
            (stranger, HttpMethod.Get, "/fhir/Patient/1", null, 401, "login"),
            (narrow, HttpMethod.Post, "/fhir/Patient", Fhir.Patient("x"), 403, "forbidden"),
            (careManager, HttpMethod.Get, $"/fhir/Patient/{Guid.CreateVersion7()}", null, 403, "forbidden"),
            (ehr, HttpMethod.Get, $"/fhir/Patient/{Guid.CreateVersion7()}", null, 404, "not-found"),
            (ehr, HttpMethod.Post, "/fhir/Observation", Fhir.Patient("x"), 400, "structure"),
            (ehr, HttpMethod.Post, "/fhir", tooMany, 413, "too-costly"),
            (ehr, HttpMethod.Post, "/fhir", Fhir.Patient("x"), 400, "structure"),
            (ehr, HttpMethod.Get, "/fhir/Observation/$validate", null, 405, "not-supported"),
            (ehr, HttpMethod.Get, "/fhir/Observation/$nothing", null, 404, "not-supported"),
            (ehr, HttpMethod.Patch, "/fhir/Observation/1", Fhir.Patient("x"), 405, "not-supported"),
        })
        {
            var answer = await client.Tries(method, path, body is null ? null : Fhir.Body(body));
            Assert.True((int)answer.Status == status && answer.Issue() == code, $"{method} {path}: {answer}");
        }
    }

    private static async Task<string> Body(string situation, string patient, HttpClient careManager)
    {
        var sound = Intents.Observation(patient, "phq-9", "2025-05-02", 14);
        sound["note"] = JsonNode.Parse($$"""[{"text":"{{Marker}}"}]""");
        switch (situation)
        {
            case "not JSON": return $"{Marker}";
            case "the same property twice": return sound.ToJsonString().Replace("\"status\":\"final\"", "\"status\":\"final\",\"status\":\"final\"", StringComparison.Ordinal);
            case "a null": return sound.ToJsonString().Replace("\"final\"", "null", StringComparison.Ordinal);
            case "a property that R4 does not have": sound[Marker] = 1; break;
            case "no code": sound.Remove("code"); break;
            case "a status that R4 does not have": sound["status"] = Marker; break;
            case "a date that is none": sound["effectiveDateTime"] = Marker; break;
            case "a value beside the reason why there is none": sound["dataAbsentReason"] = JsonNode.Parse($$"""{"text":"{{Marker}}"}"""); break;
            case "a total out of range": sound["valueInteger"] = 28; break;
            case "a total that is no whole number":
                sound.Remove("valueInteger");
                sound["valueString"] = Marker;
                break;
            case "a panel with a value": sound["code"]!["coding"]![0]!["code"] = "44249-1"; break;
            case "two instruments": sound["code"]!["coding"]!.AsArray().Add(JsonNode.Parse("""{"system":"http://loinc.org","code":"70274-6"}""")); break;
            case "a day to come": sound["effectiveDateTime"] = "2031-01-01"; break;
            case "another instrument than ours": sound["code"] = JsonNode.Parse($$"""{"text":"{{Marker}}"}"""); break;
            case "no patient": sound.Remove("subject"); break;
            case "a name too long to be kept": sound["identifier"] = JsonNode.Parse($$"""[{"system":"urn:ehr","value":"1"},{"system":"urn:ehr","value":"{{Marker.PadRight(201, 'x')}}"}]"""); break;
            case "an unknown patient": sound["subject"] = JsonNode.Parse($$"""{"reference":"Patient/{{Marker}}"}"""); break;
            case "an unknown identifier of a patient": sound["subject"] = JsonNode.Parse($$$"""{"identifier":{"system":"urn:mrn","value":"{{{Marker}}}"}}"""); break;
            case "an ambiguous patient":
                var (one, other) = ("one-" + patient, "other-" + patient);
                sound["contained"] = JsonNode.Parse($$"""[{"resourceType":"Patient","id":"p","identifier":[{"system":"urn:mrn","value":"{{one}}"},{"system":"urn:mrn","value":"{{other}}"}]}]""");
                sound["subject"] = JsonNode.Parse("""{"reference":"#p"}""");
                var own = (string)(await careManager.Gets("/v1/me"))["clinics"]![0]!["id"]!;
                foreach (var mrn in new[] { one, other })
                    await careManager.Posts("/v1/patients", new { clinicId = own, familyName = "Twin", givenName = "Sam", birthDate = (string?)null, identifiers = new[] { new { system = "urn:mrn", value = mrn } } });
                break;
            case "an unknown modifier": sound["modifierExtension"] = JsonNode.Parse($$"""[{"url":"urn:{{Marker}}","valueString":"x"}]"""); break;
            case "implicit rules": sound["implicitRules"] = "urn:" + Marker; break;
            default: throw new ArgumentOutOfRangeException(nameof(situation));
        }

        return sound.ToJsonString();
    }

    private async Task<(int, int)> Stored()
    {
        await using var db = app.Owner();
        return (await db.Assessments.CountAsync(), await db.StoredResources.CountAsync());
    }
}
