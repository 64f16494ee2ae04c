using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Registry.IntegrationTests;

/// <summary>Tables as they stand on a page and in a file, cell by cell; an empty cell is a dash on the page.</summary>
internal static class PageTable
{
    /// <summary>The headings and rows of the table that holds what a chart shows.</summary>
    public static List<string[]> OnPage(string html) =>
        [.. Regex.Matches(Regex.Match(html, "<table class=\"data\">.*?</table>", RegexOptions.Singleline).Value, "<tr>.*?</tr>", RegexOptions.Singleline)
            .Select(row => Regex.Matches(row.Value, "<t[hd][^>]*>(.*?)</t[hd]>", RegexOptions.Singleline).Select(cell => Plain(cell.Groups[1].Value)).ToArray())];

    /// <summary>The same of a file; an apostrophe before a minus is there for spreadsheets.</summary>
    public static List<string[]> InFile(string csv) => [.. csv.Trim().Split("\n").Select(line => Cells(line.TrimEnd('\r')))];

    public static string Plain(string html) => WebUtility.HtmlDecode(Regex.Replace(html, "<[^>]+>", "")).Trim().Replace('−', '-') is var text && text == "–" ? "" : text;

    private static string[] Cells(string line)
    {
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        foreach (var c in line)
        {
            if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) (cells, cell) = ([.. cells, cell.ToString().TrimStart('\'')], new());
            else cell.Append(c);
        }

        return [.. cells, cell.ToString().TrimStart('\'')];
    }
}
