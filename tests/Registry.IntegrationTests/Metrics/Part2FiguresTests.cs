using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>What goes to the State counts no episode under 42 CFR Part 2 without consent, and its tables are accounted for.</summary>
public sealed class Part2FiguresTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    private const string Month = "2025-03";

    private string Clinic => $"/v1/clinics/{app.Home.North}/new-york/{Month}";

    [Fact]
    public async Task A_labelled_episode_leaves_the_tables_and_figures_of_the_state_until_consent_opens_it()
    {
        app.Clock.Now = Instant.FromUtc(2025, 4, 20, 15, 0);
        using var careManager = app.As("care-manager");
        using var lead = app.As("clinic-lead");
        await app.As("administrator").Sends(HttpMethod.Put, $"/v1/staff/{app.Home.CareManager}/fte", new { from = "2025-03-01", fte = 0.8 }, HttpStatusCode.OK);
        await Enrolled(careManager, "1961-01-01");
        var (labelled, episode) = await Enrolled(careManager, "1962-02-02");
        Assert.Equal((2m, true), (await Enrolled(lead), (await Births(lead)).Contains("1962-02-02", StringComparison.Ordinal)));
        Assert.Equal(1, await Disclosed(labelled));

        await careManager.Sends(HttpMethod.Put, $"/v1/episodes/{episode}/part2", new { isPart2 = true }, HttpStatusCode.OK, "\"1\"");
        app.Clock.Now += Duration.FromMinutes(1);
        var births = await Births(lead);
        Assert.Contains("1961-01-01", births, StringComparison.Ordinal);
        Assert.DoesNotContain("1962-02-02", births, StringComparison.Ordinal);
        Assert.Equal(1, await Disclosed(labelled));
        Assert.Equal(1m, await Enrolled(lead));
        Assert.Single((await lead.Gets($"{Clinic}/NYS1/patients"))["items"]!.AsArray());
        await lead.Sends(HttpMethod.Post, $"{Clinic}/submission", null, HttpStatusCode.OK);

        // Consent opens it from now on, and changes nothing of what was submitted.
        app.Clock.Now += Duration.FromMinutes(1);
        await careManager.Posts($"/v1/patients/{labelled}/part2-consents", new { givenOn = "2025-04-01", recipients = "Agencies that oversee the program" });
        Assert.Contains("1962-02-02", await Births(lead), StringComparison.Ordinal);
        Assert.Equal(2, await Disclosed(labelled));
        Assert.Contains(Part2.Notice, await Text(lead, "site_month"), StringComparison.Ordinal);
        var figure = (await lead.Gets(Clinic))["items"]!.AsArray().Single(i => (string)i!["code"]! == "NYS1")!;
        Assert.Equal((2m, 1m), ((decimal)figure["value"]!["value"]!, (decimal)figure["submitted"]!["value"]!));
    }

    private async Task<(string Patient, string Episode)> Enrolled(HttpClient careManager, string birthDate)
    {
        var patient = await careManager.KnowsPatient(app, birthDate: birthDate);
        var episode = await careManager.Enrols(app, patient, "2025-02-03");
        await careManager.Scores(patient, "phq-9", "2025-02-03", 18);
        await careManager.Contacts(episode, "follow-up", "2025-03-10", 20);
        await careManager.Sends(HttpMethod.Put, $"/v1/patients/{patient}/background", new
        {
            race = (string?)null, ethnicity = (string?)null, language = (string?)null, sex = (string?)null, gender = (string?)null,
            coverage = new[] { new { payer = "medicaid-ffs", startOn = "2024-01-01", endOn = (string?)null } },
        }, HttpStatusCode.OK, "\"0\"");
        return (patient, episode);
    }

    private async Task<decimal> Enrolled(HttpClient lead) => (decimal)(await lead.Gets(Clinic))["items"]!.AsArray().Single(i => (string)i!["code"]! == "NYS1")!["value"]!["value"]!;

    private Task<string> Births(HttpClient lead) => Text(lead, "patient");

    private async Task<string> Text(HttpClient client, string table)
    {
        using var response = await client.GetAsync(new Uri($"{Clinic}/tables/{table}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<int> Disclosed(string patient)
    {
        await using var db = app.Owner();
        var id = new Id<Patient>(Guid.Parse(patient));
        return await db.Disclosures.CountAsync(d => d.PatientId == id && d.Purpose == DisclosurePurpose.HealthOversight);
    }
}
