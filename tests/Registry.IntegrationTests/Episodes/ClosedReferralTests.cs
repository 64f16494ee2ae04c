using System.Net;

namespace Registry.IntegrationTests;

/// <summary>A referral that came to nothing is no earlier care.</summary>
[Collection(TeamRegistry.Name)]
public sealed class ClosedReferralTests(RegistryApp app)
{
    [Theory]
    [InlineData(false, "first")] // closed as a referral: never enrolled
    [InlineData(true, "later")] // a month of care before, not long ago
    public async Task The_first_month_of_an_episode_is_billed_as_a_first_month_unless_there_was_care_before(bool treatedBefore, string kind)
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);
        var before = treatedBefore
            ? await careManager.Enrols(app, patient, "2025-04-01")
            : (string)(await careManager.Posts($"/v1/patients/{patient}/referrals", new { referredOn = "2025-04-01", careManagerId = app.Home.CareManager.ToString() }))["id"]!;
        await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{before}/status-changes", new { status = "inactive", on = "2025-04-20", dischargeReason = "withdrew" }, HttpStatusCode.OK, "\"1\"");
        var episode = await careManager.Enrols(app, patient, "2025-06-02");

        var month = await careManager.Gets($"/v1/episodes/{episode}/billing-months/2025-06");

        Assert.Equal(kind, (string)month["kind"]!);
    }
}
