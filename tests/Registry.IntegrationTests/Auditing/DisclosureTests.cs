using System.Net;
using System.Text.Json.Nodes;
using NodaTime;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Auditing;

/// <summary>Accounting of disclosures, what a breach reached, and what deserves a second look.</summary>
public sealed class DisclosureTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task An_accounting_lists_exactly_what_must_be_accounted_for()
    {
        using var careManager = app.As("care-manager");
        using var auditor = app.As("auditor");
        var patient = await careManager.KnowsPatient(app);
        await Discloses(careManager, patient, "treatment", "2025-01-10", "Dr. Elsewhere");
        await Discloses(careManager, patient, "public-health", "2025-02-01", "State Department of Health");
        await Discloses(careManager, patient, "public-health", "2025-03-01", "State Department of Health");
        await Discloses(auditor, patient, "research", "2024-12-01", "University Study 12");
        await Discloses(auditor, patient, "limited-data-set", "2024-12-02", "University Study 13");
        await Discloses(auditor, patient, "research", "2019-06-15", "Too long ago");
        await Discloses(auditor, patient, "law-enforcement", "2025-04-01", "County Sheriff", withheldUntil: "2099-01-01");

        var accounting = await auditor.Gets($"/v1/patients/{patient}/accounting");

        Assert.Equal(
            ["2024-12-01 2024-12-01 1 University Study 12", "2025-02-01 2025-03-01 2 State Department of Health"],
            accounting["items"]!.AsArray().Select(l => $"{l!["first"]} {l["last"]} {l["times"]} {l["recipientName"]}"));
        // An agency asks for it afterwards: its own disclosures are hidden, and nobody else's.
        await Discloses(careManager, patient, "health-oversight", "2025-04-02", "Inspector General");
        await Discloses(careManager, patient, "health-oversight", "2025-04-03", "State Auditor");
        var suspension = new { recipientName = "Inspector General", untilOn = "2099-01-01", statement = "Letter 7" };
        await careManager.Posts($"/v1/patients/{patient}/accounting-suspensions", suspension, HttpStatusCode.Forbidden);
        await app.As("auditor", foreign: true).Posts($"/v1/patients/{patient}/accounting-suspensions", suspension, HttpStatusCode.NotFound);
        await auditor.Posts($"/v1/patients/{patient}/accounting-suspensions", new { recipientName = "X", untilOn = "2025-01-01", statement = "Y" }, HttpStatusCode.UnprocessableEntity);
        await auditor.Posts($"/v1/patients/{patient}/accounting-suspensions", suspension);
        Assert.Equal(["University Study 12", "State Department of Health", "State Auditor"],
            (await auditor.Gets($"/v1/patients/{patient}/accounting"))["items"]!.AsArray().Select(l => (string)l!["recipientName"]!));

        await careManager.Gets($"/v1/patients/{patient}/accounting", HttpStatusCode.Forbidden);
        Assert.Empty((await app.As("auditor", foreign: true).Gets($"/v1/patients/{patient}/accounting"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_disclosure_is_of_a_patient_one_may_see_and_is_recorded_once()
    {
        using var careManager = app.As("care-manager");
        using var auditor = app.As("auditor");
        var patient = await careManager.KnowsPatient(app);
        var recorded = await Discloses(careManager, patient, "required-by-law", "2025-02-01", "County Court");
        Assert.Equal("County Court", (string)(await auditor.Gets($"/v1/patients/{patient}/disclosures/{(string)recorded["id"]!}"))["recipientName"]!);
        await Discloses(app.As("care-manager", foreign: true), patient, "research", "2025-02-01", "X", HttpStatusCode.NotFound);
        await Discloses(app.As("auditor", foreign: true), patient, "research", "2025-02-01", "X", HttpStatusCode.NotFound);
        await Discloses(careManager, patient, "research", "2999-02-01", "X", HttpStatusCode.UnprocessableEntity);
        await Discloses(careManager, patient, "research", "2025-02-01", "X", HttpStatusCode.UnprocessableEntity, withheldUntil: "2026-01-01");
        await Discloses(careManager, patient, "curiosity", "2025-02-01", "X", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_breach_reached_exactly_the_patients_that_the_stolen_token_was_used_on()
    {
        using var owner = app.As("care-manager");
        using var auditor = app.As("auditor");
        app.Clock.Now += Duration.FromDays(1);
        var (from, until) = (Text(app.Clock.Now), Text(app.Clock.Now + Duration.FromHours(1)));
        var (read, changed, untouched) = (await owner.KnowsPatient(app), await owner.KnowsPatient(app), await owner.KnowsPatient(app));
        using var thief = app.With(app.Issuer.Sign(app.Clock.Now, new(TestIssuer.ClaimsOf(Personas.CareManager)) { ["client_id"] = "stolen-app", ["jti"] = "stolen" }));
        await thief.Gets($"/v1/patients/{read}");
        await thief.Gets($"/v1/patients/{read}/assessments");
        await thief.Scores(changed, "phq-9", "2025-01-05", 3);
        await thief.Posts($"/v1/patients/{untouched}/assessments", new { instrument = "phq-9", administeredOn = "2999-01-05", total = 3 }, HttpStatusCode.UnprocessableEntity);

        foreach (var by in (object[])[new { tokenId = "stolen", from, until }, new { clientId = "stolen-app", from, until }])
        {
            var impact = (await auditor.Posts("/v1/audit-impact", by, HttpStatusCode.OK))["items"]!.AsArray();
            Assert.Equal(new[] { read, changed }.Order(), impact.Select(p => (string)p!["patientId"]!));
            Assert.Equal(["assessment", "patient"], Of(impact, read)["kinds"]!.AsArray().Select(k => (string)k!));
            Assert.Equal((false, true), ((bool)Of(impact, read)["changed"]!, (bool)Of(impact, changed)["changed"]!));
        }

        Assert.Empty((await auditor.Posts("/v1/audit-impact", new { tokenId = "stolen", from = Text(app.Clock.Now - Duration.FromDays(1)), until = from }, HttpStatusCode.OK))["items"]!.AsArray());
        await auditor.Posts("/v1/audit-impact", new { from, until }, HttpStatusCode.UnprocessableEntity);
        await auditor.Posts("/v1/audit-impact", new { tokenId = "stolen", from = until, until = from }, HttpStatusCode.BadRequest);
        await owner.Posts("/v1/audit-impact", new { tokenId = "stolen", from, until }, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Opening_forty_records_in_an_hour_and_ten_refusals_are_findings()
    {
        using var careManager = app.As("care-manager");
        using var auditor = app.As("auditor");
        app.Clock.Now += Duration.FromDays(2);
        var period = $"from={Text(app.Clock.Now)}&until={Text(app.Clock.Now + Duration.FromHours(1))}";
        for (var i = 0; i < 39; i++) await careManager.KnowsPatient(app);
        for (var i = 0; i < 9; i++) await careManager.Gets($"/v1/patients/{Guid.CreateVersion7()}", HttpStatusCode.NotFound);
        Assert.Empty((await auditor.Gets($"/v1/activity-review?{period}"))["items"]!.AsArray());

        await careManager.KnowsPatient(app);
        await careManager.Gets($"/v1/patients/{Guid.CreateVersion7()}", HttpStatusCode.NotFound);

        var findings = (await auditor.Gets($"/v1/activity-review?{period}"))["items"]!.AsArray();
        Assert.Equal([$"many-patients 40 {Personas.CareManager.DisplayName}", $"refusals 10 {Personas.CareManager.DisplayName}"], findings.Select(f => $"{f!["rule"]} {f["count"]} {f["staffName"]}"));
        await auditor.Gets($"/v1/activity-review?from={Text(app.Clock.Now)}&until={Text(app.Clock.Now + Duration.FromDays(32))}", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Opening_the_own_record_a_colleagues_or_a_namesakes_is_a_finding_that_names_nobody()
    {
        using var careManager = app.As("care-manager");
        using var auditor = app.As("auditor");
        app.Clock.Now += Duration.FromDays(3);
        var period = $"from={Text(app.Clock.Now)}&until={Text(app.Clock.Now + Duration.FromHours(1))}";
        var (self, colleague, namesake) = (await careManager.KnowsPatient(app, family: "Testwell", given: "Corin"), await careManager.KnowsPatient(app, family: "Sampleton", given: "Paz"), await careManager.KnowsPatient(app, family: "TESTWELL", given: "Cora"));
        await careManager.KnowsPatient(app, family: "Ashgrove", given: "Corin");
        await careManager.Gets($"/v1/patients/{namesake}");

        var answer = await auditor.Gets($"/v1/activity-review?{period}");

        Assert.Equal(new[] { $"colleague {colleague} 1", $"own-record {self} 1", $"same-family-name {namesake} 2" }, answer["items"]!.AsArray().Select(f => $"{f!["rule"]} {f["patientId"]} {f["count"]}").Order(StringComparer.Ordinal));
        Assert.DoesNotContain("Sampleton", answer.ToJsonString(), StringComparison.Ordinal);
        await auditor.Gets($"/v1/patients/{self}", HttpStatusCode.Forbidden);
    }

    private static Task<JsonNode> Discloses(
        HttpClient client, string patient, string purpose, string on, string recipientName, HttpStatusCode expected = HttpStatusCode.Created, string? withheldUntil = null) =>
        client.Posts($"/v1/patients/{patient}/disclosures", new { on, recipientName, what = "Scores of the questionnaires", purpose, why = "As reported to the privacy office", withheldUntil }, expected);

    private static JsonNode Of(JsonArray impact, string patient) => impact.Single(p => (string)p!["patientId"]! == patient)!;

    private static string Text(Instant at) => NodaTime.Text.InstantPattern.ExtendedIso.Format(at);
}
