using System.Net;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>Minutes to codes through the interface, each uncounted minute with its reason.</summary>
public sealed class BillingMonthTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task A_month_counts_its_minutes_names_the_codes_and_says_what_is_missing()
    {
        using var careManager = app.As("care-manager");
        var (_, episode) = await Enrolled(careManager, "2025-05-05");
        await careManager.Contacts(episode, "initial-assessment", "2025-05-05", 25, "in-person");
        await careManager.Posts($"/v1/episodes/{episode}/minutes-entries", new { on = "2025-05-06", minutes = 15, work = "registry-work" });
        await careManager.Posts($"/v1/episodes/{episode}/minutes-entries", new { on = "2025-05-07", minutes = 30, work = "administrative" });

        var month = await Month(careManager, episode, "2025-05");
        Assert.Equal((40, 30), ((int)month["countedMinutes"]!, (int)month["uncountedMinutes"]!));
        Assert.Equal("99492", (string)month["codes"]![0]!["code"]!);
        Assert.False((bool)month["isBillable"]!);
        Assert.Contains("consent", month["prerequisites"]!.AsArray().Where(p => !(bool)p!["isMet"]!).Select(p => (string)p!["name"]!));
        Assert.Equal("excluded-activity", (string)month["entries"]!.AsArray().Single(e => (string)e!["work"]! == "administrative")!["uncounted"]![0]!["reason"]!);
        Assert.Equal("G2214", (string)(await Month(careManager, episode, "2025-05", "?payer=full-time"))["codes"]![0]!["code"]!);
    }

    [Fact]
    public async Task Minutes_before_consent_do_not_count_and_overlapping_ones_count_once()
    {
        using var careManager = app.As("care-manager");
        var (_, episode) = await Enrolled(careManager, "2025-04-07");
        await careManager.Sends(HttpMethod.Put, $"/v1/episodes/{episode}/prerequisites",
            new { consentOn = "2025-04-10", initiatingVisitOn = "2025-04-01", carePlanOn = "2025-04-10" }, HttpStatusCode.OK, "\"1\"");
        await careManager.Contacts(episode, "follow-up", "2025-04-08", 20);
        foreach (var start in new[] { "2025-04-15T14:00:00Z", "2025-04-15T14:10:00Z" })
        {
            await careManager.Posts($"/v1/episodes/{episode}/contacts", new { purpose = "follow-up", mode = "phone", on = "2025-04-15", startedAt = start, minutes = 20 });
        }

        var month = await Month(careManager, episode, "2025-04");
        Assert.Equal(30, (int)month["countedMinutes"]!);
        Assert.Equal(["before-consent", "overlap"], month["entries"]!.AsArray().SelectMany(e => e!["uncounted"]!.AsArray()).Select(u => (string)u!["reason"]!));
    }

    [Fact]
    public async Task A_month_that_is_closed_while_its_minutes_are_written_is_what_the_closure_counted()
    {
        using var careManager = app.As("care-manager");
        for (var round = 0; round < 6; round++)
        {
            var (_, episode) = await Enrolled(careManager, "2025-04-07");
            await careManager.Sends(HttpMethod.Put, $"/v1/episodes/{episode}/prerequisites",
                new { consentOn = "2025-04-07", initiatingVisitOn = "2025-04-01", carePlanOn = "2025-04-07" }, HttpStatusCode.OK, "\"1\"");
            // The clock stands still: which came first, only their order tells.
            var counted = await Attempts.AtOnce(6, async i => i == 2
                ? (int?)(await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{episode}/billing-months/2025-04/closure", new { }, HttpStatusCode.OK))["countedMinutes"]!
                : await NoClosure(careManager.Contacts(episode, "follow-up", $"2025-04-1{i}", 10)));
            var month = await Month(careManager, episode, "2025-04");
            Assert.Equal(50, (int)month["countedMinutes"]!);
            Assert.Equal(50 - counted.Max(), (int?)month["adjustment"]?["minutes"] ?? 0);
        }

        static async Task<int?> NoClosure(Task work)
        {
            await work;
            return null;
        }
    }

    [Fact]
    public async Task A_closed_month_shows_later_corrections_as_an_adjustment()
    {
        using var careManager = app.As("care-manager");
        var (patient, episode) = await Enrolled(careManager, "2025-04-07");
        await careManager.Scores(patient, "phq-9", "2025-04-07", 15);
        await careManager.Sends(HttpMethod.Put, $"/v1/episodes/{episode}/prerequisites",
            new { consentOn = "2025-04-07", initiatingVisitOn = "2025-04-01", carePlanOn = "2025-04-07" }, HttpStatusCode.OK, "\"1\"");
        var contact = await careManager.Contacts(episode, "initial-assessment", "2025-04-07", 40);
        await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{episode}/billing-months/2025-06/closure", new { }, HttpStatusCode.UnprocessableEntity);
        await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{episode}/billing-months/2025-04/closure", new { }, HttpStatusCode.OK);
        await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{episode}/billing-months/2025-04/closure", new { }, HttpStatusCode.Conflict);
        Assert.Null((await Month(careManager, episode, "2025-04"))["adjustment"]);

        app.Clock.Now += NodaTime.Duration.FromHours(1);
        await careManager.Sends(HttpMethod.Put, $"/v1/contacts/{contact["id"]}", new { purpose = "initial-assessment", mode = "phone", on = "2025-04-07", minutes = 30 }, HttpStatusCode.OK, "\"1\"");
        var month = await Month(careManager, episode, "2025-04");
        Assert.Equal((-10, "99492", -1), ((int)month["adjustment"]!["minutes"]!, (string)month["adjustment"]!["codes"]![0]!["code"]!, (int)month["adjustment"]!["codes"]![0]!["units"]!));
    }

    [Fact]
    public async Task The_charge_export_holds_billable_months_only_and_no_formula()
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app, mrn: "=1+1", family: "Quill", given: "-Ben");
        var episode = await careManager.Enrols(app, patient, "2025-03-03");
        var (_, unbillable) = await Enrolled(careManager, "2025-03-03");
        foreach (var one in new[] { episode, unbillable }) await careManager.Contacts(one, "initial-assessment", "2025-03-03", 60);
        await careManager.Scores(patient, "phq-9", "2025-03-03", 15);
        var staff = (await careManager.Gets("/v1/staff"))["items"]!.AsArray();
        var provider = (string)staff.First(s => (string)s!["role"]! == "treating-provider")!["id"]!;
        await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{episode}/assignments", new { role = "treating-provider", staffId = provider, from = "2025-03-03" }, HttpStatusCode.OK, "\"1\"");
        await careManager.Sends(HttpMethod.Put, $"/v1/episodes/{episode}/prerequisites",
            new { consentOn = "2025-03-03", initiatingVisitOn = "2025-03-01", carePlanOn = "2025-03-03" }, HttpStatusCode.OK, "\"2\"");

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/clinics/{app.Home.North}/billing-months/2025-03");
        request.Headers.Accept.ParseAdd("text/csv");
        using var response = await careManager.SendAsync(request);
        var lines = (await response.Content.ReadAsStringAsync()).Trim().Split('\n');

        Assert.Equal(2, lines.Length);
        Assert.StartsWith("\"'=1+1\",\"'-Ben Quill\",", lines[1], StringComparison.Ordinal);
        Assert.Contains(",99492,1,60", lines[1], StringComparison.Ordinal);
    }

    private static Task<JsonNode> Month(HttpClient careManager, string episode, string month, string query = "") =>
        careManager.Gets($"/v1/episodes/{episode}/billing-months/{month}{query}");

    private async Task<(string Patient, string Episode)> Enrolled(HttpClient careManager, string on)
    {
        var patient = await careManager.KnowsPatient(app);
        return (patient, await careManager.Enrols(app, patient, on));
    }
}
