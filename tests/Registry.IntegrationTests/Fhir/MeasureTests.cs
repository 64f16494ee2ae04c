using System.Net;
using System.Text.Json.Nodes;
using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>Metrics at the FHIR door: what is counted, what came out, and of whom.</summary>
public sealed class MeasureTests(RegistryApp app) : IClassFixture<RegistryApp>
{
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

    private async Task<string> Patient(HttpClient careManager, int later)
    {
        var patient = await careManager.KnowsPatient(app);
        var episode = await careManager.Enrols(app, patient, "2024-12-01");
        await careManager.Contacts(episode, "initial-assessment", "2024-12-01", 40, "in-person");
        await careManager.Scores(patient, "phq-9", "2024-12-01", 18);
        await careManager.Scores(patient, "phq-9", "2025-03-10", later);
        return patient;
    }

    private static IEnumerable<string> Populations(JsonNode report) =>
        report["group"]![0]!["population"]!.AsArray().Select(p => $"{p!["code"]!["coding"]![0]!["code"]} {p["count"]}");

    private static IEnumerable<string> Subjects(JsonNode report, string population) =>
        report["contained"]!.AsArray().Single(l => (string)l!["id"]! == population)!["entry"]!.AsArray().Select(e => (string)e!["item"]!["reference"]!);
}
