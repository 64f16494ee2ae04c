using System.Net;
using System.Text.Json.Nodes;
using NodaTime;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>A clinic slips, is warned, answers with a plan, and recovers.</summary>
public sealed class DriftFlowTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    private string Drift => $"/v1/clinics/{app.Home.North}/drift";

    [Fact]
    public async Task A_planted_history_turns_amber_red_and_back_and_is_answered_with_a_plan()
    {
        app.Clock.Now = Instant.FromUtc(2025, 6, 10, 15, 0);
        using var careManager = app.As("care-manager");
        using var lead = app.As("clinic-lead");
        using var programLead = app.As("program-lead");
        string[] months = ["2025-01-20", "2025-02-20", "2025-03-20", "2025-04-20", "2025-05-20"];
        int[] measured = [5, 5, 3, 2, 5]; // of five patients
        for (var i = 0; i < 5; i++)
        {
            var patient = await careManager.KnowsPatient(app);
            var episode = await careManager.Enrols(app, patient, "2025-01-06");
            await careManager.Contacts(episode, "initial-assessment", "2025-01-06", 40, "in-person");
            foreach (var (at, on) in months.Index())
            {
                await careManager.Contacts(episode, "follow-up", on, 20);
                if (i < measured[at]) await careManager.Scores(patient, "phq-9", on, 15);
            }
        }

        var history = Of(await lead.Gets($"{Drift}?to=2025-05&months=5"), "D2");
        Assert.Equal(["2025-01 100.0 green", "2025-02 100.0 green", "2025-03 60.0 amber", "2025-04 40.0 red", "2025-05 100.0 green"],
            history["months"]!.AsArray().Select(m => $"{m!["month"]} {(decimal)m["value"]!:0.0} {m["level"]}"));
        Assert.Equal(["2025-01  green", "2025-03 green amber", "2025-04 amber red", "2025-05 red green"], history["turns"]!.AsArray().Select(t => $"{t!["month"]} {t["from"]} {t["to"]}"));

        // Everything was entered today: five months late on the median.
        Assert.Equal("red", (string)Of(await lead.Gets($"{Drift}?to=2025-05&months=5"), "D11")["level"]!);

        // In April somebody would have answered; the answer stands until the indicator turns again.
        app.Clock.Now = Instant.FromUtc(2025, 4, 25, 15, 0);
        var plan = new { ownerId = app.Home.CareManager.ToString(), intervention = "Every contact begins with the PHQ-9.", reviewOn = "2025-05-30" };
        using var then = app.As("clinic-lead");
        using var thenCareManager = app.As("care-manager");
        await then.Posts($"{Drift}/D2/plans", plan);
        await then.Posts($"{Drift}/D2/plans", new { plan.ownerId, plan.intervention, reviewOn = "2025-04-24" }, HttpStatusCode.UnprocessableEntity);
        await then.Posts($"{Drift}/D99/plans", plan, HttpStatusCode.NotFound);
        await thenCareManager.Posts($"{Drift}/D2/plans", plan, HttpStatusCode.Forbidden);
        app.Clock.Now = Instant.FromUtc(2025, 6, 10, 15, 0);
        var april = Of(await lead.Gets($"{Drift}?to=2025-04&months=4"), "D2");
        Assert.Equal((true, "2025-04", "2025-05-30"), ((bool)april["isAnswered"]!, (string)april["since"]!, (string)april["plan"]!["reviewOn"]!));
        Assert.False((bool)Of(await lead.Gets($"{Drift}?to=2025-05&months=5"), "D2")["isAnswered"]!); // green again: nothing to answer
        Assert.Single((await programLead.Gets($"/v1/clinics/{app.Home.North}/drift-plans"))["items"]!.AsArray());

        // The plan stands on the run chart of the figure it is about.
        await programLead.Sends(HttpMethod.Put, $"/v1/clinics/{app.Home.North}/launch", new { launchedOn = "2024-12-09" }, HttpStatusCode.OK);
        var chart = await lead.Gets($"/v1/clinics/{app.Home.North}/run-charts/M16?to=2025-05&months=5");
        Assert.Equal(["1 100.0", "2 100.0", "3 60.0", "4 40.0", "5 100.0"], chart["points"]!.AsArray().Select(p => $"{p!["monthsSinceLaunch"]} {(decimal)p["value"]!:0.0}"));
        Assert.Equal(("drift-plan", "2025-04-25", "2025-05-30"), ((string)chart["annotations"]![0]!["kind"]!, (string)chart["annotations"]![0]!["from"]!, (string)chart["annotations"]![0]!["to"]!));
        Assert.Equal((100m, false), ((decimal)chart["median"]!, (bool)chart["hasShift"]!));
        Assert.Empty((await lead.Gets($"/v1/clinics/{app.Home.North}/run-charts/M19?to=2025-05&months=5"))["annotations"]!.AsArray());

        // So do the clinic's PDSA cycles: on the chart of the metric they are to move, and on every chart when they name none.
        (Id<Clinic> Clinic, string Title, string StartedOn, string[] Metrics)[] cycles =
            [(app.Home.North, "Call within a week", "2025-02-03", ["M16"]), (app.Home.North, "A later huddle", "2025-05-12", []), (app.Home.North, "Not about this", "2025-03-03", ["M08"]),
             (app.Home.North, "Not begun by then", "2025-06-02", []), (app.Home.South, "Elsewhere", "2025-02-03", [])];
        foreach (var (clinic, title, startedOn, metrics) in cycles)
        {
            await programLead.Posts("/v1/pdsa-cycles", new { clinicId = clinic.ToString(), title, aim = "More scores", prediction = "Ten points", plan = "On Tuesdays", startedOn, metrics });
        }

        Assert.Equal(["pdsa-cycle Call within a week 2025-02-03", "drift-plan Every contact begins with the PHQ-9. 2025-04-25", "pdsa-cycle A later huddle 2025-05-12"],
            (await lead.Gets($"/v1/clinics/{app.Home.North}/run-charts/M16?to=2025-05&months=5"))["annotations"]!.AsArray().Select(a => $"{a!["kind"]} {a["title"]} {a["from"]}"));

        // Months out of one reading are what each is by itself.
        foreach (var (at, on) in months.Index())
        {
            var alone = (await lead.Gets($"/v1/clinics/{app.Home.North}/metrics?period={on[..7]}"))["items"]!.AsArray().Single(i => (string)i!["code"]! == "M16")!;
            Assert.Equal((decimal)alone["value"]!, (decimal)chart["points"]![at]!["value"]!);
        }
    }

    [Fact]
    public async Task A_month_without_anybody_enrolled_has_nothing_to_warn_of()
    {
        app.Clock.Now = Instant.FromUtc(2025, 6, 10, 15, 0);
        using var lead = app.As("clinic-lead");
        var before = await lead.Gets($"{Drift}?to=2024-06&months=1");
        foreach (var indicator in (string[])["D4", "D11"])
        {
            Assert.Equal((null, "empty-denominator"), ((string?)Of(before, indicator)["level"], (string?)Of(before, indicator)["months"]![0]!["noValue"]));
        }

        Assert.Equal("period-not-begun", (string?)Of(await lead.Gets($"{Drift}?to=2025-08&months=1"), "D11")["months"]![0]!["noValue"]);
    }

    [Fact]
    public async Task An_organization_chooses_its_own_limits_and_targets()
    {
        using var lead = app.As("program-lead");
        using var administrator = app.As("administrator");
        await lead.Sends(HttpMethod.Put, "/v1/drift-indicators/D2/threshold", new { amberBelow = 50, redBelow = 60 }, HttpStatusCode.UnprocessableEntity);
        var chosen = await lead.Sends(HttpMethod.Put, "/v1/drift-indicators/D2/threshold", new { amberBelow = 90, redBelow = 80 }, HttpStatusCode.OK);
        Assert.Equal((75m, 90m), ((decimal)chosen["default"]!["amberBelow"]!, (decimal)chosen["threshold"]!["amberBelow"]!));
        Assert.Equal(90m, (decimal)(await lead.Gets("/v1/drift-indicators"))["items"]!.AsArray().Single(i => (string)i!["code"]! == "D2")!["threshold"]!["amberBelow"]!);
        await lead.Sends(HttpMethod.Put, "/v1/drift-indicators/D2/threshold", new { amberBelow = 75, redBelow = 60 }, HttpStatusCode.OK);
        await administrator.Sends(HttpMethod.Put, "/v1/drift-indicators/D2/threshold", new { amberBelow = 90, redBelow = 80 }, HttpStatusCode.Forbidden);

        await lead.Sends(HttpMethod.Put, "/v1/metric-targets/M19", new { lowest = 65, highest = (int?)null }, HttpStatusCode.OK);
        await lead.Sends(HttpMethod.Put, "/v1/metric-targets/M19", new { lowest = 50, highest = (int?)null, clinicId = app.Home.South.ToString() }, HttpStatusCode.OK);
        await lead.Sends(HttpMethod.Put, "/v1/metric-targets/M19", new { lowest = 70, highest = 60 }, HttpStatusCode.UnprocessableEntity);
        await lead.Sends(HttpMethod.Put, "/v1/metric-targets/M19", new { lowest = 70, highest = 80, clinicId = app.Elsewhere.South.ToString() }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal([65m, 50m], (await lead.Gets("/v1/metric-targets"))["items"]!.AsArray().Select(t => (decimal)t!["lowest"]!));
        Assert.Contains("New York State", (string)(await lead.Gets("/v1/benchmarks"))["items"]![0]!["source"]!, StringComparison.Ordinal);
    }

    private static JsonNode Of(JsonNode answer, string indicator) => answer["items"]!.AsArray().Single(i => (string)i!["code"]! == indicator)!;
}
