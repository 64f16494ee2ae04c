using System.Net;
using System.Text.Json.Nodes;
using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>Metrics at the FHIR door: what is counted, what came out, and of whom.</summary>
public sealed class MeasureTests : IAsyncLifetime
{
    private readonly RegistryApp app = new();

    public Task InitializeAsync() => app.InitializeAsync();

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_metric_is_a_Measure_and_its_figure_a_MeasureReport_with_the_patients_for_those_who_may_see_them()
    {
        app.Clock.Now = Instant.FromUtc(2025, 4, 20, 15, 0);
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var improved = await Patient(careManager, 8);
        var not = await Patient(careManager, 17);

        Assert.Equal(40, (int)(await ehr.Gets("/fhir/Measure"))["total"]!);
        var measure = await ehr.Gets("/fhir/Measure/M19");
        Assert.Equal(("ImprovementAt70Days", "proportion", "https://registry.test/fhir/Measure/M19"), ((string)measure["name"]!, (string)measure["scoring"]!["coding"]![0]!["code"]!, (string)measure["url"]!));
        await ehr.Gets("/fhir/Measure/M99", HttpStatusCode.NotFound);

        const string march = "/fhir/Measure/M19/$evaluate-measure?periodStart=2025-03-01&periodEnd=2025-03-31";
        var summary = await ehr.Gets(march);
        Assert.Equal(("summary", 50.0m), ((string)summary["type"]!, (decimal)summary["group"]![0]!["measureScore"]!["value"]!));
        Assert.Equal(["initial-population 2", "denominator 2", "denominator-exclusion 0", "numerator 1"], Populations(summary));
        Assert.DoesNotContain(improved, summary.ToJsonString(), StringComparison.Ordinal);
        var list = await ehr.Gets(march + "&reportType=subject-list");
        Assert.Equal([$"Patient/{improved}"], Subjects(list, "numerator"));
        Assert.Equal(new[] { $"Patient/{improved}", $"Patient/{not}" }.Order(), Subjects(list, "denominator").Order());
        await ehr.Gets("/fhir/Measure/M19/$evaluate-measure?periodStart=2025-03-01&periodEnd=2025-03-30", HttpStatusCode.BadRequest);

        var found = await ehr.Gets("/fhir/MeasureReport?measure=Measure/M19&period=2025-03");
        var report = found["entry"]!.AsArray().Select(e => e!["resource"]!).Single(r => (string)r["reporter"]!["display"]! == "North Clinic");
        Assert.Equal($"{app.Home.North}.M19.2025-03", (string)report["id"]!);
        Assert.Equal(report.ToJsonString(), (await ehr.Gets($"/fhir/MeasureReport/{report["id"]}")).ToJsonString());
        await ehr.Gets($"/fhir/MeasureReport/{app.Elsewhere.North}.M19.2025-03", HttpStatusCode.NotFound);
        await ehr.Gets("/fhir/MeasureReport", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_score_is_the_numerator_of_the_denominator_less_the_excluded()
    {
        app.Clock.Now = Instant.FromUtc(2025, 4, 20, 15, 0);
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        await Patient(careManager, 8);
        await Patient(careManager, 17);
        await Patient(careManager, 4, first: 8); // never elevated: excluded

        var group = (await ehr.Gets("/fhir/Measure/M19/$evaluate-measure?periodStart=2025-03-01&periodEnd=2025-03-31"))["group"]![0]!;
        var count = group["population"]!.AsArray().ToDictionary(p => (string)p!["code"]!["coding"]![0]!["code"]!, p => (int)p!["count"]!);
        Assert.True(count["denominator-exclusion"] > 0 && count["denominator"] == count["initial-population"]);
        Assert.Equal((decimal)group["measureScore"]!["value"]!, Math.Round(100m * count["numerator"] / (count["denominator"] - count["denominator-exclusion"]), 1, MidpointRounding.AwayFromZero));
    }

    [Fact]
    public async Task A_share_of_events_counts_events_and_names_nobody()
    {
        app.Clock.Now = Instant.FromUtc(2025, 4, 20, 15, 0);
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await Patient(careManager, 8);
        await careManager.Scores(patient, "phq-9", "2024-12-20", 12); // two scores of one patient, neither with an answer about self-harm

        var scores = await ehr.Gets("/fhir/Measure/M36/$evaluate-measure?periodStart=2024-12-01&periodEnd=2024-12-31&reportType=subject-list");
        Assert.DoesNotContain(patient, scores.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["initial-population 2", "denominator 2", "numerator 2"], Populations(scores));
    }

    [Theory]
    [InlineData(4)] // runs
    [InlineData(5)] // has not begun
    public async Task A_month_that_is_not_over_is_pending_and_has_no_figure(int month)
    {
        app.Clock.Now = Instant.FromUtc(2025, 4, 30, 15, 0);
        using var ehr = app.As("ehr-integration");
        var (from, to) = (new LocalDate(2025, month, 1), new LocalDate(2025, month, 1).PlusMonths(1).PlusDays(-1));
        var report = await ehr.Gets($"/fhir/Measure/M19/$evaluate-measure?periodStart={from:uuuu-MM-dd}&periodEnd={to:uuuu-MM-dd}&reportType=subject-list");
        Assert.Equal(("pending", true, true), ((string)report["status"]!, report["group"] is null, report["contained"] is null));
        Assert.Equal("pending", (string)(await ehr.Gets($"/fhir/MeasureReport/{app.Home.North}.M19.2025-{month:00}"))["status"]!);
        app.Clock.Now = Instant.FromUtc(2025, 4, 20, 15, 0);
    }

    private async Task<string> Patient(HttpClient careManager, int later, int first = 18)
    {
        var patient = await careManager.KnowsPatient(app);
        var episode = await careManager.Enrols(app, patient, "2024-12-01");
        await careManager.Contacts(episode, "initial-assessment", "2024-12-01", 40, "in-person");
        await careManager.Scores(patient, "phq-9", "2024-12-01", first);
        await careManager.Scores(patient, "phq-9", "2025-03-10", later);
        return patient;
    }

    private static IEnumerable<string> Populations(JsonNode report) =>
        report["group"]![0]!["population"]!.AsArray().Select(p => $"{p!["code"]!["coding"]![0]!["code"]} {p["count"]}");

    private static IEnumerable<string> Subjects(JsonNode report, string population) =>
        report["contained"]!.AsArray().Single(l => (string)l!["id"]! == population)!["entry"]!.AsArray().Select(e => (string)e!["item"]!["reference"]!);
}
