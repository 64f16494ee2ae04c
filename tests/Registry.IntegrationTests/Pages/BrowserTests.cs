using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Registry.IntegrationTests;

/// <summary>The pages in a real browser, as people use them.</summary>
[Collection(SharedPages.Name)]
public sealed class BrowserTests(PagesApp app)
{
    [BrowserFact]
    public async Task Somebody_picks_a_persona_sees_that_persons_caseloads_and_signs_out()
    {
        var page = await app.NewPage();
        await page.Goes("/");
        await page.Clicks("a[href='/app']");
        Assert.Contains("A real provider would ask for a password", await page.Text(), StringComparison.Ordinal);
        await page.Clicks("button[value=care-manager]");

        Assert.Equal("/app", await page.Path());
        Assert.Contains("Corin Testwell", await page.Text("header"), StringComparison.Ordinal);
        Assert.Single(await page.Texts("tbody tr"), row => row.Contains("Corin Testwell", StringComparison.Ordinal));
        await page.Clicks("header button");
        Assert.Equal("/app/signed-out", await page.Path());
        await page.Goes(PagesApp.Caseload);
        Assert.Contains("Who are you?", await page.Text("h1"), StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    [BrowserFact]
    public async Task A_page_that_nobody_touches_leaves_the_screen_and_the_session_ends_with_it()
    {
        var page = await app.NewPage(site: await app.Start(idleMinutes: "0.05"));
        await page.SignsIn("care-manager");
        await page.Arrives("/app/signed-out");
        Assert.Contains("Your session has ended", await page.Text(), StringComparison.Ordinal);
        await page.Goes(PagesApp.Caseload);
        Assert.Equal("Who are you?", await page.Text("h1"));
    }

    [BrowserFact]
    public async Task A_click_on_a_heading_sorts_and_a_click_on_a_filter_keeps_the_order()
    {
        var page = await app.NewPage();
        await page.SignsIn("care-manager");
        await page.Goes(PagesApp.Caseload);
        await page.Clicks("thead a[href*='sort=-weeks']");
        Assert.Equal("descending", (string?)await page.Evaluates("document.querySelector('th[aria-sort]').getAttribute('aria-sort')"));
        var descending = await Weeks(page);
        Assert.Equal(descending.OrderDescending(), descending);

        await page.Clicks("th[aria-sort] a");
        var ascending = await Weeks(page);
        Assert.Equal(descending.Order(), ascending);

        await page.Clicks("a[href*='flag=F11']");
        var filtered = await Weeks(page);
        Assert.NotEmpty(filtered);
        Assert.True(filtered.Length < ascending.Length);
        Assert.Equal(filtered.Order(), filtered);
        Assert.All(await page.Texts("tbody"), row => Assert.Contains("F11", row, StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task An_outcome_written_on_the_sheet_is_in_the_API_and_the_patient_leaves_the_list()
    {
        var page = await app.NewPage();
        await page.SignsIn("psychiatric-consultant");
        await page.Goes(PagesApp.Review);
        var form = (string)(await page.Evaluates("document.querySelector('form.outcome').getAttribute('action')"))!;
        var toDiscuss = (await page.Texts("ol.review > li")).Length;
        await page.Types("form.outcome select[name=recommendation]", "change-medication");
        await page.Types("form.outcome input[name=minutes]", "12");
        await page.Types("form.outcome input[name=note]", "raise the dose <b>slowly</b>");
        await page.Clicks("form.outcome button");

        Assert.Equal(PagesApp.Review, await page.Path());
        Assert.Equal(toDiscuss - 1, (await page.Texts("ol.review > li")).Length);
        Assert.Contains(await page.Texts("ul.review > li"), block => block.Contains("Change medication, 12 min “raise the dose <b>slowly</b>”", StringComparison.Ordinal));
        Assert.Empty(page.Complaints);

        using var api = app.Api("psychiatric-consultant");
        var recorded = (await api.Gets($"/v1/episodes/{form.Split('/')[^1]}/consultations"))["items"]![0]!;
        Assert.Equal(("change-medication", 12), ((string?)recorded["recommendation"], (int)recorded["minutes"]!));
        var session = await api.Gets($"/v1/review-sessions/{recorded["reviewSessionId"]}");
        Assert.Contains(session["discussed"]!.AsArray(), c => (string?)c!["id"] == (string?)recorded["id"]);
    }

    [BrowserFact]
    public async Task Seventy_patients_print_to_at_most_eight_pages_and_none_is_torn_apart()
    {
        var page = await app.NewPage();
        await page.SignsIn("psychiatric-consultant");
        foreach (var (path, block) in new[] { (PagesApp.Review, "ol.review > li"), (PagesApp.Caseload, "table.caseload > tbody") })
        {
            await page.Goes(path);
            Assert.InRange((await page.Texts(block)).Length, 70, 200);
            await page.Evaluates($"[...document.querySelectorAll('{block}')].slice(70).forEach(e => e.remove())");
            Assert.InRange(Regex.Count(System.Text.Encoding.Latin1.GetString(await page.Prints()), @"/Type\s*/Page\b"), 2, 8);
            await page.Sees("print");
            Assert.All(await page.Values($"[...document.querySelectorAll('{block}')].map(e => getComputedStyle(e).breakInside)"), inside => Assert.Equal("avoid", inside));
            await page.Sees("");
        }
    }

    [BrowserFact]
    public async Task A_name_that_is_markup_stays_a_name()
    {
        const string name = "<img src=x onerror=alert(1)>\"'&";
        using var api = app.Api("care-manager");
        var me = await api.Gets("/v1/me");
        var patient = (string)(await Posts(api, "/v1/patients", new { clinicId = (string)me["clinics"]![0]!["id"]!, familyName = name, givenName = "</td><script>", birthDate = (string?)null, identifiers = new[] { new { system = "urn:mrn", value = "\"><b>" } } }))["id"]!;
        var today = Crash.LoopbackIssuer.WallClock.GetCurrentInstant().InUtc().Date.PlusDays(-40).ToString("uuuu-MM-dd", null);
        var episode = (string)(await Posts(api, $"/v1/patients/{patient}/episodes", new { enrolledOn = today, careManagerId = (string)me["staffId"]! }))["id"]!;

        var page = await app.NewPage();
        await page.SignsIn("care-manager");
        foreach (var path in new[] { PagesApp.Caseload, PagesApp.Review, $"/app/episodes/{episode}" })
        {
            await page.Goes(path);
            Assert.Contains(name, await page.Text("main"), StringComparison.Ordinal);
            Assert.Equal(0, (int)(await page.Evaluates("document.querySelectorAll('img, script, td b:not(.flag b, .score b)').length"))!);
        }

        Assert.Empty(page.Complaints);
    }

    [BrowserFact]
    public async Task The_policy_lets_nothing_run_on_a_page()
    {
        var page = await app.NewPage();
        await page.SignsIn("care-manager");
        await page.Evaluates("document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }))");
        await page.Evaluates("document.body.append(Object.assign(document.createElement('img'), { src: 'https://elsewhere.invalid/x.png' }))");
        Assert.Null(await page.Evaluates("window.ran"));
        for (var tries = 0; page.Complaints.Count < 2 && tries < 50; tries++) await Task.Delay(50);
        Assert.All(page.Complaints, complaint => Assert.Contains("Content Security Policy", complaint, StringComparison.Ordinal));
        Assert.Equal(2, page.Complaints.Count);
    }

    [BrowserFact]
    public async Task Every_page_is_quiet_asks_nobody_else_and_has_no_serious_barrier()
    {
        foreach (var width in new[] { 1280, 820 })
        {
            // Barriers are the same at both widths, and looking for them takes longest.
            Task Sound(BrowserPage page, int status, bool looksForBarriers = true) => Check(page, status, looksForBarriers && width == 1280);

            var page = await app.NewPage(width);
            await page.Goes("/");
            await Sound(page, 200);
            await page.Goes("/app");
            await Sound(page, 200);
            await page.Clicks("button[value=psychiatric-consultant]");
            await Sound(page, 200);
            foreach (var path in new[]
            {
                PagesApp.Figure3, PagesApp.Figure3.Replace("?", "/review?", StringComparison.Ordinal), PagesApp.Caseload, PagesApp.Review,
                $"{PagesApp.Clinic}/report", $"{PagesApp.Clinic}/run-charts?metric=M08", $"{PagesApp.Clinic}/equity?metric=M08",
                $"{PagesApp.Clinic}/funnel?metric=M08",
            })
            {
                await page.Goes(path);
                await Sound(page, 200, looksForBarriers: path != PagesApp.Caseload);
            }

            await page.Goes(PagesApp.Figure3);
            await page.Clicks("tbody a");
            await Sound(page, 200);
            await page.Goes("/app/episodes/" + Guid.CreateVersion7());
            await Sound(page, 404);
            await page.Goes("/app/signed-out");
            await Sound(page, 200);

            var published = await app.NewPage(width);
            await published.SignsIn("program-lead");
            await Sound(published, 200);
            foreach (var path in new[] { $"{PagesApp.Clinic}/report", $"{PagesApp.Clinic}/run-charts?metric=M08", "/app/organization/equity?metric=M08" })
            {
                await published.Goes(path);
                await Sound(published, 200);
            }
        }
    }

    /// <summary>No error in the console, no request to another site, no sideways scrolling, and nothing serious from axe where it is installed.</summary>
    private static async Task Check(BrowserPage page, int status, bool looksForBarriers)
    {
        var path = await page.Path();
        Assert.Equal((path, status), (path, page.Status));
        Assert.DoesNotContain(page.Complaints, complaint => status == 200 || !complaint.Contains("404", StringComparison.Ordinal)); // the browser itself notes what was not found
        page.Complaints.Clear();
        Assert.Empty(page.ElsewhereAsked);
        Assert.Equal((path, true), (path, (bool)(await page.Evaluates("document.documentElement.scrollWidth <= window.innerWidth"))!));
        if (!looksForBarriers || Axe.Script is not { } axe) return;
        await page.Evaluates(axe + ";0");
        var serious = await page.Evaluates("axe.run().then(found => found.violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => `${v.id}: ${v.nodes[0].html}`).join('\\n'))");
        Assert.Equal("", (string?)serious);
    }

    private static Task<JsonNode> Posts(HttpClient api, string path, object body)
    {
        api.DefaultRequestHeaders.Remove("Idempotency-Key");
        api.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        return api.Posts(path, body);
    }

    private static async Task<int[]> Weeks(BrowserPage page) => [.. (await page.Texts("tbody tr:first-child td:nth-child(11)")).Select(int.Parse)];
}
