using System.Net;
using System.Text.RegularExpressions;
using NodaTime;
using Registry.Sandbox;

namespace Registry.IntegrationTests;

/// <summary>A clinic that reached half of its patients for eight months and all of them for eight more.</summary>
public sealed class RunChartPageTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task A_planted_change_is_a_signal_and_stands_beside_what_was_tried()
    {
        app.Clock.Now = Instant.FromUtc(2026, 6, 10, 15, 0);
        using var careManager = app.As("care-manager");
        var (first, second) = (await Enrolled(careManager), await Enrolled(careManager));
        for (var (month, i) = (new YearMonth(2025, 2), 0); i < 16; (month, i) = (month.PlusMonths(1), i + 1))
        {
            await careManager.Contacts(first, "follow-up", $"{month:uuuu'-'MM}-11", 20);
            if (i >= 8) await careManager.Contacts(second, "follow-up", $"{month:uuuu'-'MM}-18", 20);
        }

        using var api = app.As("clinic-lead");
        var cycle = new
        {
            clinicId = app.Home.North.ToString(), title = "Calls <b>after</b> five", aim = "Reach everybody", prediction = "Eight of ten by winter", plan = "Two evenings a week",
            startedOn = "2025-10-01", metrics = new[] { "M08" }, @do = "Two evenings", study = "All reached", act = "Keep it", endedOn = "2025-12-15", decision = "adopt",
        };
        await api.Posts("/v1/pdsa-cycles", cycle);
        await api.Posts("/v1/action-plans", new { clinicId = app.Home.North.ToString(), goal = "Everybody reached", steps = "Evening calls", owner = "Cleo Standin", adoptedOn = "2026-01-05", metrics = new[] { "M08" } });
        await api.Posts($"/v1/clinics/{app.Home.North}/drift/D2/plans", new { ownerId = app.Home.CareManager.ToString(), intervention = "Every call begins with the PHQ-9.", reviewOn = "2026-07-01" });

        using var lead = app.Looks(Personas.ClinicLead);
        var chart = $"/app/clinics/{app.Home.North}/run-charts?metric=M08&months=16&to=2026-05";
        var html = await lead.GetStringAsync(chart);
        Assert.Contains("Two signals, a shift and too few crossings", html, StringComparison.Ordinal);
        Assert.Contains("median 75", html, StringComparison.Ordinal);
        Assert.Equal((16, 0), (Regex.Count(html, "class=\"shifted\""), Regex.Count(html, "class=\"point\"")));
        Assert.Contains("PDSA cycle: Calls &lt;b&gt;after&lt;/b&gt; five, 2025-10-01 to 2025-12-15", html, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(html, "class=\"tried-bar\""));
        var table = PageTable.OnPage(html);
        Assert.Equal(table, PageTable.InFile(await lead.GetStringAsync(chart.Replace("/run-charts", "/run-charts/csv", StringComparison.Ordinal))));
        Assert.Equal(["2025-02", "", "50", "1", "2", "", "75", "below", "shift"], table[1]);
        Assert.Equal(["2026-05", "", "100", "2", "2", "", "75", "above", "shift"], table[16]);

        // Without the months before the change there is nothing to tell.
        var calm = await lead.GetStringAsync(chart.Replace("months=16", "months=8", StringComparison.Ordinal));
        Assert.Contains("No signal can be told", calm, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"shifted\"", calm, StringComparison.Ordinal);

        var report = await lead.GetStringAsync($"/app/clinics/{app.Home.North}/report?month=2025-11");
        Assert.Contains("Calls &lt;b&gt;after&lt;/b&gt; five", report, StringComparison.Ordinal);
        Assert.Contains("Everybody reached", report, StringComparison.Ordinal);
        var may = await lead.GetStringAsync($"/app/clinics/{app.Home.North}/report?month=2026-05");
        Assert.DoesNotContain("Calls &lt;b&gt;", may, StringComparison.Ordinal); // it ended before
        Assert.Contains("Every call begins with the PHQ-9. (Corin Testwell, since 2026-06-10, looked at again 2026-07-01)", may, StringComparison.Ordinal);

        // Nothing is published yet, and another clinic is not there.
        using var programLead = app.Looks(Personas.ProgramLead);
        Assert.Contains("No figures of this month are published.", await programLead.GetStringAsync(chart), StringComparison.Ordinal);
        using var south = await lead.GetAsync(chart.Replace(app.Home.North.ToString(), app.Home.South.ToString(), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, south.StatusCode);
    }

    private async Task<string> Enrolled(HttpClient careManager)
    {
        var episode = await careManager.Enrols(app, await careManager.KnowsPatient(app), "2025-01-06");
        await careManager.Contacts(episode, "initial-assessment", "2025-01-06", 40, "in-person");
        return episode;
    }
}
