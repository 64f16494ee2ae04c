using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Registry.Sandbox;

namespace Registry.IntegrationTests;

/// <summary>Who gets a page, what is remembered of it, and what a form may do.</summary>
[Collection(SharedPages.Name)]
public sealed class PageAccessTests(PagesApp app)
{
    [Fact]
    public async Task Every_page_is_one_audited_access_that_names_the_patients_shown_and_is_never_kept()
    {
        using var careManager = await app.SignedIn("care-manager");
        foreach (var (path, route) in new[]
        {
            ("/app", "/app/"), (PagesApp.Caseload, "/app/caseloads/{careManagerId}"), (PagesApp.Review, "/app/caseloads/{careManagerId}/review"),
            ($"{PagesApp.Caseload}/csv?status=treatment", "/app/caseloads/{careManagerId}/csv"),
            ($"{PagesApp.Clinic}/report", "/app/clinics/{clinicId}/report"), ($"{PagesApp.Clinic}/report/csv", "/app/clinics/{clinicId}/report/csv"),
            ($"{PagesApp.Clinic}/run-charts", "/app/clinics/{clinicId}/run-charts"), (await APatient(careManager), "/app/episodes/{episodeId}"),
        })
        {
            var before = (await app.Audited("route like '/app%'")).Count;
            using var page = await careManager.GetAsync(path);

            Assert.Equal((path, HttpStatusCode.OK), (path, page.StatusCode));
            Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
            Assert.Contains("default-src 'none'", string.Join(' ', page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("900; url=/app/signed-out", Assert.Single(page.Headers.GetValues("Refresh")));
            var audited = await app.Audited("route like '/app%'");
            Assert.Equal(before + 1, audited.Count);
            Assert.Equal((route, (short)200), (audited[0].Route, audited[0].Status));
            var body = await page.Content.ReadAsStringAsync();
            var shown = Regex.Matches(body, "href=\"/app/episodes/([^\"]+)\"").Select(m => m.Groups[1].Value).Distinct().Count();
            Assert.Equal(route.EndsWith("{careManagerId}/csv", StringComparison.Ordinal) ? body.Trim().Split('\n').Length - 1 : route.Contains("episodes", StringComparison.Ordinal) ? 1 : shown, audited[0].Patients);
        }
    }

    [Fact]
    public async Task A_patient_of_another_caseload_and_one_who_never_was_get_the_same_page_to_the_last_byte()
    {
        using var consultant = await app.SignedIn("psychiatric-consultant");
        var elsewhere = Regex.Match(await consultant.GetStringAsync(PagesApp.Figure3), "/app/episodes/[0-9a-f-]{36}").Value;
        using var careManager = await app.SignedIn("care-manager");

        using var outside = await careManager.GetAsync(elsewhere);
        using var absent = await careManager.GetAsync($"/app/episodes/{Guid.CreateVersion7()}");
        using var otherCaseload = await careManager.GetAsync($"/app/caseloads/{Figure3Caseload.CareManager.Id}");

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound], [outside.StatusCode, absent.StatusCode, otherCaseload.StatusCode]);
        var bytes = await outside.Content.ReadAsByteArrayAsync();
        Assert.Equal(bytes, await absent.Content.ReadAsByteArrayAsync());
        Assert.Equal(bytes, await otherCaseload.Content.ReadAsByteArrayAsync());
        Assert.Equal("text/html", outside.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_consultant_is_shown_initials_on_every_page_and_on_a_sheet_that_was_refused()
    {
        using var lead = await app.SignedIn("clinic-lead");
        var html = await lead.GetStringAsync(PagesApp.Review);
        var names = Regex.Matches(html, "<h3[^>]*><a href=\"([^\"]+)\">([^<]+)</a>").Select(m => (Page: m.Groups[1].Value, Name: m.Groups[2].Value)).ToList();
        Assert.InRange(names.Count, 50, 200);

        using var consultant = await app.SignedIn("psychiatric-consultant");
        var sheet = await consultant.GetStringAsync(PagesApp.Review);
        var (action, fields) = PagesApp.Form(sheet, PagesApp.Review);
        using var refused = await Sends(consultant, action, fields, minutes: "many");
        foreach (var seen in new[] { sheet, await consultant.GetStringAsync(PagesApp.Caseload), await consultant.GetStringAsync($"{PagesApp.Caseload}/csv"), await consultant.GetStringAsync(names[0].Page), await refused.Content.ReadAsStringAsync() })
        {
            Assert.DoesNotContain("SYN-", seen, StringComparison.Ordinal);
            Assert.All(names, name => Assert.DoesNotContain(name.Name, seen, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_first_page_leads_to_what_one_may_open_and_to_nothing_else()
    {
        foreach (var (persona, opens, closed) in new (string, string[], string[])[]
        {
            ("clinic-lead", [PagesApp.Caseload, $"{PagesApp.Clinic}/report", $"{PagesApp.Clinic}/equity"], []),
            ("care-manager", [PagesApp.Caseload, $"{PagesApp.Clinic}/report"], [$"{PagesApp.Clinic}/equity", "/app/organization/equity"]),
            ("program-lead", [$"{PagesApp.Clinic}/run-charts", "/app/organization/equity"], [PagesApp.Caseload, $"{PagesApp.Clinic}/equity"]),
            ("auditor", [], [PagesApp.Caseload, $"{PagesApp.Clinic}/report"]),
        })
        {
            using var client = await app.SignedIn(persona);
            var home = await client.GetStringAsync("/app");
            foreach (var link in opens)
            {
                Assert.Contains($"href=\"{link}\"", home, StringComparison.Ordinal);
                using var page = await client.GetAsync(link);
                Assert.Equal((link, HttpStatusCode.OK), (link, page.StatusCode));
            }

            foreach (var link in closed) Assert.DoesNotContain($"href=\"{link}", home, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_role_without_patients_gets_a_page_that_says_so()
    {
        using var lead = await app.SignedIn("program-lead");
        using var refused = await lead.GetAsync(PagesApp.Caseload);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("Your role does not open this page.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var absent = await lead.GetAsync("/app/nonsense");
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }

    [Fact]
    public async Task The_cookie_opens_no_door_of_the_API_and_a_token_opens_no_page()
    {
        using var careManager = await app.SignedIn("care-manager");
        using var api = await careManager.GetAsync("/v1/me");
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        using var token = app.Api("care-manager");
        using var page = await token.GetAsync(PagesApp.Caseload);
        Assert.Contains("Who are you?", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_opens_no_page_however_its_address_is_written_and_every_page_has_its_headers()
    {
        using var token = app.Api("care-manager");
        using var page = await token.GetAsync(PagesApp.Caseload.Replace("/app", "/APP", StringComparison.Ordinal));
        Assert.Contains("Who are you?", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var careManager = await app.SignedIn("care-manager");
        using var own = await careManager.GetAsync("/App");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Contains("default-src 'none'", string.Join(' ', own.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/app/signed-in?code=bad&state=bad")]
    [InlineData("/app/signed-in?error=server_error&state=bad")]
    public async Task A_sign_in_that_failed_is_in_the_audit(string callback)
    {
        using var stranger = new HttpClient { BaseAddress = app.Site };
        var before = await app.Audited("action = 'sign-in'");
        using var failed = await stranger.GetAsync(callback);
        Assert.Equal(HttpStatusCode.Unauthorized, failed.StatusCode);
        var audited = await app.Audited("action = 'sign-in'");
        Assert.Equal((before.Count + 1, (short)401), (audited.Count, audited[0].Status));
    }

    [Fact]
    public async Task A_code_that_the_provider_does_not_know_is_a_failed_sign_in_in_the_audit()
    {
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new() }) { BaseAddress = app.Site };
        using var picker = await client.GetAsync("/app");
        var state = System.Web.HttpUtility.ParseQueryString(picker.RequestMessage!.RequestUri!.Query)["state"];
        var before = (await app.Audited("action = 'sign-in'")).Count;
        using var failed = await client.GetAsync($"/app/signed-in?code=wrong&state={Uri.EscapeDataString(state!)}");
        Assert.Equal(HttpStatusCode.Unauthorized, failed.StatusCode);
        Assert.Equal(before + 1, (await app.Audited("action = 'sign-in'")).Count);
    }

    [Fact]
    public async Task What_is_done_through_the_pages_is_found_by_their_client_and_by_the_session()
    {
        using var careManager = await app.SignedIn("care-manager");
        using var page = await careManager.GetAsync(PagesApp.Caseload);
        var request = page.Headers.GetValues("X-Request-Id").Single();
        Assert.Single(await app.Audited($"request_id = '{request}' and client_id = '{SignInEndpoints.ClientId}' and token_id is not null"));
    }

    [Fact]
    public async Task After_signing_out_the_cookie_opens_nothing_whoever_kept_it()
    {
        var cookies = new CookieContainer();
        using var careManager = await app.SignedIn("care-manager", cookies);
        var kept = new CookieContainer();
        kept.Add(cookies.GetAllCookies());
        using (var before = new HttpClient(new SocketsHttpHandler { CookieContainer = kept }) { BaseAddress = app.Site })
            Assert.DoesNotContain("Who are you?", await before.GetStringAsync(PagesApp.Caseload), StringComparison.Ordinal);

        using var left = await careManager.PostAsync("/app/sign-out", null);
        using var thief = new HttpClient(new SocketsHttpHandler { CookieContainer = kept }) { BaseAddress = app.Site };
        Assert.Contains("Who are you?", await thief.GetStringAsync(PagesApp.Caseload), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outcome_sent_twice_is_recorded_once_and_a_changed_form_under_its_key_is_refused()
    {
        using var consultant = await app.SignedIn("psychiatric-consultant");
        var (action, fields) = PagesApp.Form(await consultant.GetStringAsync(PagesApp.Review), PagesApp.Review);
        using var sheet = await Sends(consultant, action, fields, minutes: "7");
        using var again = await Sends(consultant, action, fields, minutes: "7");
        using var changed = await Sends(consultant, action, fields, minutes: "8");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], [sheet.StatusCode, again.StatusCode, changed.StatusCode]);
        using var api = app.Api("psychiatric-consultant");
        var recorded = (await api.Gets($"/v1/episodes/{action.Split('/')[^1]}/consultations"))["items"]!.AsArray().Where(c => (int)c!["minutes"]! is 7 or 8).ToList();
        Assert.Equal(7, (int)Assert.Single(recorded)!["minutes"]!);
    }

    [Fact]
    public async Task A_form_of_another_site_or_without_its_token_or_after_the_session_changes_nothing()
    {
        using var consultant = await app.SignedIn("psychiatric-consultant");
        var (action, fields) = PagesApp.Form(await consultant.GetStringAsync(PagesApp.Review), PagesApp.Review);
        var before = await Consultations(action);

        using var elsewhere = await Sends(consultant, action, fields, from: "cross-site");
        using var sibling = await Sends(consultant, action, fields, from: "same-site");
        using var tokenless = await Sends(consultant, action, fields.Where(f => f.Key != "token").ToDictionary());
        using var careManager = await app.SignedIn("care-manager");
        using var borrowed = await Sends(careManager, action, fields);
        using var stranger = new HttpClient { BaseAddress = app.Site };
        using var signedOut = await Sends(stranger, action, fields);

        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized],
            [elsewhere.StatusCode, sibling.StatusCode, tokenless.StatusCode, borrowed.StatusCode, signedOut.StatusCode]);
        Assert.Contains("Nothing was recorded", await signedOut.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, await Consultations(action));
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_shown_again_as_typed_with_the_reason()
    {
        using var consultant = await app.SignedIn("psychiatric-consultant");
        var (action, fields) = PagesApp.Form(await consultant.GetStringAsync(PagesApp.Review), PagesApp.Review);
        using var refused = await Sends(consultant, action, fields, minutes: "481");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var html = await refused.Content.ReadAsStringAsync();
        Assert.Contains("Minutes are a whole number from 0 to 480.", html, StringComparison.Ordinal);
        Assert.Contains("value=\"481\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caseload_of_120_fits_in_200_kilobytes()
    {
        using var careManager = await app.SignedIn("care-manager");
        var html = await careManager.GetByteArrayAsync(PagesApp.Caseload);
        var patients = Regex.Count(System.Text.Encoding.UTF8.GetString(html), "<tbody>");
        Assert.InRange(patients, 100, 200);
        Assert.InRange(html.Length / patients * 120, 1, 200_000);
    }

    private async Task<int> Consultations(string action)
    {
        using var api = app.Api("psychiatric-consultant");
        return (await api.Gets($"/v1/episodes/{action.Split('/')[^1]}/consultations"))["items"]!.AsArray().Count;
    }

    private static async Task<string> APatient(HttpClient client) => Regex.Match(await client.GetStringAsync(PagesApp.Caseload), "/app/episodes/[0-9a-f-]{36}").Value;

    private static async Task<HttpResponseMessage> Sends(HttpClient client, string action, Dictionary<string, string> fields, string minutes = "9", string? from = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, action)
        {
            Content = new FormUrlEncodedContent([.. fields, new("minutes", minutes), new("recommendation", "change-medication"), new("note", "")]),
        };
        if (from is not null) request.Headers.Add("Sec-Fetch-Site", from);
        return await client.SendAsync(request);
    }
}
