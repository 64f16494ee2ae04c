using System.Net;
using System.Text.Json.Nodes;
using NodaTime;
using Npgsql;

namespace Registry.IntegrationTests.Events;

/// <summary>Each onset of a flag is announced once, whether a fact or the passing of time brought it about.</summary>
public sealed class FlagEventTests(RegistryApp app) : IClassFixture<RegistryApp>, IAsyncLifetime
{
    private readonly HttpClient careManager = app.As("care-manager");
    private Receiver receiver = null!;
    private string webhook = "";

    public async Task InitializeAsync() => receiver = await Receiver.Start();

    public async Task DisposeAsync()
    {
        using var administrator = app.As("administrator");
        await administrator.Posts($"/v1/webhooks/{webhook}/end", new { }, HttpStatusCode.OK);
        await receiver.DisposeAsync();
        careManager.Dispose();
    }

    [Fact]
    public async Task A_safety_flag_is_announced_once_and_again_only_when_it_comes_again()
    {
        var (patient, episode) = await Enrolled("2025-06-10");
        await Listens();
        await Answers(patient, "2025-06-14", selfHarm: 2);
        Assert.Equal(1, await Announced(episode));
        Assert.Equal(0, await Announced(episode));

        await Answers(patient, "2025-06-15", selfHarm: 3); // it held all the time
        Assert.Equal(0, await Announced(episode));
        await Answers(patient, "2025-06-16", selfHarm: 0);
        Assert.Equal(0, await Announced(episode));

        app.Passes(Duration.FromDays(1));
        await Answers(patient, "2025-06-17", selfHarm: 1);
        Assert.Equal(1, await Announced(episode));
    }

    [Fact]
    public async Task One_that_cleared_and_came_again_while_nobody_looked_is_announced_again()
    {
        var (patient, episode) = await Enrolled("2025-06-10");
        await Listens();
        await Answers(patient, "2025-06-14", selfHarm: 2);
        Assert.Equal(1, await Announced(episode));

        app.Passes(Duration.FromDays(3));
        await Answers(patient, "2025-06-15", selfHarm: 0);
        var today = app.Clock.Now.InUtc().Date;
        await Answers(patient, $"{today:uuuu-MM-dd}", selfHarm: 2);
        Assert.Equal(1, await Announced(episode));
    }

    [Fact]
    public async Task Time_alone_raises_a_flag_when_its_day_comes_at_the_clinic()
    {
        var today = app.Clock.Now.InUtc().Date;
        var (_, episode) = await Enrolled($"{today:uuuu-MM-dd}");
        await Listens();
        await Announced(episode);

        for (var day = 0; day < 31; day++)
        {
            app.Passes(Duration.FromDays(1));
            var isDue = (await Flags(episode)).Contains("F10");
            var announced = await Announced(episode);
            if (isDue)
            {
                Assert.InRange(announced, 1, 3); // what else becomes due on that day is told too
                Assert.Equal(0, await Announced(episode));
                return;
            }
        }

        Assert.Fail("No consultation became due.");
    }

    [Fact]
    public async Task What_held_before_anybody_listened_is_no_news()
    {
        var (patient, episode) = await Enrolled("2025-06-01");
        await Answers(patient, "2025-06-02", selfHarm: 2);
        await Listens();
        Assert.Equal(0, await Announced(episode));
        await careManager.Posts($"/v1/episodes/{episode}/consultation-requests", new { reason = "not-improving", on = $"{app.Clock.Now.InUtc().Date:uuuu-MM-dd}" });
        Assert.Equal(1, await Announced(episode));
    }

    [Fact]
    public async Task Of_an_episode_that_no_other_system_may_see_none_is_told()
    {
        var (patient, episode) = await Enrolled("2025-06-10");
        var (other, _) = await Enrolled("2025-06-10");
        webhook = (string)(await app.Listens(receiver, "flag-raised", "score-stored"))["id"]!;
        await app.AnnouncesFlags();
        await careManager.Sends(HttpMethod.Put, $"/v1/episodes/{episode}/part2", new { isPart2 = true }, HttpStatusCode.OK, "\"1\"");
        var secret = (string)(await Answers(patient, "2025-06-14", selfHarm: 2))["id"]!;
        var open = (string)(await Answers(other, "2025-06-14", selfHarm: 0))["id"]!;
        Assert.Equal(0, await Announced(episode));
        Assert.DoesNotContain(receiver.Events, e => e.Resource?.Contains(secret, StringComparison.Ordinal) is true);
        Assert.Contains(receiver.Events, e => e.Resource?.Contains(open, StringComparison.Ordinal) is true);

        // From the day of a consent on, what comes after it is told.
        var today = $"{app.Clock.Now.InUtc().Date:uuuu-MM-dd}";
        await careManager.Posts($"/v1/patients/{patient}/part2-consents", new { givenOn = today, recipients = "My treating providers", expiresOn = "2030-06-01" });
        var told = (string)(await Answers(patient, "2025-06-15", selfHarm: 0))["id"]!;
        await app.AnnouncesFlags();
        Assert.Contains(receiver.Events, e => e.Resource?.Contains(told, StringComparison.Ordinal) is true);
        Assert.DoesNotContain(receiver.Events, e => e.Resource?.Contains(secret, StringComparison.Ordinal) is true);
    }

    [Fact]
    public async Task Only_patients_about_whom_something_was_recorded_are_looked_at_again()
    {
        var (patient, _) = await Enrolled("2025-06-10");
        await Enrolled("2025-06-10");
        await Listens();
        await app.AnnouncesFlags();
        Assert.Equal(0, await Waiting());
        await Answers(patient, "2025-06-14", selfHarm: 1);
        Assert.Equal(1, await Waiting());
    }

    private async Task<(string Patient, string Episode)> Enrolled(string on)
    {
        var patient = await careManager.KnowsPatient(app);
        return (patient, await careManager.Enrols(app, patient, on));
    }

    private async Task Listens()
    {
        webhook = (string)(await app.Listens(receiver, "flag-raised"))["id"]!;
        await app.AnnouncesFlags();
    }

    private Task<JsonNode> Answers(string patient, string on, int selfHarm) =>
        careManager.Posts($"/v1/patients/{patient}/assessments", new { instrument = "phq-9", administeredOn = on, items = new[] { 2, 2, 0, 0, 0, 0, 0, 0, selfHarm } });

    private async Task<IEnumerable<string>> Flags(string episode) =>
        (await careManager.Gets($"/v1/episodes/{episode}/view"))["flags"]!.AsArray().Select(flag => (string)flag!["id"]!);

    /// <summary>How many more flags of the episode were announced by looking again.</summary>
    private async Task<int> Announced(string episode)
    {
        int Count() => receiver.Events.Count(e => e.Type == "flag-raised" && e.Resource!.Contains(episode, StringComparison.Ordinal));
        var before = Count();
        await app.AnnouncesFlags();
        return Count() - before;
    }

    private async Task<long> Waiting()
    {
        await using var connection = app.AsOwner();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from flag_check", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
