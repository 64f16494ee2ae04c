using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Registry.IntegrationTests;

/// <summary>The published caseload table beside the page, cell by cell.</summary>
[Collection(SharedPages.Name)]
public sealed class Figure3PageTests(PagesApp app)
{
    private static readonly JsonNode Golden = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "figure3.json")))!;

    [Fact]
    public async Task The_page_shows_every_cell_of_the_published_figure()
    {
        using var lead = await app.SignedIn("clinic-lead");
        var html = await lead.GetStringAsync(PagesApp.Figure3);
        var rows = Regex.Matches(html, "<tbody>(.*?)</tbody>", RegexOptions.Singleline).Select(m => Cells(m.Groups[1].Value)).ToDictionary(cells => cells[0].Split(' ')[^1]);

        Assert.Equal(10, rows.Count);
        foreach (var expected in Golden["expected"]!.AsArray())
        {
            var row = rows[(string)expected!["mrn"]!];
            Assert.Equal((string)expected["status"]! == "RPP" ? "Relapse prevention" : "In treatment", row[1]);
            Assert.Equal(Score(expected["phq9"]), AsFigure(row[2]));
            Assert.Equal(Score(expected["gad7"]), AsFigure(row[3]));
            Assert.Equal(Score(expected["pcl5"]), AsFigure(row[4]));
            Assert.Equal(Day(expected["initialAssessment"]), row[5]);
            Assert.Equal(Day(expected["followUp"]), row[6]);
            Assert.Equal(Day(expected["psychiatricConsultation"]), row[7]);
            Assert.Equal(Day(expected["relapsePreventionPlan"]), row[8]);
            Assert.Equal(expected["sessions"]!.ToString(), row[9]);
            Assert.Equal(expected["weeksSinceInitialAssessment"]!.ToString(), row[10]);
            Assert.Equal(expected["minutesThisMonth"]!.ToString(), row[11].Split(' ')[0]);
        }
    }

    /// <summary>Text of each cell, in the order of the columns.</summary>
    private static string[] Cells(string row) =>
        [.. Regex.Matches(row, "<t([hd])[^>]*>(.*?)</t\\1>", RegexOptions.Singleline).Select(m => Regex.Replace(WebUtility.HtmlDecode(Regex.Replace(m.Groups[2].Value, "<[^>]+>", " ")), @"\s+", " ").Trim())];

    /// <summary>"18 → 13 (−5) ◷ old score 2022-12-21" as the figure prints it: "18 13*".</summary>
    private static string AsFigure(string cell) =>
        cell == "no score" ? "" : Regex.Replace(cell, @"^(\d+) → (\d+).*$", "$1 $2") + (cell.Contains("old score", StringComparison.Ordinal) ? "*" : "");

    private static string Score(JsonNode? cell) => cell is null ? "" : $"{cell["first"]} {cell["last"]}{((bool)cell["lastIsStale"]! ? "*" : "")}";

    private static string Day(JsonNode? day) => (string?)day ?? "–";
}
