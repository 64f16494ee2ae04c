using System.Net;
using System.Text.Json.Nodes;
using NodaTime;
using Npgsql;

namespace Registry.IntegrationTests.Events;

/// <summary>Receivers are told what happened: all of it, in order, signed, and nothing about anybody's health.</summary>
public sealed class WebhookTests(RegistryApp app) : IClassFixture<RegistryApp>, IAsyncLifetime
{
    private readonly HttpClient careManager = app.As("care-manager");
    private readonly HttpClient ehr = app.As("ehr-integration");
    private readonly HttpClient administrator = app.As("administrator");
    private Receiver receiver = null!;

    public async Task InitializeAsync() => receiver = await Receiver.Start();

    public async Task DisposeAsync()
    {
        // The next test listens alone.
        foreach (var webhook in (await administrator.Gets("/v1/webhooks"))["items"]!.AsArray().Where(w => (string)w!["state"]! != "ended"))
        {
            await administrator.Posts($"/v1/webhooks/{webhook!["id"]}/end", new { }, HttpStatusCode.OK);
        }

        await receiver.DisposeAsync();
        careManager.Dispose();
        ehr.Dispose();
        administrator.Dispose();
    }

    [Fact]
    public async Task A_new_receiver_is_sent_a_ping_that_it_can_check_with_the_secret_shown_once()
    {
        var webhook = await app.Listens(receiver, "score-stored");
        await app.SendsEvents();

        var ping = Assert.Single(receiver.Events);
        Assert.Equal("ping", ping.Type);
        Assert.True(ping.IsSignedWith((string)webhook["secret"]!));
        Assert.Null((await administrator.Gets($"/v1/webhooks/{webhook["id"]}"))["secret"]);
        var delivery = Assert.Single((await Deliveries(webhook))!);
        Assert.Equal(("delivered", 204, 1), ((string)delivery!["lastOutcome"]!, (int)delivery["lastStatus"]!, (int)delivery["attempts"]!));
    }

    [Fact]
    public async Task A_score_is_announced_when_it_is_stored_corrected_and_withdrawn_by_whichever_door_and_not_when_it_does_not_count()
    {
        var patient = await careManager.KnowsPatient(app);
        await app.Listens(receiver, "score-stored");

        var ours = (string)(await careManager.Scores(patient, "phq-9", "2025-05-01", 15))["id"]!;
        await careManager.Sends(HttpMethod.Put, $"/v1/assessments/{ours}", new { administeredOn = "2025-05-01", total = 14 }, HttpStatusCode.OK, "\"1\"");
        await careManager.Sends(HttpMethod.Post, $"/v1/assessments/{ours}/review", null, HttpStatusCode.OK, "\"2\""); // says nothing new about the score
        await careManager.Sends(HttpMethod.Post, $"/v1/assessments/{ours}/retraction", null, HttpStatusCode.OK, "\"3\"");
        var theirs = (string)(await ehr.Observes(patient, "gad-7", "2025-05-02", 9))["id"]!;
        await ehr.Observes(patient, "gad-7", "2025-05-02", 9, HttpStatusCode.OK); // a resend
        await ehr.Sends(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "phq-9", "2025-05-03", 9, status: "preliminary")), HttpStatusCode.Created);
        await app.SendsEvents();

        Assert.Equal([null, $"Observation/{ours}", $"Observation/{ours}", $"Observation/{ours}", $"Observation/{theirs}"], receiver.Events.Select(e => e.Resource));
        Assert.Equal(5, receiver.Events.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task Every_score_of_a_transaction_is_announced_and_none_of_one_that_was_refused()
    {
        await app.Listens(receiver, "score-stored");
        var mrn = Guid.CreateVersion7().ToString("N");
        var scores = Enumerable.Range(1, 9).Select(day => Fhir.Score(Fhir.InBundle, "phq-9", $"2025-05-0{day}", day));
        await ehr.Sends(HttpMethod.Post, "/fhir", Fhir.Body(Fhir.Transaction([Fhir.Patient(mrn), .. scores])), HttpStatusCode.OK);
        await ehr.Sends(HttpMethod.Post, "/fhir", Fhir.Body(Fhir.Transaction([Fhir.Patient(mrn + "x"), .. scores, Fhir.Score(Fhir.InBundle, "phq-9", "2025-05-20", 99)])), HttpStatusCode.UnprocessableEntity);
        await app.SendsEvents();

        Assert.Equal(10, receiver.Events.Count);
        Assert.Equal(9, receiver.Events.Select(e => e.Resource).OfType<string>().Distinct().Count());
    }

    [Fact]
    public async Task A_receiver_that_is_down_slow_or_failing_gets_everything_in_order_when_it_is_back()
    {
        var patient = await careManager.KnowsPatient(app);
        var webhook = await app.Listens(receiver, "score-stored");
        await app.SendsEvents();
        var stored = new List<string>();
        async Task Happens(int total) => stored.Add($"Observation/{(string)(await careManager.Scores(patient, "phq-9", "2025-05-01", total))["id"]!}");

        await receiver.Down();
        await Happens(1);
        await app.SendsEvents();
        Assert.Equal(("unreachable", null, 1), await Last(webhook));
        await app.SendsEvents(); // not before its time
        Assert.Equal(("unreachable", null, 1), await Last(webhook));

        await receiver.Up();
        receiver.Status = 500;
        app.Passes(Duration.FromSeconds(10));
        await Happens(2);
        await app.SendsEvents();
        receiver.Status = 302;
        app.Passes(Duration.FromMinutes(1));
        await app.SendsEvents();
        Assert.Equal(2, (int)(await Deliveries(webhook))![1]!["attempts"]! - 1); // the first of the two; the second waits behind it
        Assert.Equal(3, (int)(await administrator.Gets($"/v1/webhooks/{webhook["id"]}"))["failures"]!);

        receiver.Status = 200;
        receiver.Delay = Registry.Api.OutboundHttp.Patience + TimeSpan.FromSeconds(2);
        app.Passes(Duration.FromMinutes(2));
        await app.SendsEvents();
        Assert.Equal("timed-out", (string)(await Deliveries(webhook))![1]!["lastOutcome"]!);

        receiver.Delay = TimeSpan.Zero;
        app.Passes(Duration.FromMinutes(5));
        await Happens(3);
        await app.SendsEvents();
        Assert.Equal(stored, receiver.Events.Skip(1).Select(e => e.Resource!));
        Assert.All(receiver.Events, e => Assert.True(e.IsSignedWith((string)webhook["secret"]!)));
        Assert.Equal(0, (int)(await administrator.Gets($"/v1/webhooks/{webhook["id"]}"))["failures"]!);
    }

    [Fact]
    public async Task After_a_day_of_failures_it_is_parked_in_plain_sight_and_goes_on_when_somebody_resumes_it()
    {
        var patient = await careManager.KnowsPatient(app);
        var webhook = await app.Listens(receiver, "score-stored");
        receiver.Status = 503;
        await careManager.Scores(patient, "phq-9", "2025-05-01", 4);
        for (var hour = 0; hour < 30; hour++)
        {
            await app.SendsEvents();
            app.Passes(Duration.FromHours(1));
        }

        Assert.Equal("parked", (string)(await administrator.Gets($"/v1/webhooks/{webhook["id"]}"))["state"]!);
        var attempts = receiver.Attempts;
        Assert.InRange(attempts, 12, 30);
        receiver.Status = 200;
        await app.SendsEvents();
        Assert.Equal(attempts, receiver.Attempts);

        await administrator.Posts($"/v1/webhooks/{webhook["id"]}/resumption", new { }, HttpStatusCode.OK);
        await app.SendsEvents();
        Assert.Equal(["ping", "score-stored"], receiver.Events.Select(e => e.Type));
    }

    [Fact]
    public async Task Paused_it_waits_and_ended_it_is_over()
    {
        var patient = await careManager.KnowsPatient(app);
        var webhook = await app.Listens(receiver, "score-stored");
        await app.SendsEvents();
        await administrator.Posts($"/v1/webhooks/{webhook["id"]}/pause", new { }, HttpStatusCode.OK);
        await careManager.Scores(patient, "phq-9", "2025-05-01", 4);
        await app.SendsEvents();
        Assert.Single(receiver.Events);

        await administrator.Posts($"/v1/webhooks/{webhook["id"]}/resumption", new { }, HttpStatusCode.OK);
        await app.SendsEvents();
        Assert.Equal(2, receiver.Events.Count);

        await administrator.Posts($"/v1/webhooks/{webhook["id"]}/end", new { }, HttpStatusCode.OK);
        await careManager.Scores(patient, "phq-9", "2025-05-02", 5);
        await app.SendsEvents();
        Assert.Equal(2, receiver.Events.Count);
        await administrator.Posts($"/v1/webhooks/{webhook["id"]}/resumption", new { }, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task An_event_can_be_sent_once_more_and_is_known_by_its_id()
    {
        var webhook = await app.Listens(receiver, "score-stored");
        await app.SendsEvents();
        var ping = Assert.Single((await Deliveries(webhook))!);
        await administrator.Posts($"/v1/webhooks/{webhook["id"]}/deliveries/{ping!["id"]}/redelivery", new { }, HttpStatusCode.OK);
        await app.SendsEvents();
        Assert.Equal(2, receiver.Events.Count);
        Assert.Single(receiver.Events.Select(e => e.Id).Distinct());
    }

    [Fact]
    public async Task A_new_secret_signs_beside_the_old_one_for_a_day_and_then_alone()
    {
        var webhook = await app.Listens(receiver, "score-stored");
        var rotated = await administrator.Posts($"/v1/webhooks/{webhook["id"]}/secret", new { }, HttpStatusCode.OK);
        var (old, now) = ((string)webhook["secret"]!, (string)rotated["secret"]!);
        await app.SendsEvents();
        Assert.True(receiver.Events[0].IsSignedWith(old) && receiver.Events[0].IsSignedWith(now));

        app.Passes(Duration.FromHours(25));
        var ping = (await Deliveries(webhook))![0]!;
        await administrator.Posts($"/v1/webhooks/{webhook["id"]}/deliveries/{ping["id"]}/redelivery", new { }, HttpStatusCode.OK);
        await app.SendsEvents();
        Assert.True(receiver.Events[1].IsSignedWith(now) && !receiver.Events[1].IsSignedWith(old));
    }

    [Fact]
    public async Task Only_what_happens_in_the_clinics_named_is_told()
    {
        var elsewhere = await administrator.Posts("/v1/webhooks", new { url = receiver.Url, kinds = new[] { "score-stored" }, clinicIds = new[] { app.Home.South.ToString() } });
        await careManager.Scores(await careManager.KnowsPatient(app), "phq-9", "2025-05-01", 4);
        await app.SendsEvents();
        Assert.Equal("ping", Assert.Single(receiver.Events).Type);
        Assert.Equal(app.Home.South.ToString(), (string)Assert.Single(elsewhere["clinicIds"]!.AsArray())!);
    }

    [Fact]
    public async Task An_administrator_of_one_clinic_who_names_none_hears_of_that_one()
    {
        using var southern = await app.AdministratorOfTheSouthClinic();
        var webhook = await southern.Posts("/v1/webhooks", new { url = receiver.Url, kinds = new[] { "score-stored" } });
        Assert.Equal(app.Home.South.ToString(), (string)Assert.Single(webhook["clinicIds"]!.AsArray())!);
        Assert.Empty((await app.Listens(receiver, "score-stored"))["clinicIds"]!.AsArray());
    }

    [Fact]
    public async Task Nothing_about_anybody_leaves_with_an_event_or_stays_in_the_log()
    {
        var patient = await careManager.KnowsPatient(app, mrn: "MRN-CANARY-4711", family: "Canaryname", given: "Zebedee", birthDate: "1971-03-09");
        var episode = await careManager.Enrols(app, patient, "2025-05-01");
        await app.Listens(receiver, "score-stored", "flag-raised");
        await app.AnnouncesFlags();
        await careManager.Posts($"/v1/patients/{patient}/assessments", new { instrument = "phq-9", administeredOn = "2025-06-16", items = new[] { 3, 3, 3, 3, 3, 3, 3, 3, 3 } });
        await app.AnnouncesFlags();

        Assert.Contains(receiver.Events, e => e.Type == "score-stored");
        Assert.Contains(receiver.Events, e => e.Type == "flag-raised" && e.Resource!.Contains(episode, StringComparison.Ordinal));
        foreach (var e in receiver.Events)
        {
            Assert.Equal(["id", "type", "timestamp", "data"], JsonNode.Parse(e.Body)!.AsObject().Select(member => member.Key));
            foreach (var canary in (string[])[patient, "CANARY", "Canaryname", "Zebedee", "1971", "phq", "F01", "item9", "\"27\"", ":27"])
            {
                Assert.DoesNotContain(canary, e.Body + e.Headers.Replace(receiver.Url, "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
            }
        }

        Assert.DoesNotContain(app.Log, line => line.Contains("Canaryname", StringComparison.Ordinal) || line.Contains("MRN-CANARY", StringComparison.Ordinal));
        Assert.Contains(app.Log, line => line.StartsWith("Webhook ", StringComparison.Ordinal) && line.Contains("Delivered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_instances_at_once_deliver_each_event_once_and_in_order()
    {
        var patient = await careManager.KnowsPatient(app);
        await app.Listens(receiver, "score-stored");
        for (var total = 0; total < 12; total++) await careManager.Scores(patient, "phq-9", "2025-05-01", total);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(app.SendsEvents)));
        await app.SendsEvents();
        Assert.Equal(13, receiver.Events.Count);
        Assert.Equal(13, receiver.Events.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task What_a_killed_instance_had_taken_on_is_left_alone_for_its_minute_and_then_delivered()
    {
        var webhook = await app.Listens(receiver, "score-stored");
        await using var owner = app.AsOwner();
        await owner.OpenAsync();
        await using var taken = new NpgsqlCommand("update webhook set leased_until = $1 where id = $2", owner)
        {
            Parameters = { new() { Value = (app.Clock.GetCurrentInstant() + Duration.FromMinutes(1)).ToDateTimeUtc() }, new() { Value = Guid.Parse((string)webhook["id"]!) } },
        };
        await taken.ExecuteNonQueryAsync();
        app.Passes(Duration.FromSeconds(59));
        await app.SendsEvents();
        Assert.Empty(receiver.Events);
        app.Passes(Duration.FromSeconds(1));
        await app.SendsEvents();
        Assert.Single(receiver.Events);
    }

    [Theory]
    [InlineData("ftp://receiver.example/x")]
    [InlineData("https://user:word@receiver.example/x")]
    [InlineData("https://receiver.example/x#part")]
    [InlineData("receiver")]
    public async Task An_address_that_cannot_be_is_refused(string url)
    {
        var problem = await administrator.Posts("/v1/webhooks", new { url, kinds = new[] { "score-stored" } }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("#/url", (string)problem["errors"]![0]!["pointer"]!);
        await administrator.Posts("/v1/webhooks", new { url = receiver.Url, kinds = Array.Empty<string>() }, HttpStatusCode.UnprocessableEntity);
        await administrator.Posts("/v1/webhooks", new { url = receiver.Url, kinds = new[] { "score-stored" }, clinicIds = new[] { app.Elsewhere.North.ToString() } }, HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Another_organization_hears_nothing_and_sees_nothing()
    {
        var webhook = await app.Listens(receiver, "score-stored");
        using var foreign = app.As("administrator", foreign: true);
        Assert.Empty((await foreign.Gets("/v1/webhooks"))["items"]!.AsArray());
        await foreign.Gets($"/v1/webhooks/{webhook["id"]}", HttpStatusCode.NotFound);
        await foreign.Gets($"/v1/webhooks/{webhook["id"]}/deliveries", HttpStatusCode.NotFound);
        await foreign.Posts($"/v1/webhooks/{webhook["id"]}/end", new { }, HttpStatusCode.NotFound);
        await careManager.Gets("/v1/webhooks", HttpStatusCode.Forbidden);

        await foreign.Posts("/v1/webhooks", new { url = receiver.Url, kinds = new[] { "score-stored" } });
        await app.SendsEvents();
        var before = receiver.Events.Count;
        await careManager.Scores(await careManager.KnowsPatient(app), "phq-9", "2025-05-01", 4);
        await app.SendsEvents();
        Assert.Equal(before + 1, receiver.Events.Count);
        foreach (var one in (await foreign.Gets("/v1/webhooks"))["items"]!.AsArray()) await foreign.Posts($"/v1/webhooks/{one!["id"]}/end", new { }, HttpStatusCode.OK);
    }

    private async Task<JsonArray> Deliveries(JsonNode webhook) => (await administrator.Gets($"/v1/webhooks/{webhook["id"]}/deliveries"))["items"]!.AsArray();

    private async Task<(string? Outcome, int? Status, int Attempts)> Last(JsonNode webhook)
    {
        var last = (await Deliveries(webhook))[0]!;
        return ((string?)last["lastOutcome"], (int?)last["lastStatus"], (int)last["attempts"]!);
    }
}
