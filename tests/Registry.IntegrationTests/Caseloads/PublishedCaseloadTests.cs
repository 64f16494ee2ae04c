using System.Text.Json.Nodes;
using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>The published caseload table, from facts sent through the public interface.</summary>
public sealed class PublishedCaseloadTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    private static readonly JsonNode Golden = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "figure3.json")))!;

    [Fact]
    public async Task The_caseload_of_the_published_figure_comes_out_in_all_ten_rows_and_every_column()
    {
        app.Clock.Now = Instant.FromUtc(2023, 1, 24, 16, 57);
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        using var consultant = app.As("psychiatric-consultant");
        foreach (var facts in Golden["facts"]!.AsArray()) await PublishedCaseload.Send(facts!, app, careManager, ehr, consultant);

        var caseload = await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}?asOf=2023-01-24");

        var rows = caseload["items"]!.AsArray().ToDictionary(row => (string)row!["identifier"]!, row => PublishedCaseload.AsPrinted(row!));
        foreach (var expected in Golden["expected"]!.AsArray())
        {
            Assert.Equal(expected!.Pretty(), rows[(string)expected!["mrn"]!].Pretty());
        }

        Assert.Equal(10, rows.Count);
    }
}
