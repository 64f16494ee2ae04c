using System.Net;
using System.Text.Json.Nodes;
using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>National measures over HTTP: exact for those who see the patients, suppressed for those who do not, and labelled for both.</summary>
public sealed class NationalFlowTests : IAsyncLifetime
{
    private readonly RegistryApp app = new();

    public async Task InitializeAsync()
    {
        await app.InitializeAsync();
        app.Clock.Now = Instant.FromUtc(2025, 12, 31, 15, 0);
    }

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_clinics_measures_are_exact_and_an_organizations_suppressed()
    {
        using (var careManager = app.As("care-manager"))
        {
            for (var i = 0; i < 12; i++) await Patient(careManager, i < 9 ? 4 : 12);
        }

        using var consultant = app.As("psychiatric-consultant");
        using var lead = app.As("program-lead");
        var exact = await consultant.Gets($"/v1/clinics/{app.Home.North}/national-measures/2025");
        Assert.StartsWith("Registry population", (string)exact["population"]!, StringComparison.Ordinal);
        Assert.Equal((75m, 9, 12), (Figure(exact, "N08", "value"), (int)Figure(exact, "N08", "numerator")!, (int)Figure(exact, "N08", "denominator")!));
        Assert.Equal(100m, Figure(exact, "N07", "value"));
        Assert.Null(Figure(await consultant.Gets($"/v1/clinics/{app.Home.North}/national-measures/2025?asOf=2025-07-01"), "N08", "value")); // no window is over

        await lead.Gets("/v1/organization/national-measures/2025", HttpStatusCode.BadRequest); // not settled
        app.Clock.Now = Instant.FromUtc(2026, 1, 20, 15, 0);
        await app.Publishes();
        var suppressed = await lead.Gets("/v1/organization/national-measures/2025");
        foreach (var code in (string[])["N07", "N08", "N09"]) Assert.Null(Figure(suppressed, code, "denominator")); // nine got well, three did not
        Assert.Equal(12, Figure(suppressed, "N10", "denominator"));
        await lead.Gets($"/v1/clinics/{app.Home.North}/national-measures/2025", HttpStatusCode.Forbidden);
        await lead.Gets("/v1/organization/national-measures/25", HttpStatusCode.BadRequest);
        using var foreign = app.As("psychiatric-consultant", foreign: true);
        await foreign.Gets($"/v1/clinics/{app.Home.North}/national-measures/2025", HttpStatusCode.NotFound);
        Assert.Equal(10, (await lead.Gets("/v1/national-measures"))["items"]!.AsArray().Count);
    }

    private async Task Patient(HttpClient careManager, int later)
    {
        var patient = await careManager.KnowsPatient(app, birthDate: "1980-05-05");
        var episode = await careManager.Enrols(app, patient, "2025-03-03");
        await careManager.Contacts(episode, "initial-assessment", "2025-03-03", 40, "in-person");
        await careManager.Scores(patient, "phq-9", "2025-03-03", 18);
        await careManager.Scores(patient, "phq-9", "2025-08-01", later); // day 151
    }

    private static decimal? Figure(JsonNode answer, string code, string member) =>
        (decimal?)answer["rows"]![0]!["items"]!.AsArray().Single(i => (string)i!["code"]! == code)![member];
}
