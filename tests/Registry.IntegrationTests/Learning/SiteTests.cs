using System.Net;
using System.Text.Json.Nodes;
using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>A clinic on its way: stages, checklists, and the plans it has to look at again.</summary>
public sealed class SiteTests(RegistryApp app) : IClassFixture<RegistryApp>, IAsyncLifetime
{
    public Task InitializeAsync()
    {
        app.Clock.Now = Instant.FromUtc(2025, 4, 20, 15, 0);
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_site_moves_through_its_stages_and_settles_its_checklists()
    {
        using var lead = app.As("program-lead");
        var site = $"/v1/implementation-sites/{app.Home.South}";
        Assert.Empty((await lead.Gets(site))["checklists"]!.AsArray());
        await lead.Sends(HttpMethod.Put, site, new { initiatedOn = "2025-01-06", plannedOn = "2025-01-05" }, HttpStatusCode.UnprocessableEntity, "\"0\"");
        await lead.Sends(HttpMethod.Put, site, new { initiatedOn = "2025-04-21" }, HttpStatusCode.UnprocessableEntity, "\"0\""); // tomorrow
        var begun = await lead.Sends(HttpMethod.Put, site, new { initiatedOn = "2025-01-06", plannedOn = "2025-03-03", launchDueOn = "2025-06-02" }, HttpStatusCode.OK, "\"0\"");
        Assert.Equal("plan", (string)begun["stage"]!);
        Assert.Equal(["readiness", "go-live"], begun["checklists"]!.AsArray().Select(c => (string)c!["checklist"]!));
        await lead.Sends(HttpMethod.Put, site, new { initiatedOn = "2025-01-06" }, HttpStatusCode.PreconditionFailed, "\"0\"");

        var open = Open(begun, "readiness");
        var item = $"{site}/checklist-items/provider-champion";
        var title = "A primary care provider champions it";
        await lead.Sends(HttpMethod.Put, item, new { checklist = "readiness", title, state = "done" }, HttpStatusCode.UnprocessableEntity, "\"1\""); // on which day
        await lead.Sends(HttpMethod.Put, item, new { checklist = "readiness", title, state = "done", settledOn = "2025-04-01" }, HttpStatusCode.OK, "\"1\"");
        await lead.Sends(HttpMethod.Put, $"{site}/checklist-items/interpreter-line", new { checklist = "go-live", title = "The interpreter line has been tried", state = "open" }, HttpStatusCode.OK, "\"0\"");
        var after = await lead.Gets(site);
        Assert.Equal((open - 1, Open(begun, "go-live") + 1), (Open(after, "readiness"), Open(after, "go-live")));
        Assert.Contains((await lead.Gets("/v1/implementation-sites"))["items"]!.AsArray(), s => (string)s!["clinicId"]! == app.Home.South.ToString());

        using var careManager = app.As("care-manager");
        await careManager.Sends(HttpMethod.Put, item, new { checklist = "readiness", title, state = "open" }, HttpStatusCode.Forbidden, "\"2\"");
        using var foreign = app.As("program-lead", foreign: true);
        await foreign.Gets(site, HttpStatusCode.NotFound);
        await foreign.Sends(HttpMethod.Put, item, new { checklist = "readiness", title, state = "open" }, HttpStatusCode.NotFound, "\"2\"");
    }

    [Fact]
    public async Task An_action_plan_comes_up_for_review_after_six_months_until_it_is_closed()
    {
        using var lead = app.As("program-lead");
        var plan = await lead.Posts("/v1/action-plans", new { clinicId = app.Home.North.ToString(), goal = "Eight of ten reached", steps = "Calls on Tuesdays", owner = "Lin Mockridge", adoptedOn = "2024-10-15", metrics = new[] { "M08" } });
        Assert.Equal(("2025-04-15", true), ((string)plan["reviewDueOn"]!, (bool)plan["isOverdue"]!));
        var reviews = $"/v1/action-plans/{(string)plan["id"]!}/reviews";
        Assert.Empty(await Due(lead, "2025-04-14", plan));
        Assert.Single(await Due(lead, "2025-04-15", plan));

        await lead.Sends(HttpMethod.Post, reviews, new { reviewedOn = "2024-10-14", outcome = "keep", note = "Too early" }, HttpStatusCode.UnprocessableEntity);
        var kept = await lead.Sends(HttpMethod.Post, reviews, new { reviewedOn = "2025-04-20", outcome = "keep", note = "On the way" }, HttpStatusCode.OK);
        Assert.Equal(("2025-10-20", false), ((string)kept["reviewDueOn"]!, (bool)kept["isOverdue"]!));
        Assert.Empty(await Due(lead, "2025-10-19", plan));
        app.Clock.Now += Duration.FromSeconds(1);
        await lead.Sends(HttpMethod.Post, reviews, new { reviewedOn = "2025-04-20", outcome = "close", note = "Reached" }, HttpStatusCode.OK);
        Assert.Empty(await Due(lead, "2030-01-01", plan));
        await lead.Sends(HttpMethod.Post, reviews, new { reviewedOn = "2025-04-20", outcome = "keep", note = "Again" }, HttpStatusCode.Conflict);

        using var foreign = app.As("program-lead", foreign: true);
        await foreign.Sends(HttpMethod.Post, reviews, new { reviewedOn = "2025-04-20", outcome = "keep", note = "Not ours" }, HttpStatusCode.NotFound);
        Assert.Empty((await foreign.Gets("/v1/action-plans"))["items"]!.AsArray());
    }

    private static int Open(JsonNode site, string checklist) => (int)site["checklists"]!.AsArray().Single(c => (string)c!["checklist"]! == checklist)!["open"]!;

    private static async Task<IEnumerable<JsonNode?>> Due(HttpClient lead, string by, JsonNode plan) =>
        (await lead.Gets($"/v1/action-plans?dueBy={by}"))["items"]!.AsArray().Where(p => (string)p!["id"]! == (string)plan["id"]!);
}
