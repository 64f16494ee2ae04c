using System.Net;
using System.Text.RegularExpressions;
using Registry.Sandbox;

namespace Registry.IntegrationTests;

/// <summary>From page to page about one patient: the day asked about, the way back, and what came before.</summary>
public sealed class PatientPageTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    private string Caseload => $"/app/caseloads/{app.Home.CareManager}";

    [Fact]
    public async Task Every_page_about_a_past_day_leads_to_pages_about_that_day_and_todays_pages_name_none()
    {
        using var careManager = app.As("care-manager");
        var episode = await careManager.Enrols(app, await careManager.KnowsPatient(app), "2025-05-12");
        using var looker = app.Looks(Personas.CareManager);
        foreach (var page in new[] { Caseload, $"{Caseload}/review", $"/app/episodes/{episode}" })
        {
            var links = await Links(looker, $"{page}?asOf=2025-06-02");
            Assert.Contains(links, link => link.StartsWith(page.Contains("episodes", StringComparison.Ordinal) ? Caseload : $"/app/episodes/{episode}", StringComparison.Ordinal));
            Assert.All(links, link => Assert.Contains("asOf=2025-06-02", link, StringComparison.Ordinal));
            Assert.All(await Links(looker, page), link => Assert.DoesNotContain("asOf", link, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_page_of_a_returning_patient_leads_to_the_caseload_the_review_and_the_episodes_before()
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);
        var first = await careManager.Enrols(app, patient, "2025-01-06");
        await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{first}/status-changes", new { status = "inactive", on = "2025-05-30", dischargeReason = "lost-to-follow-up" }, HttpStatusCode.OK, "\"1\"");
        var second = (string)(await careManager.Posts($"/v1/patients/{patient}/episodes", new { enrolledOn = "2025-06-02", careManagerId = app.Home.CareManager.ToString(), treatingProviderId = app.Home.Provider.ToString() }))["id"]!;

        using var looker = app.Looks(Personas.CareManager);
        Assert.Equal([Caseload, $"{Caseload}/review", $"/app/episodes/{first}"], await Links(looker, $"/app/episodes/{second}"));
        Assert.Contains("2025-01-06 to 2025-05-30: inactive, lost to follow up", await looker.GetStringAsync($"/app/episodes/{second}"), StringComparison.Ordinal);
        Assert.Contains("since 2025-06-02: in treatment", await looker.GetStringAsync($"/app/episodes/{first}"), StringComparison.Ordinal);
        Assert.DoesNotContain("Other episodes", await looker.GetStringAsync($"/app/episodes/{first}?asOf=2025-05-01"), StringComparison.Ordinal); // not begun by then

        // A treating provider has patients and no caseload.
        using var provider = app.Looks(Personas.TreatingProvider);
        Assert.Equal([$"/app/episodes/{first}"], await Links(provider, $"/app/episodes/{second}"));
    }

    [Fact]
    public async Task What_is_about_safety_is_read_first_and_what_two_flags_say_alike_once()
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);
        var episode = await careManager.Enrols(app, patient, "2025-03-03");
        await careManager.Posts($"/v1/patients/{patient}/assessments", new { instrument = "phq-9", administeredOn = "2025-03-03", items = new[] { 2, 2, 2, 2, 2, 2, 2, 2, 0 } });
        await careManager.Posts($"/v1/patients/{patient}/assessments", new { instrument = "phq-9", administeredOn = "2025-06-09", items = new[] { 2, 2, 2, 2, 2, 2, 2, 1, 1 } });

        using var looker = app.Looks(Personas.CareManager);
        var flags = Regex.Matches(await looker.GetStringAsync($"/app/episodes/{episode}"), "<p class=\"flag ([a-z]+)\">(.*?)</p>", RegexOptions.Singleline);
        Assert.StartsWith("<b>Safety:</b> <i>F01</i> ", flags[0].Groups[2].Value, StringComparison.Ordinal);
        Assert.Equal("attention", flags[0].Groups[1].Value);
        var warnings = flags.Single(f => f.Groups[1].Value == "warning").Groups[2].Value;
        Assert.Contains("<i>F11</i> <i>F13</i> Day 105: PHQ-9 16 on 2025-06-09, baseline 16 on 2025-03-03; not improved by ", warnings, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(warnings, "baseline 16"));
    }

    [Theory]
    [InlineData("?asOf=2025-06-17", 422, "That cannot be answered")] // tomorrow
    [InlineData("?flag=F99", 400, "That could not be read")]
    [InlineData("?flag=F11", 200, "Caseload of")]
    public async Task What_a_caseload_cannot_answer_it_refuses_under_a_heading_that_fits_a_question(string query, int status, string heading)
    {
        using var looker = app.Looks(Personas.CareManager);
        using var page = await looker.GetAsync(Caseload + query);
        Assert.Equal(status, (int)page.StatusCode);
        Assert.Contains($"<h1>{heading}", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>To pages about patients, in order; not those that sort or choose.</summary>
    private static async Task<List<string>> Links(HttpClient looker, string page)
    {
        var html = await looker.GetStringAsync(page);
        return [.. Regex.Matches(html, "href=\"(/app/(caseloads|episodes)/[^\"]+)\"").Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).Where(link => !Regex.IsMatch(link, "sort=|status=|flag=|/csv"))];
    }
}
