using System.Net;
using System.Text;

namespace Registry.IntegrationTests.Transport;

/// <summary>A table that is opened in a spreadsheet shows what was entered, and runs none of it.</summary>
public sealed class SpreadsheetTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task No_cell_of_a_caseload_begins_as_a_formula_and_numbers_stay_numbers()
    {
        using var careManager = app.As("care-manager");
        string[] payloads = ["=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "=HYPERLINK(\"http://elsewhere.example\",\"x\")", "plain, with \"quotes\""];
        foreach (var payload in payloads)
        {
            var patient = await careManager.KnowsPatient(app, mrn: payload + Guid.CreateVersion7(), family: payload, given: payload);
            await careManager.Enrols(app, patient, "2025-05-01");
            await careManager.Scores(patient, "phq-9", "2025-05-01", 15);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/caseloads/{app.Home.CareManager}");
        request.Headers.Accept.Add(new("text/csv"));
        using var answer = await careManager.SendAsync(request);
        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var lines = Cells(await answer.Content.ReadAsStringAsync()).ToList();
        Assert.Equal(payloads.Length + 1, lines.Count);
        Assert.DoesNotContain(lines.SelectMany(line => line), cell => cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r');
        Assert.Equal(payloads.Length - 1, lines.Skip(1).Count(line => line[2][0] == '\''));
        Assert.All(lines.Skip(1), line => Assert.Equal("15", line[5].TrimEnd('*')));
    }

    [Theory]
    [InlineData("=1\t+1")]
    [InlineData("\r=1")]
    [InlineData("a\nb")]
    [InlineData("a\u001b[31m")] // would colour a terminal
    [InlineData("a\u202eb")] // would turn the rest of the line round
    [InlineData("a\u200bb")] // cannot be seen
    [InlineData("a\0b")]
    public async Task A_name_with_characters_that_nobody_sees_is_refused(string name)
    {
        using var careManager = app.As("care-manager");
        var refused = await careManager.Posts("/v1/patients", new { clinicId = $"{app.Home.North}", familyName = name, givenName = "Ada", birthDate = (string?)null, identifiers = new[] { new { system = "urn:mrn", value = "1" } } }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("#/familyName", (string)refused["errors"]![0]!["pointer"]!);
    }

    [Theory]
    [InlineData("\"Ashgrove\"", HttpStatusCode.Created)]
    [InlineData("\"\\ud800\"")] // half a character
    [InlineData("\"a\u0001\"")] // a control character that JSON does not allow as itself
    public async Task Text_that_is_none_is_malformed(string name, HttpStatusCode expected = HttpStatusCode.BadRequest)
    {
        using var careManager = app.As("care-manager");
        using var body = new StringContent($$"""{"clinicId":"{{app.Home.North}}","familyName":{{name}},"givenName":"Ada","birthDate":null,"identifiers":[{"system":"urn:mrn","value":"1"}]}""", Encoding.UTF8, "application/json");
        using var answer = await careManager.PostAsync(new Uri("/v1/patients", UriKind.Relative), body);
        Assert.Equal(expected, answer.StatusCode);
    }

    /// <summary>RFC 4180.</summary>
    private static IEnumerable<List<string>> Cells(string csv)
    {
        var (line, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < csv.Length; i++)
        {
            if (quoted && csv[i] == '"' && i + 1 < csv.Length && csv[i + 1] == '"') cell.Append(csv[++i]);
            else if (csv[i] == '"') quoted = !quoted;
            else if (!quoted && csv[i] is ',' or '\n')
            {
                line.Add(cell.ToString().TrimEnd('\r'));
                cell.Clear();
                if (csv[i] == ',') continue;
                yield return line;
                line = [];
            }
            else cell.Append(csv[i]);
        }
    }
}
