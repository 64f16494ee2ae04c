using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Registry.Api;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>Two organizations learn together: what each shows the other, and what not.</summary>
public sealed class CollaborativeTests : IAsyncLifetime
{
    private readonly RegistryApp app = new();

    public async Task InitializeAsync()
    {
        await app.InitializeAsync();
        app.Clock.Now = Instant.FromUtc(2025, 4, 10, 15, 0); // in time for the figures of March
    }

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Two_organizations_share_suppressed_figures_until_one_leaves()
    {
        using (var ours = app.As("care-manager"))
        {
            for (var i = 0; i < 13; i++) await Patient(ours, app.Home, "2024-12-01", improves: true);
            // Five more of them are too new for M19: its 13 and the 18 of M08 together would tell of five people.
            for (var i = 0; i < 5; i++) await Patient(ours, app.Home, "2025-03-03", improves: true);
        }

        using (var theirs = app.As("care-manager", foreign: true))
        {
            for (var i = 0; i < 12; i++) await Patient(theirs, app.Elsewhere, "2024-12-01", improves: true);
        }

        app.Clock.Now = Instant.FromUtc(2025, 4, 20, 15, 0);
        await app.Publishes();
        using var lead = app.As("program-lead");
        using var administrator = app.As("administrator");
        using var otherLead = app.As("program-lead", foreign: true);
        using var otherAdministrator = app.As("administrator", foreign: true);

        var id = (string)(await lead.Posts("/v1/collaboratives", Charter))["id"]!;
        var collaborative = $"/v1/collaboratives/{id}";
        await otherLead.Gets(collaborative, HttpStatusCode.NotFound); // not invited
        await otherAdministrator.Sends(HttpMethod.Put, $"{collaborative}/membership", Sites(app.Elsewhere, "River Clinic"), HttpStatusCode.NotFound);
        await lead.Sends(HttpMethod.Post, $"{collaborative}/invitations", new { organizationId = app.Elsewhere.Organization.ToString() }, HttpStatusCode.OK);
        Assert.Equal("invited", (string)(await otherLead.Gets(collaborative))["membership"]!);

        // Nothing is shown before the organization itself has said so, and only its administrator can.
        await otherLead.Gets($"{collaborative}/submissions", HttpStatusCode.NotFound);
        await otherLead.Sends(HttpMethod.Put, $"{collaborative}/membership", Sites(app.Elsewhere, "River Clinic"), HttpStatusCode.Forbidden);
        await administrator.Sends(HttpMethod.Put, $"{collaborative}/membership", Sites(app.Home, "Hill Clinic"), HttpStatusCode.OK);
        await lead.Sends(HttpMethod.Post, $"{collaborative}/submissions", Month(app.Home, "2025-03"), HttpStatusCode.OK);
        await otherLead.Gets($"{collaborative}/submissions", HttpStatusCode.NotFound);
        await otherAdministrator.Sends(HttpMethod.Put, $"{collaborative}/membership", Sites(app.Elsewhere, "River Clinic"), HttpStatusCode.OK);

        await otherLead.Sends(HttpMethod.Post, $"{collaborative}/submissions", Month(app.Elsewhere, "2025-03"), HttpStatusCode.OK);
        await otherLead.Sends(HttpMethod.Post, $"{collaborative}/submissions", Month(app.Elsewhere, "2025-03"), HttpStatusCode.Conflict);
        await otherLead.Sends(HttpMethod.Post, $"{collaborative}/submissions", Month(app.Elsewhere, "2025-04"), HttpStatusCode.BadRequest); // not settled
        await otherLead.Sends(HttpMethod.Post, $"{collaborative}/submissions", Month(app.Elsewhere, "2024-12"), HttpStatusCode.UnprocessableEntity); // before the first month
        await otherLead.Sends(HttpMethod.Post, $"{collaborative}/submissions", Month(app.Home, "2025-02"), HttpStatusCode.UnprocessableEntity); // a clinic of ours

        var seen = await otherLead.Gets($"{collaborative}/submissions");
        Assert.Equal(33.3m, (decimal)seen["completeness"]!); // one month of three, both
        Assert.Equal(["2025-01", "2025-02"], Of(seen, "Hill Clinic")["missing"]!.AsArray().Select(m => (string)m!));
        Assert.Equal((18m, 18m, null), Figure(Of(seen, "Hill Clinic"), "M08"));
        Assert.Equal((12m, 12m, null), Figure(Of(seen, "River Clinic"), "M19"));
        Assert.Equal((null, null, "suppressed"), Figure(Of(seen, "Hill Clinic"), "M19"));
        NobodyFollows(Of(seen, "Hill Clinic"));

        // The database itself shows another organization no more than that, and lets nobody write its rows.
        foreach (var shared in (string[])["collaborative", "collaborative_site", "shared_submission", "shared_measure"]) Assert.True(await Seen(shared) > 0, shared);
        foreach (var own in (string[])["collaborative_member", "implementation_site", "pdsa_cycle", "published_row", "published_aggregate", "episode"]) Assert.True(await Seen(own) == 0, own);
        await Assert.ThrowsAsync<PostgresException>(() => Seen("shared_measure", "insert into shared_measure select organization_id, collaborative_id, clinic_id, month_on, 'M01', 1, 0, 0, 0, null from shared_submission where organization_id = $1"));
        Assert.Equal(0, await Seen("collaborative_site", "update collaborative_site set name = 'Taken' where organization_id = $1"));

        // One leaves: its figures are gone for the other, and the other's for it.
        await administrator.Sends(HttpMethod.Post, $"{collaborative}/membership/end", null, HttpStatusCode.OK);
        Assert.Equal(["River Clinic"], Names(await otherLead.Gets($"{collaborative}/submissions")));
        Assert.Equal(["River Clinic"], Names(await otherLead.Gets($"{collaborative}/charts/M08")));
        foreach (var shared in (string[])["collaborative_site", "shared_submission", "shared_measure"]) Assert.True(await Seen(shared) == 0, shared);
        await lead.Gets($"{collaborative}/submissions", HttpStatusCode.NotFound);
        await lead.Gets($"{collaborative}/charts/M08", HttpStatusCode.NotFound);
        await lead.Sends(HttpMethod.Post, $"{collaborative}/submissions", Month(app.Home, "2025-02"), HttpStatusCode.NotFound);
        Assert.Equal("left", (string)(await lead.Gets(collaborative))["membership"]!);
    }

    [Fact]
    public async Task A_chart_counts_months_since_launch_and_shows_the_own_cycles_only()
    {
        app.Clock.Now = Instant.FromUtc(2025, 4, 20, 15, 0);
        using (var careManager = app.As("care-manager")) await Patient(careManager, app.Home, "2024-12-01", improves: true);
        await app.Publishes();
        using var lead = app.As("program-lead");
        using var administrator = app.As("administrator");
        using var otherLead = app.As("program-lead", foreign: true);
        using var otherAdministrator = app.As("administrator", foreign: true);
        await lead.Sends(HttpMethod.Put, $"/v1/implementation-sites/{app.Home.North}", new { initiatedOn = "2024-06-01", plannedOn = "2024-09-01", launchedOn = "2024-12-09" }, HttpStatusCode.OK, "\"0\"");
        var id = (string)(await lead.Posts("/v1/collaboratives", Charter))["id"]!;
        var collaborative = $"/v1/collaboratives/{id}";
        await lead.Sends(HttpMethod.Post, $"{collaborative}/invitations", new { organizationId = app.Elsewhere.Organization.ToString() }, HttpStatusCode.OK);
        await administrator.Sends(HttpMethod.Put, $"{collaborative}/membership", Sites(app.Home, "Hill Clinic"), HttpStatusCode.OK);
        await otherAdministrator.Sends(HttpMethod.Put, $"{collaborative}/membership", Sites(app.Elsewhere, "River Clinic"), HttpStatusCode.OK);
        foreach (var month in (string[])["2025-01", "2025-02"]) await lead.Sends(HttpMethod.Post, $"{collaborative}/submissions", Month(app.Home, month), HttpStatusCode.OK);

        var cycle = new
        {
            clinicId = app.Home.North.ToString(), collaborativeId = id, title = "Call within a week", aim = "More contacts", prediction = "M08 rises by ten points", plan = "Calls on Tuesdays",
            startedOn = "2025-02-03", metrics = new[] { "M08" },
        };
        var cycleId = (string)(await lead.Posts("/v1/pdsa-cycles", cycle))["id"]!;
        var studied = new
        {
            cycle.clinicId, cycle.collaborativeId, cycle.title, cycle.aim, cycle.prediction, cycle.plan, cycle.startedOn, cycle.metrics,
            @do = "Forty calls", study = "Twelve points", endedOn = "2025-03-03", decision = "adopt",
        };
        await lead.Sends(HttpMethod.Put, $"/v1/pdsa-cycles/{cycleId}", studied with { study = "" }, HttpStatusCode.UnprocessableEntity, "\"1\"");
        await lead.Sends(HttpMethod.Put, $"/v1/pdsa-cycles/{cycleId}", studied, HttpStatusCode.OK, "\"1\"");
        await lead.Sends(HttpMethod.Put, $"/v1/pdsa-cycles/{cycleId}", studied, HttpStatusCode.PreconditionFailed, "\"1\"");

        var site = Of(await lead.Gets($"{collaborative}/charts/M08?axis=months-since-launch"), "Hill Clinic");
        Assert.Equal(["1", "2"], site["points"]!.AsArray().Select(p => (string)p!["at"]!));
        var annotation = site["annotations"]!.AsArray().Single()!;
        Assert.Equal(("2", "3", "adopt", "M08 rises by ten points"), ((string)annotation["at"]!, (string)annotation["until"]!, (string)annotation["decision"]!, (string)annotation["prediction"]!));
        Assert.Equal(["2025-01", "2025-02"], Of(await lead.Gets($"{collaborative}/charts/M08"), "Hill Clinic")["points"]!.AsArray().Select(p => (string)p!["at"]!));

        // Another day of the launch, said at the clinic itself, moves its months; a cycle that names no metric is on every chart.
        await lead.Sends(HttpMethod.Put, $"/v1/clinics/{app.Home.North}/launch", new { launchedOn = "2024-11-04" }, HttpStatusCode.OK);
        await lead.Posts("/v1/pdsa-cycles", cycle with { title = "A later huddle", metrics = [] });
        site = Of(await lead.Gets($"{collaborative}/charts/M08?axis=months-since-launch"), "Hill Clinic");
        Assert.Equal(["2", "3"], site["points"]!.AsArray().Select(p => (string)p!["at"]!));
        Assert.Equal([("Call within a week", "3"), ("A later huddle", "3")], site["annotations"]!.AsArray().Select(a => ((string)a!["title"]!, (string)a["at"]!)));

        Assert.Empty(Of(await otherLead.Gets($"{collaborative}/charts/M08"), "Hill Clinic")["annotations"]!.AsArray());
        await otherLead.Gets($"/v1/pdsa-cycles/{cycleId}", HttpStatusCode.NotFound);
        Assert.Empty((await otherLead.Gets("/v1/pdsa-cycles"))["items"]!.AsArray());
        await lead.Gets($"{collaborative}/charts/M01", HttpStatusCode.NotFound); // none of its measures
        await lead.Gets($"{collaborative}/charts/M08?axis=moon", HttpStatusCode.BadRequest);
    }

    [Fact]
    public void The_middle_of_the_sites_runs_from_before_the_launch_to_after_it()
    {
        string[] places = ["10", "0", "-1", "9", "-2", "-10"];
        SiteSeriesResponse Site(string name) => new(default, name, false, [.. places.Select(at => new ChartPointResponse(at, 50, 5, 10, null))], null, false, false, false, []);
        var measure = new CollaborativeMeasure { OrganizationId = default, CollaborativeId = default, MetricCode = "M08", Goal = 80, Sequence = 1 };
        Assert.Equal(["-10", "-2", "-1", "0", "9", "10"], CollaborativeChartResponse.Of(measure, ChartAxis.MonthsSinceLaunch, [Site("Hill"), Site("River")]).Middle.Select(m => m.At));
    }

    [Fact]
    public async Task A_charter_names_two_to_six_measures_and_only_those_who_may_found_it()
    {
        using var lead = app.As("program-lead");
        using var careManager = app.As("care-manager");
        await careManager.Posts("/v1/collaboratives", Charter, HttpStatusCode.Forbidden);
        foreach (var measures in new[] { new[] { "M08" }, ["M08", "M08"], ["M08", "M99"], ["M01", "M02", "M03", "M04", "M05", "M06", "M07"] })
        {
            await lead.Posts("/v1/collaboratives", new { name = "n", charter = "c", firstMonth = "2025-01", measures = measures.Select(m => new { metric = m, goal = 80 }) }, HttpStatusCode.UnprocessableEntity);
        }
    }

    /// <summary>How many rows of ours the other organization's program lead meets in a table, or changes with a statement.</summary>
    private async Task<long> Seen(string table, string? sql = null)
    {
        await using var connection = app.AsService();
        var transaction = new RegistryTransaction(connection, app.Services.GetRequiredService<KeyRing>());
        await transaction.Begin(app.Issuer.Url, "foreign-" + Personas.ProgramLead.Subject, [Role.ProgramLead], default);
        await using var command = new NpgsqlCommand(sql ?? $"select count(*) from {table} where organization_id = $1", connection) { Parameters = { new() { Value = app.Home.Organization.Value } } };
        var seen = sql is null ? (long)(await command.ExecuteScalarAsync())! : await command.ExecuteNonQueryAsync();
        await transaction.Rollback();
        return seen;
    }

    private static object Charter => new
    {
        name = "Stepping up", charter = "By the end of 2025 eight of ten patients are reached every month.", firstMonth = "2025-01",
        measures = new[] { new { metric = "M08", goal = 80 }, new { metric = "M19", goal = 60 } },
    };

    private static object Sites(EmptyRegistry organization, string name) => new { sites = new[] { new { clinicId = organization.North.ToString(), name } } };

    private static object Month(EmptyRegistry organization, string month) => new { clinicId = organization.North.ToString(), month };

    private static async Task Patient(HttpClient careManager, EmptyRegistry organization, string enrolledOn, bool improves)
    {
        var patient = (string)(await careManager.Posts("/v1/patients", new { clinicId = organization.North.ToString(), familyName = "Ashgrove", givenName = "Ada", birthDate = (string?)null, identifiers = new[] { new { system = "urn:mrn", value = Guid.CreateVersion7().ToString("N") } } }))["id"]!;
        var episode = (string)(await careManager.Posts($"/v1/patients/{patient}/episodes", new { enrolledOn, careManagerId = organization.CareManager.ToString() }))["id"]!;
        await careManager.Scores(patient, "phq-9", enrolledOn, 18);
        await careManager.Scores(patient, "phq-9", "2025-03-20", improves ? 8 : 17);
        await careManager.Contacts(episode, "follow-up", "2025-03-20", 20);
    }

    private static JsonNode Of(JsonNode answer, string name) => answer["sites"]!.AsArray().Single(s => (string)s!["name"]! == name)!;

    private static IEnumerable<string> Names(JsonNode answer) => answer["sites"]!.AsArray().Select(s => (string)s!["name"]!);

    private static (decimal?, decimal?, string?) Figure(JsonNode site, string metric)
    {
        var measure = site["submissions"]![0]!["measures"]!.AsArray().Single(m => (string)m!["metric"]! == metric)!;
        return ((decimal?)measure["numerator"], (decimal?)measure["denominator"], (string?)measure["noValue"]);
    }

    /// <summary>No shown count, and no difference of two of them, is 1 to 10.</summary>
    private static void NobodyFollows(JsonNode site)
    {
        List<decimal> counts = [.. site["submissions"]!.AsArray().SelectMany(s => s!["measures"]!.AsArray()).SelectMany(m => new[] { (decimal?)m!["numerator"], (decimal?)m["denominator"] }).OfType<decimal>()];
        Assert.NotEmpty(counts);
        Assert.DoesNotContain(counts.SelectMany(a => counts.Select(b => Math.Abs(a - b))).Concat(counts), difference => difference is > 0 and <= 10);
    }
}
