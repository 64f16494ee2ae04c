using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Sandbox;

namespace Registry.IntegrationTests;

/// <summary>The pages about clinics, of a program of several: who sees everything, and who only what is published.</summary>
[Collection(SharedProgram.Name)]
public sealed class PublishedPageTests(PublishedProgram program)
{
    private const string Month = "2026-10";
    private readonly RegistryApp app = program.App;

    [Fact]
    public async Task A_report_for_who_sees_no_patient_draws_and_writes_what_is_published_and_nothing_else()
    {
        using var lead = app.As("program-lead");
        using var page = app.Looks(Personas.ProgramLead);
        var months = Enumerable.Range(0, 13).Select(i => new NodaTime.YearMonth(2025, 10).PlusMonths(i).ToString("uuuu'-'MM", CultureInfo.InvariantCulture)).ToList();
        var published = new Dictionary<(string Month, string Clinic, string Code), JsonNode>();
        foreach (var month in months)
        {
            foreach (var row in (await lead.Gets($"/v1/organization/metrics/{month}"))["rows"]!.AsArray().Where(r => r!["clinicId"] is not null))
                foreach (var item in row!["items"]!.AsArray()) published[(month, (string)row["clinicId"]!, (string)item!["code"]!)] = item;
        }

        var suppressed = 0;
        foreach (var clinic in published.Keys.Where(k => k.Month == Month).Select(k => k.Clinic).Distinct())
        {
            var html = await page.GetStringAsync($"/app/clinics/{clinic}/report?month={Month}");
            var file = PageTable.InFile(await page.GetStringAsync($"/app/clinics/{clinic}/report/csv?month={Month}"));
            Assert.Contains("Published figures", html, StringComparison.Ordinal);
            var figures = html[html.IndexOf("<table class=\"figures\">", StringComparison.Ordinal)..];
            Assert.Equal(40, file.Count - 1);
            var byMonth = PageTable.OnPage(html).ToDictionary(row => row[0].Split(' ')[0]);
            foreach (var row in file.Skip(1))
            {
                var code = row[0];
                string? Value(string month) => published.TryGetValue((month, clinic, code), out var item) ? Text(item["value"]) : null;
                var now = published[(Month, clinic, code)];
                Assert.Equal([Text(now["value"]), Text(now["numerator"]), Text(now["denominator"])], row[3..6]);
                Assert.Equal((code, string.Join(' ', months.Select(m => Value(m) ?? ""))), (code, string.Join(' ', row[^13..])));
                Assert.Equal(row[^13..].Select(v => v.Length == 0 ? null : v), byMonth[code][1..].Select(v => decimal.TryParse(v, CultureInfo.InvariantCulture, out _) ? v : null));

                // The row as it is drawn: one point for each month that is shown, no dot for a month that is not.
                var drawn = Regex.Match(figures, $"<tr>\\s*<th scope=\"row\">(<a [^>]*>)?{code} .*?</tr>", RegexOptions.Singleline).Value;
                Assert.NotEmpty(drawn);
                Assert.Equal((code, months.Count(m => Value(m) is { Length: > 0 })), (code, Regex.Count(Regex.Match(drawn, "class=\"spark\".*?<path d=\"([^\"]*)\"", RegexOptions.Singleline).Groups[1].Value, "[ML]")));
                if (now["value"] is not null) continue;
                suppressed++;
                Assert.DoesNotContain("<circle", drawn, StringComparison.Ordinal);
                Assert.DoesNotContain("class=\"strip\"", drawn, StringComparison.Ordinal);
                Assert.Contains((string)now["noValue"]! == "suppressed" ? "suppressed" : "", drawn, StringComparison.Ordinal);
            }
        }

        Assert.InRange(suppressed, 10, 200);
    }

    [Fact]
    public async Task A_funnel_holds_the_clinics_that_are_shown_and_its_limits_are_those_of_the_comparison()
    {
        using var lead = app.As("program-lead");
        using var page = app.Looks(Personas.ProgramLead);
        var (drawn, hidden) = (0, 0);
        foreach (var item in (await lead.Gets($"/v1/organization/comparison/{Month}"))["items"]!.AsArray().Where(i => (string?)i!["unit"] == "percent" && (string)i["code"]! is { } code && code[0] == 'M' && code != "M30"))
        {
            var clinics = item!["clinics"]!.AsArray();
            var address = $"/app/clinics/{clinics[0]!["clinicId"]}/funnel?metric={item["code"]}&month={Month}";
            var html = await page.GetStringAsync(address);
            var table = PageTable.OnPage(html);
            Assert.Equal(table, PageTable.InFile(await page.GetStringAsync(address.Replace("/funnel", "/funnel/csv", StringComparison.Ordinal))));
            string[] Row(JsonNode c) => [Text(c["figure"]!["value"]), Text(c["figure"]!["numerator"]), Text(c["figure"]!["denominator"]), Text(c["low"]), Text(c["high"]), (string?)c["place"] ?? ""];
            Assert.Equal(clinics.Select(c => string.Join(' ', Row(c!))).Order(), table.Skip(1).Select(row => string.Join(' ', [.. row[1..4], .. row[5..]])).Order());

            var known = clinics.Count(c => c!["figure"]!["value"] is not null);
            Assert.Equal((item["code"]!.ToString(), known), (item["code"]!.ToString(), Regex.Count(html, "<circle")));
            Assert.Equal(clinics.Any(c => c!["low"] is not null) ? 2 : 0, Regex.Count(html, "class=\"edge\""));
            Assert.Equal(known > 0 && clinics.All(c => c!["low"] is null), html.Contains("No limits are drawn", StringComparison.Ordinal));
            (drawn, hidden) = (drawn + known, hidden + clinics.Count - known);
        }

        Assert.True(drawn > 5 && hidden > 5, $"{drawn} drawn, {hidden} hidden");

        // Somebody of one clinic sees the others only as limits.
        await using var db = app.Owner();
        var clinic = (await db.Staff.SingleAsync(s => s.DisplayName == Personas.CareManager.DisplayName)).ClinicId;
        using var careManager = app.Looks(Personas.CareManager);
        Assert.Equal(2, PageTable.OnPage(await careManager.GetStringAsync($"/app/clinics/{clinic}/funnel?metric=M08&month={Month}")).Count);
        foreach (var (path, status) in new[] { ($"{clinic}/funnel?metric=M01", HttpStatusCode.NotFound), ($"{Guid.CreateVersion7()}/funnel", HttpStatusCode.NotFound), ($"{clinic}/funnel?month=1999-12", HttpStatusCode.BadRequest) })
        {
            using var answer = await careManager.GetAsync($"/app/clinics/{path}");
            Assert.Equal((path, status), (path, answer.StatusCode));
        }
    }

    [Fact]
    public async Task Groups_of_the_organization_are_drawn_and_written_as_they_are_published()
    {
        using var lead = app.As("program-lead");
        using var page = app.Looks(Personas.ProgramLead);
        var (hidden, shown) = (0, 0);
        foreach (var by in (string[])["race", "sex", "payer", "age-band", "language"])
        foreach (var item in Telling((await lead.Gets($"/v1/organization/equity/{Month}?by={by}"))["items"]!.AsArray()))
        {
            var (metric, groups) = ((string)item["everybody"]!["code"]!, item["groups"]!.AsArray());
            var query = $"by={by}&metric={metric}&month={Month}";
            var html = await page.GetStringAsync($"/app/organization/equity?{query}");
            var table = PageTable.OnPage(html);
            Assert.Equal(table, PageTable.InFile(await page.GetStringAsync($"/app/organization/equity/csv?{query}")));
            Assert.Equal(groups.Count + 2, table.Count);
            foreach (var (group, row) in groups.Zip(table.Skip(1)))
            {
                var figure = group!["figure"]!;
                Assert.Equal([Text(figure["value"]), Text(figure["numerator"]), Text(figure["denominator"]), Text(figure["low"]), Text(figure["high"])], row[1..6]);
                Assert.Equal((string?)figure["noValue"] == "suppressed", row[6] == "suppressed");
                Assert.Equal([Text(group["differenceToLargest"]), Text(group["ratioToLargest"]), Text(group["differenceToAll"]), Text(group["ratioToAll"])], row[7..]);
            }

            var values = groups.Count(g => g!["figure"]!["value"] is not null);
            Assert.Equal((values, groups.Count(g => g!["figure"]!["low"] is not null)), (Regex.Count(html, "<circle"), Regex.Count(html, "class=\"interval\"")));
            (hidden, shown) = (hidden + groups.Count - values, shown + values);
        }

        Assert.True(hidden > 3 && shown > 3, $"{hidden} hidden, {shown} shown");
    }

    /// <summary>The metric with the most groups shown, and one with the fewest.</summary>
    private static IEnumerable<JsonNode> Telling(JsonArray items) =>
        items.Select(i => i!).Where(i => ((string)i["everybody"]!["code"]!)[0] == 'M').OrderBy(i => i["groups"]!.AsArray().Count(g => g!["figure"]!["value"] is not null)).ToList() is { Count: > 1 } ordered ? [ordered[^1], ordered[0]] : [];

    [Fact]
    public async Task Who_may_see_the_patients_sees_every_figure_and_a_care_manager_of_the_clinic_what_is_published()
    {
        await using var db = app.Owner();
        var clinic = (await db.Staff.SingleAsync(s => s.DisplayName == Personas.CareManager.DisplayName)).ClinicId;
        var report = $"/app/clinics/{clinic}/report?month={Month}";
        using var consultant = app.Looks(Personas.PsychiatricConsultant);
        using var careManager = app.Looks(Personas.CareManager);
        using var provider = app.Looks(Personas.TreatingProvider);
        using var api = app.As("psychiatric-consultant");

        var whole = PageTable.InFile(await consultant.GetStringAsync(report.Replace("/report", "/report/csv", StringComparison.Ordinal))).Skip(1).ToDictionary(row => row[0]);
        foreach (var item in (await api.Gets($"/v1/clinics/{clinic}/metrics?period={Month}"))["items"]!.AsArray())
            Assert.Equal([Text(item!["value"]), Text(item["numerator"]), Text(item["denominator"])], whole[(string)item["code"]!][3..6]);
        var html = await consultant.GetStringAsync(report);
        foreach (var item in (await api.Gets($"/v1/clinics/{clinic}/metrics?period={Month}"))["items"]!.AsArray().Where(i => (string)i!["code"]! is "M04" or "M14"))
        {
            var parts = item!["parts"]!.AsArray().Select(p => $"{((string)p!["name"]!).Replace('-', ' ')} {Text(p["value"])}").ToList();
            Assert.NotEmpty(parts);
            Assert.Contains($"<small>{string.Join(", ", parts)}</small>", html, StringComparison.Ordinal);
        }

        Assert.Contains("Every patient of the clinic", html, StringComparison.Ordinal);
        Assert.DoesNotContain("suppressed", html, StringComparison.Ordinal);
        Assert.Contains("class=\"limits\"", html, StringComparison.Ordinal); // among the clinics
        Assert.Contains("New York State", html, StringComparison.Ordinal); // published elsewhere
        Assert.Equal(13, Regex.Count(html, "class=\"level"));
        var warnings = PageTable.InFile(await consultant.GetStringAsync(report.Replace("/report", "/report/early-warnings/csv", StringComparison.Ordinal)));
        var judged = (await api.Gets($"/v1/clinics/{clinic}/drift?to={Month}&months=1"))["items"]!.AsArray();
        Assert.Equal(judged.Select(i => $"{i!["code"]} {(string?)i["level"] ?? "not judged"} {Text(i["months"]![0]!["value"])}"), warnings.Skip(1).Select(row => $"{row[0]} {row[2].ToLowerInvariant()} {row[3]}"));

        Assert.Contains("Published figures", await careManager.GetStringAsync(report), StringComparison.Ordinal);
        using var notPublished = await consultant.GetAsync($"/app/clinics/{clinic}/equity?metric=M08&by=sex");
        Assert.Equal(HttpStatusCode.OK, notPublished.StatusCode);
        foreach (var (looker, path, status) in new[]
        {
            (careManager, $"/app/clinics/{clinic}/equity", HttpStatusCode.Forbidden), (careManager, "/app/organization/equity", HttpStatusCode.NotFound), (provider, report, HttpStatusCode.Forbidden),
            (consultant, $"/app/clinics/{Guid.CreateVersion7()}/report", HttpStatusCode.NotFound), (consultant, $"/app/clinics/{clinic}/report?month=9999-12", HttpStatusCode.BadRequest),
            (consultant, $"/app/clinics/{clinic}/run-charts?metric=M99", HttpStatusCode.NotFound), (consultant, $"/app/clinics/{clinic}/run-charts?months=0", HttpStatusCode.BadRequest),
            (consultant, $"/app/clinics/{clinic}/equity?by=shoe-size", HttpStatusCode.BadRequest), (consultant, $"/app/clinics/{clinic}/report?month=2019-02", HttpStatusCode.OK),
        })
        {
            using var answer = await looker.GetAsync(path);
            Assert.Equal((path, status), (path, answer.StatusCode));
        }
    }

    private static string Text(JsonNode? number) => number is null ? "" : ((decimal)number).ToString("0.##", CultureInfo.InvariantCulture);
}
