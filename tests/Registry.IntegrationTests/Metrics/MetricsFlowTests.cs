using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>Figures over HTTP: who may ask for which, and who is behind them.</summary>
public sealed class MetricsFlowTests : IAsyncLifetime
{
    private readonly RegistryApp app = new();
    private string mine = "";

    public async Task InitializeAsync()
    {
        await app.InitializeAsync();
        app.Clock.Now = Instant.FromUtc(2025, 4, 20, 15, 0);
        mine = $"/v1/caseloads/{app.Home.CareManager}/metrics";
    }

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_care_manager_reads_the_own_figures_and_who_is_behind_each()
    {
        using var careManager = app.As("care-manager");
        var improved = await Patient(careManager, "2024-12-01", 18, "2025-03-10", 8);
        var not = await Patient(careManager, "2024-12-02", 18, "2025-03-11", 17);
        await Patient(careManager, "2025-03-20", 8, "2025-03-25", 7);

        var figure = Figure(await careManager.Gets($"{mine}?period=2025-03"), "M19");
        Assert.Equal((50.0m, 1, 2), ((decimal)figure["value"]!, (int)figure["numerator"]!, (int)figure["denominator"]!));
        var behind = await careManager.Gets($"{mine}/M19/patients?period=2025-03");
        Assert.Equal([("excluded", "fewer-than-70-days"), ("denominator", "not-improved"), ("numerator", "improved")],
            behind["items"]!.AsArray().Select(i => ((string)i!["place"]!, (string)i["why"]!)));
        Assert.Equal([not, improved], behind["items"]!.AsArray().Skip(1).Select(i => (string)i!["patientId"]!));
        await using var db = app.Owner();
        Assert.Equal(3, db.AuditEntries.Single(e => e.Action == "metrics.patients.read").PatientIds.Length);

        // The clinic's are asked for by those who see the whole clinic, and so are those of the state and the nation.
        using var lead = app.As("clinic-lead");
        var clinic = $"/v1/clinics/{app.Home.North}";
        Assert.Equal(behind["items"]!.ToJsonString(), (await lead.Gets($"{clinic}/metrics/M19/patients?period=2025-03"))["items"]!.ToJsonString());
        Assert.Equal(3, (await lead.Gets($"{clinic}/metrics/D9/patients?period=2025-03"))["items"]!.AsArray().Count);
        var state = Figure(await lead.Gets($"{clinic}/new-york/2025-03"), "NYS1");
        Assert.Equal((int)state["value"]!["value"]!, (await lead.Gets($"{clinic}/new-york/2025-03/NYS1/patients"))["items"]!.AsArray().Count(i => (string?)i!["place"] == "numerator"));
        await lead.Gets($"{clinic}/national-measures/2025/N01/patients");
        Assert.Equal(3, db.AuditEntries.Where(e => e.Action == "clinic-metrics.patients.read").OrderBy(e => e.Id).First().PatientIds.Length);
        foreach (var path in (string[])["metrics/M99", "new-york/2025-03/NYS9", "national-measures/2025/N99"]) await lead.Gets($"{clinic}/{path}/patients", System.Net.HttpStatusCode.NotFound);
        await careManager.Gets($"{clinic}/metrics/M19/patients?period=2025-03", System.Net.HttpStatusCode.Forbidden);
        await lead.Gets($"/v1/clinics/{app.Home.South}/metrics/M19/patients?period=2025-03", System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Figures_of_one_program_are_of_its_episodes_alone()
    {
        using var careManager = app.As("care-manager");
        await Patient(careManager, "2025-03-03", 18, "2025-03-24", 8);
        await careManager.Posts($"/v1/patients/{await careManager.KnowsPatient(app)}/episodes", new { enrolledOn = "2025-03-04", careManagerId = app.Home.CareManager.ToString(), program = "perinatal" });

        decimal? Of(JsonNode figures, string code) => (decimal?)Figure(figures, code)["value"];
        Assert.Equal(2, Of(await careManager.Gets($"{mine}?period=2025-03"), "M01"));
        var perinatal = await careManager.Gets($"{mine}?period=2025-03&program=perinatal");
        Assert.Equal((1, 0), (Of(perinatal, "M01"), Of(perinatal, "M08")));
        Assert.Equal("fte-not-attested", (string?)Figure(perinatal, "M02")["noValue"]);
        Assert.Single((await careManager.Gets($"{mine}/M01/patients?period=2025-03&program=perinatal"))["items"]!.AsArray());
        using var lead = app.As("clinic-lead");
        Assert.Equal(1, Of(await lead.Gets($"/v1/clinics/{app.Home.North}/metrics?period=2025-03&program=collaborative-care"), "M01"));
    }

    [Fact]
    public async Task A_score_of_the_last_evening_belongs_to_the_month_though_it_was_the_next_day_in_Greenwich()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        await careManager.Contacts(await careManager.Enrols(app, patient, "2025-03-03"), "follow-up", "2025-03-20", 20);
        await ehr.Observes(patient, "phq-9", "2025-03-31T23:30:00-04:00", 15);

        Assert.Equal(100m, (decimal)Figure(await careManager.Gets($"{mine}?period=2025-03"), "M09")["value"]!);
        Assert.Equal(0m, (decimal)Figure(await careManager.Gets($"{mine}?period=2025-04"), "M09")["value"]!);
    }

    [Fact]
    public async Task A_past_report_comes_out_as_it_was_known()
    {
        using var careManager = app.As("care-manager");
        var patient = await Patient(careManager, "2024-12-01", 18, "2025-03-10", 8);
        var before = $"{app.Clock.Now}";
        app.Clock.Now += Duration.FromHours(1);
        await careManager.Scores(patient, "phq-9", "2025-03-30", 17);

        Assert.Equal(0m, (decimal)Figure(await careManager.Gets($"{mine}?period=2025-03"), "M19")["value"]!);
        Assert.Equal(100m, (decimal)Figure(await careManager.Gets($"{mine}?period=2025-03&knownAt={Uri.EscapeDataString(before)}"), "M19")["value"]!);
    }

    [Fact]
    public async Task Groups_are_told_apart_by_what_is_recorded_and_unknown_is_one_of_them()
    {
        using var careManager = app.As("care-manager");
        var patient = await Patient(careManager, "2024-12-01", 18, "2025-03-10", 8);
        await Patient(careManager, "2024-12-01", 18, "2025-03-10", 17);
        var background = new { race = "asian", ethnicity = "not-hispanic-or-latino", language = "en", sex = "female", gender = "woman", coverage = new[] { new { payer = "medicaid-ffs", startOn = "2024-01-01" } } };
        await careManager.Sends(HttpMethod.Put, $"/v1/patients/{patient}/background", background, HttpStatusCode.OK, "\"0\"");
        await careManager.Sends(HttpMethod.Put, $"/v1/patients/{patient}/background", background, HttpStatusCode.PreconditionFailed, "\"0\"");

        var groups = (await careManager.Gets($"{mine}?period=2025-03&by=race"))["groups"]!.AsArray().ToDictionary(g => (string)g!["group"]!, g => (decimal)Figure(g!, "M19")["value"]!);
        Assert.Equal([new("asian", 100m), new("unknown", 0m)], groups);
        Assert.Equal(["medicaid", "unknown"], (await careManager.Gets($"{mine}?period=2025-03&by=payer"))["groups"]!.AsArray().Select(g => (string)g!["group"]!));
    }

    [Fact]
    public async Task The_caseload_for_each_full_time_post_waits_for_somebody_to_vouch_for_it()
    {
        using var careManager = app.As("care-manager");
        await Patient(careManager, "2024-12-01", 18, "2025-03-10", 8);
        Assert.Equal("fte-not-attested", (string)Figure(await careManager.Gets($"{mine}?period=2025-03"), "M02")["noValue"]!);

        using var administrator = app.As("administrator");
        await administrator.Sends(HttpMethod.Put, $"/v1/staff/{app.Home.CareManager}/fte", new { from = "2025-01-01", fte = 0.5 }, HttpStatusCode.OK);
        await administrator.Sends(HttpMethod.Put, $"/v1/staff/{app.Home.CareManager}/fte", new { from = "2025-01-01", fte = 1.6 }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(2.0m, (decimal)Figure(await careManager.Gets($"{mine}?period=2025-03"), "M02")["value"]!);
    }

    [Fact]
    public async Task Nobody_sees_patients_or_small_groups_who_may_not()
    {
        app.Clock.Now = Instant.FromUtc(2025, 4, 10, 15, 0); // in time for the figures of March
        using (var recording = app.As("care-manager"))
        {
            for (var i = 0; i < 12; i++) await Patient(recording, "2024-12-01", 18, "2025-03-10", i < 9 ? 8 : 17);
        }

        app.Clock.Now = Instant.FromUtc(2025, 4, 20, 15, 0);
        using var careManager = app.As("care-manager");
        await Patient(careManager, "2024-12-01", 18, "2025-03-10", 17); // too late to change them
        using var lead = app.As("program-lead");
        using var consultant = app.As("psychiatric-consultant");

        await lead.Gets("/v1/organization/metrics/2025-03", HttpStatusCode.NotFound); // settled, and not out yet
        await app.Publishes();
        var rows = (await lead.Gets("/v1/organization/metrics/2025-03"))["rows"]!.AsArray();
        Assert.Equal(12, (int)Figure(rows[0]!, "M08")["denominator"]!);
        Assert.All(rows, row => Assert.Equal(("suppressed", true), ((string?)Figure(row!, "M19")["noValue"], Figure(row!, "M19")["numerator"] is null))); // nine improved, three did not
        await lead.Gets($"{mine}?period=2025-03", HttpStatusCode.NotFound);
        await lead.Gets($"/v1/clinics/{app.Home.North}/metrics?period=2025-03", HttpStatusCode.Forbidden);
        await lead.Gets($"{mine}/M19/patients?period=2025-03", HttpStatusCode.Forbidden);
        await lead.Gets("/v1/organization/metrics/2025-04", HttpStatusCode.BadRequest); // not settled
        Assert.Equal(9, (int)Figure(await consultant.Gets($"/v1/clinics/{app.Home.North}/metrics?period=2025-03"), "M19")["numerator"]!);
        await careManager.Gets($"/v1/clinics/{app.Home.North}/metrics?period=2025-03", HttpStatusCode.Forbidden);
        using var foreign = app.As("care-manager", foreign: true);
        await foreign.Gets($"{mine}?period=2025-03", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(14, HttpStatusCode.BadRequest)]
    [InlineData(15, HttpStatusCode.OK)]
    public async Task A_month_is_submitted_from_the_fifteenth_day_after_its_end_on(int day, HttpStatusCode answer)
    {
        app.Clock.Now = Instant.FromUtc(2025, 4, day, 15, 0);
        using var clinicLead = app.As("clinic-lead");
        await clinicLead.Sends(HttpMethod.Post, $"/v1/clinics/{app.Home.North}/new-york/2025-03/submission", null, answer);
    }

    [Fact]
    public async Task A_submitted_month_stays_as_it_was_and_late_facts_show_as_differences()
    {
        using var careManager = app.As("care-manager");
        using var consultant = app.As("psychiatric-consultant");
        using var clinicLead = app.As("clinic-lead");
        var month = $"/v1/clinics/{app.Home.North}/new-york/2025-03";
        var patient = await Patient(careManager, "2025-01-06", 18, "2025-03-10", 8);
        await careManager.Sends(HttpMethod.Put, $"/v1/patients/{patient}/background", new { race = (string?)null, ethnicity = (string?)null, language = (string?)null, sex = (string?)null, gender = (string?)null, coverage = new[] { new { payer = "medicaid-ffs", startOn = "2024-01-01" } } }, HttpStatusCode.OK, "\"0\"");
        Assert.Equal(JsonValueKind.Null, (await consultant.Gets(month))["submittedAt"]?.GetValueKind() ?? JsonValueKind.Null);

        await clinicLead.Sends(HttpMethod.Post, $"{month}/submission", null, HttpStatusCode.OK);
        await clinicLead.Sends(HttpMethod.Post, $"{month}/submission", null, HttpStatusCode.Conflict);
        await clinicLead.Sends(HttpMethod.Post, $"/v1/clinics/{app.Home.North}/new-york/2025-04/submission", null, HttpStatusCode.BadRequest);
        app.Clock.Now += Duration.FromHours(1);
        await careManager.Scores(patient, "phq-9", "2025-03-30", 17); // a form found late

        var improved = Figure(await consultant.Gets(month), "NYS6");
        Assert.Equal((true, 0m, 100m), ((bool)improved["isChanged"]!, (decimal)improved["value"]!["value"]!, (decimal)improved["submitted"]!["value"]!));
        Assert.False((bool)Figure(await consultant.Gets(month), "NYS1")["isChanged"]!);
        await careManager.Gets(month, HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("period=2025-3", "#/period")]
    [InlineData("period=2025-03&by=shoe-size", "#/by")]
    [InlineData("period=2025-03&instrument=audit-c", "#/instrument")]
    public async Task A_question_that_cannot_be_answered_names_what_is_wrong(string query, string member)
    {
        using var careManager = app.As("care-manager");
        var problem = await careManager.Gets($"{mine}?{query}", HttpStatusCode.BadRequest);
        Assert.Contains(member, problem["errors"]!.AsArray().Select(e => (string)e!["pointer"]!));
        await careManager.Gets($"{mine}/M99/patients?period=2025-03", HttpStatusCode.NotFound);
    }

    private async Task<string> Patient(HttpClient careManager, string enrolledOn, int first, string laterOn, int later)
    {
        var patient = await careManager.KnowsPatient(app);
        var episode = await careManager.Enrols(app, patient, enrolledOn);
        await careManager.Contacts(episode, "initial-assessment", enrolledOn, 40, "in-person");
        await careManager.Scores(patient, "phq-9", enrolledOn, first);
        await careManager.Scores(patient, "phq-9", laterOn, later);
        return patient;
    }

    private static JsonNode Figure(JsonNode answer, string code) => answer["items"]!.AsArray().Single(i => (string)i!["code"]! == code)!;
}
