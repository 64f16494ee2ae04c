using System.Net;
using System.Text.Json.Nodes;
using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>A program's month in dollars, over HTTP: for whom in full, for whom suppressed, and by which rates.</summary>
public sealed class FinanceFlowTests : IAsyncLifetime
{
    private readonly RegistryApp app = new();

    public async Task InitializeAsync()
    {
        await app.InitializeAsync();
        app.Clock.Now = Instant.FromUtc(2025, 4, 10, 15, 0); // in time for the figures of March
    }

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Minutes_are_priced_by_payer_for_the_clinic_and_suppressed_for_the_organization()
    {
        using (var careManager = app.As("care-manager"))
        {
            for (var i = 0; i < 12; i++) await Patient(careManager, "medicaid-managed-care", 40);
            await Patient(careManager, "commercial", 40);
        }

        using var administrator = app.As("administrator");
        using var consultant = app.As("psychiatric-consultant");
        using var lead = app.As("program-lead");
        await administrator.Sends(HttpMethod.Put, $"/v1/staff/{app.Home.CareManager}/fte", new { from = "2025-01-01", fte = 0.5 }, HttpStatusCode.OK);
        await administrator.Sends(HttpMethod.Put, "/v1/finance/rates", new { payer = "medicaid-managed-care", code = "99493", from = "2025-01-01", amount = 112.5, source = "Contract of 2025" }, HttpStatusCode.OK);
        await administrator.Sends(HttpMethod.Put, "/v1/finance/costs", new { kind = "care-manager-year", from = "2025-01-01", amount = 120000, source = "Payroll" }, HttpStatusCode.OK);
        app.Clock.Now = Instant.FromUtc(2025, 4, 20, 15, 0);
        await app.Publishes();

        var row = (await consultant.Gets($"/v1/clinics/{app.Home.North}/finance/2025-03"))["rows"]![0]!;
        Assert.Equal((13, 13, 13, 100m), ((int)row["patientMonths"]!, (int)row["reached"]!, (int)row["billable"]!, (decimal)row["yield"]!));
        Assert.Equal([("medicaid-managed-care", 12, 112.5m, false), ("commercial", 1, 130m, true)],
            row["lines"]!.AsArray().Select(l => ((string)l!["payer"]!, (int)l["units"]!, (decimal)l["rate"]!, (bool)l["isDefaultRate"]!)));
        Assert.Equal((1480m, 5000m), ((decimal)row["revenue"]!, (decimal)row["cost"]!["careManagers"]!));
        Assert.Equal((decimal)row["revenue"]! - (decimal)row["cost"]!["total"]!, (decimal)row["net"]!);

        // The one patient of another payer would follow from the sum and the rates.
        var whole = (await lead.Gets("/v1/organization/finance/2025-03"))["rows"]![0]!;
        Assert.Equal((13, 100m), ((int)whole["patientMonths"]!, (decimal)whole["yield"]!));
        Assert.Equal((true, true, 0, "money"), (whole["revenue"] is null, whole["net"] is null, whole["lines"]!.AsArray().Count, (string)whole["suppressed"]!.AsArray().Single()!));
        Assert.Equal(5000m, (decimal)whole["cost"]!["careManagers"]!); // no patient is behind it

        await lead.Gets("/v1/organization/finance/2025-04", HttpStatusCode.BadRequest); // not settled
        await consultant.Gets($"/v1/clinics/{app.Home.North}/finance/2025-05", HttpStatusCode.BadRequest); // to come
        await lead.Gets($"/v1/clinics/{app.Home.North}/finance/2025-03", HttpStatusCode.Forbidden);
        await administrator.Sends(HttpMethod.Put, "/v1/finance/costs", new { kind = "care-manager-year", from = "2025-01-01", amount = 60000, source = "Payroll, corrected" }, HttpStatusCode.OK);
        Assert.Equal(2500m, (decimal)(await lead.Gets("/v1/organization/finance/2025-03"))["rows"]![0]!["cost"]!["careManagers"]!); // priced when it is read
        await consultant.Gets("/v1/organization/finance/2025-03", HttpStatusCode.Forbidden);
        using var foreign = app.As("psychiatric-consultant", foreign: true);
        await foreign.Gets($"/v1/clinics/{app.Home.North}/finance/2025-03", HttpStatusCode.NotFound);
        using var foreignLead = app.As("program-lead", foreign: true);
        Assert.Empty((await foreignLead.Gets("/v1/finance/settings"))["rates"]!.AsArray());
    }

    [Fact]
    public async Task An_imagined_caseload_is_answered_from_the_rates_in_force()
    {
        using var administrator = app.As("administrator");
        using var lead = app.As("program-lead");
        object Asked(decimal share, int minutes = 40) => new
        {
            month = "2025-03", caseload = 100, fte = 1, firstMonthShare = 0, minutes = new[] { new { minutes, share } }, payerMix = new[] { new { payer = "commercial", share = 1 } },
        };
        var before = await lead.Sends(HttpMethod.Post, "/v1/finance/what-if", Asked(1), HttpStatusCode.OK);
        Assert.Equal((13000m, true), ((decimal)before["revenue"]!, (bool)before["lines"]![0]!["isDefaultRate"]!));
        await administrator.Sends(HttpMethod.Put, "/v1/finance/rates", new { payer = "commercial", code = "99493", from = "2025-03-31", amount = 150, source = "Contract" }, HttpStatusCode.OK);
        Assert.Equal(15000m, (decimal)(await lead.Sends(HttpMethod.Post, "/v1/finance/what-if", Asked(1), HttpStatusCode.OK))["revenue"]!);

        foreach (var wrong in (object[])[Asked(0.9m), Asked(1, 481)]) await lead.Sends(HttpMethod.Post, "/v1/finance/what-if", wrong, HttpStatusCode.UnprocessableEntity);
        await administrator.Sends(HttpMethod.Put, "/v1/finance/rates", new { payer = "commercial", code = "99999", from = "2025-03-31", amount = 150, source = "Contract" }, HttpStatusCode.UnprocessableEntity);
        await lead.Sends(HttpMethod.Put, "/v1/finance/rates", new { payer = "commercial", code = "99493", from = "2025-03-31", amount = 150, source = "Contract" }, HttpStatusCode.Forbidden);
    }

    private async Task Patient(HttpClient careManager, string payer, int minutes)
    {
        var patient = await careManager.KnowsPatient(app);
        var episode = (string)(await careManager.Posts($"/v1/patients/{patient}/episodes",
            new { enrolledOn = "2025-01-06", careManagerId = app.Home.CareManager.ToString(), treatingProviderId = await Provider(careManager) }))["id"]!;
        await careManager.Sends(HttpMethod.Put, $"/v1/episodes/{episode}/prerequisites", new { consentOn = "2025-01-06", initiatingVisitOn = "2025-01-06", carePlanOn = "2025-01-06" }, HttpStatusCode.OK, "\"1\"");
        await careManager.Scores(patient, "phq-9", "2025-01-06", 18);
        await careManager.Contacts(episode, "follow-up", "2025-03-10", minutes);
        await careManager.Sends(HttpMethod.Put, $"/v1/patients/{patient}/background", 
            new { race = (string?)null, ethnicity = (string?)null, language = (string?)null, sex = (string?)null, gender = (string?)null, coverage = new[] { new { payer, startOn = "2024-01-01" } } }, HttpStatusCode.OK, "\"0\"");
    }

    private static async Task<string> Provider(HttpClient careManager) =>
        (string)(await careManager.Gets("/v1/staff"))["items"]!.AsArray().First(s => (string)s!["role"]! == "treating-provider")!["id"]!;
}
