using System.Net;
using System.Text.Json.Nodes;
using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>A whole episode of care, as a care manager and a consultant live it.</summary>
public sealed class EpisodeOfCareTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    private static readonly HttpMethod Put = HttpMethod.Put;

    [Fact]
    public async Task A_referral_becomes_treatment_only_after_the_initial_assessment_and_is_nowhere_enrolled_before()
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);
        var episode = await careManager.Posts($"/v1/patients/{patient}/referrals", new { referredOn = "2025-05-01", careManagerId = app.Home.CareManager.ToString() });
        var path = $"/v1/episodes/{episode["id"]}";
        Assert.Null(episode["enrolledOn"]);
        Assert.DoesNotContain(patient, await Listed(careManager));

        var refused = await careManager.Sends(HttpMethod.Post, $"{path}/status-changes", new { status = "treatment", on = "2025-05-08" }, HttpStatusCode.UnprocessableEntity, "\"1\"");
        Assert.Equal("initial-assessment-required", (string)refused["code"]!);

        await careManager.Contacts((string)episode["id"]!, "initial-assessment", "2025-05-08", 60, "in-person");
        var enrolled = await careManager.Sends(HttpMethod.Post, $"{path}/status-changes", new { status = "treatment", on = "2025-05-08" }, HttpStatusCode.OK, "\"1\"");
        Assert.Equal("2025-05-08", (string)enrolled["enrolledOn"]!);
        Assert.Contains(patient, await Listed(careManager));
    }

    [Fact]
    public async Task A_requested_consultation_comes_first_is_held_in_a_session_and_its_recommendation_is_followed_until_it_is_done()
    {
        using var careManager = app.As("care-manager");
        using var consultant = app.As("psychiatric-consultant");
        var (patient, episode) = await Enrolled(careManager, "2025-05-12");
        await careManager.Posts($"/v1/episodes/{episode}/consultation-requests", new { on = "2025-06-10", reason = "medication", note = "Sleep is worse since the change." });

        var item = await Reviewed(consultant, patient);
        Assert.Equal(("F03", 2), ((string)item!["rankedBy"]!, (int)item["rank"]!));

        var session = await consultant.Posts($"/v1/caseloads/{app.Home.CareManager}/review-sessions", new { on = "2025-06-12" });
        var discussed = new { on = "2025-06-12", minutes = 10, recommendation = "change-medication", note = "Raise the dose.", reviewSessionId = (string)session["id"]! };
        var consultation = await consultant.Posts($"/v1/episodes/{episode}/consultations", discussed);
        var twice = await consultant.Posts($"/v1/episodes/{episode}/consultations", discussed, HttpStatusCode.Conflict);
        Assert.Equal("already-discussed", (string)twice["code"]!);
        Assert.DoesNotContain("F03", Flags(await Reviewed(consultant, patient)));

        var settled = await careManager.Sends(HttpMethod.Post, $"/v1/consultations/{consultation["id"]}/settlement", new { state = "accepted", on = "2025-06-13" }, HttpStatusCode.OK, "\"1\"");
        Assert.Equal("accepted", (string)settled["recommendationState"]!);
        await careManager.Posts($"/v1/episodes/{episode}/treatment-changes", new { on = "2025-06-13", treatment = "medication", change = "changed", description = "Sertraline 100 mg" });
        var done = await careManager.Sends(HttpMethod.Post, $"/v1/consultations/{consultation["id"]}/settlement", new { state = "done", on = "2025-06-14" }, HttpStatusCode.OK, "\"2\"");
        Assert.Equal(("done", "2025-06-13"), ((string)done["recommendationState"]!, (string)done["settledOn"]!)); // taken up when it was accepted
        await careManager.Sends(HttpMethod.Post, $"/v1/consultations/{consultation["id"]}/settlement", new { state = "declined", on = "2025-06-14" }, HttpStatusCode.Conflict, "\"3\"");

        var open = await consultant.Gets($"/v1/review-sessions/{session["id"]}");
        Assert.Single(open["discussed"]!.AsArray());
        await consultant.Sends(HttpMethod.Post, $"/v1/review-sessions/{session["id"]}/closure", new { }, HttpStatusCode.OK, "\"1\"");
        var late = await consultant.Posts($"/v1/episodes/{episode}/consultations", new { on = "2025-06-12", minutes = 5, reviewSessionId = (string)session["id"]! }, HttpStatusCode.Conflict);
        Assert.Equal("session-closed", (string)late["code"]!);
    }

    [Fact]
    public async Task A_safety_answer_stays_on_top_until_somebody_says_what_was_done_about_it()
    {
        using var careManager = app.As("care-manager");
        var (patient, episode) = await Enrolled(careManager, "2025-06-02");
        await careManager.Posts($"/v1/patients/{patient}/assessments", new { instrument = "phq-9", administeredOn = "2025-06-09", items = new[] { 2, 2, 2, 1, 1, 1, 1, 1, 2 } });
        var item = await Reviewed(careManager, patient);
        Assert.Equal(("F01", 1, "critical"), ((string)item!["rankedBy"]!, (int)item["rank"]!, (string)item["flags"]![0]!["severity"]!));

        await careManager.Posts($"/v1/episodes/{episode}/flag-acknowledgements", new { on = "2025-06-10", flagId = "F01" });
        Assert.Contains("F01", Flags(await Reviewed(careManager, patient)));
        await careManager.Posts($"/v1/episodes/{episode}/flag-acknowledgements", new { on = "2025-06-10", flagId = "F01", disposition = "safety-plan-made" });
        Assert.DoesNotContain("F01", Flags(await Reviewed(careManager, patient)));
    }

    [Theory]
    [InlineData("F01")]
    [InlineData("F02")]
    public async Task A_safety_flag_is_not_put_off(string flag)
    {
        using var careManager = app.As("care-manager");
        var (_, episode) = await Enrolled(careManager, "2025-06-02");
        var refused = await careManager.Posts($"/v1/episodes/{episode}/flag-acknowledgements", new { on = "2025-06-10", flagId = flag, snoozedUntil = "2025-06-20" }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("#/snoozedUntil", (string)Assert.Single(refused["errors"]!.AsArray())!["pointer"]!);
        await careManager.Posts($"/v1/episodes/{episode}/flag-acknowledgements", new { on = "2025-06-10", flagId = "F06", snoozedUntil = "2025-06-20" });
    }

    [Theory]
    [InlineData("no-show")]
    [InlineData("outreach-attempt")]
    public async Task An_attempt_that_reached_somebody_is_a_contact_of_another_purpose(string purpose)
    {
        using var careManager = app.As("care-manager");
        var (_, episode) = await Enrolled(careManager, "2025-06-02");
        var contacts = $"/v1/episodes/{episode}/contacts";
        var refused = await careManager.Posts(contacts, new { purpose, mode = "phone", on = "2025-06-10", minutes = 5, kept = true }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("#/kept", (string)Assert.Single(refused["errors"]!.AsArray())!["pointer"]!);
        Assert.False((bool)(await careManager.Posts(contacts, new { purpose, mode = "phone", on = "2025-06-10", minutes = 5 }))["kept"]!);
    }

    [Fact]
    public async Task A_risk_screen_with_intent_goes_on_top_and_one_without_answers_is_refused()
    {
        using var careManager = app.As("care-manager");
        var (patient, _) = await Enrolled(careManager, "2025-06-02");
        var screens = $"/v1/patients/{patient}/assessments";
        var refused = await careManager.Posts(screens, new { instrument = "c-ssrs", administeredOn = "2025-06-09", total = 4 }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("#/items", (string)refused["errors"]![0]!["pointer"]!);

        await careManager.Posts(screens, new { instrument = "c-ssrs", administeredOn = "2025-06-09", items = new[] { 1, 1, 1, 0, 0, 0 } });
        Assert.DoesNotContain("F01", Flags(await Reviewed(careManager, patient)));
        await careManager.Posts(screens, new { instrument = "c-ssrs", administeredOn = "2025-06-10", items = new[] { 1, 1, 1, 1, 0, 0 } });
        var item = await Reviewed(careManager, patient);
        Assert.Equal(("F01", 1, "critical"), ((string)item!["rankedBy"]!, (int)item["rank"]!, (string)item["flags"]![0]!["severity"]!));
        Assert.Equal("C-SSRS on 2025-06-10 is positive for intent, plan or recent behaviour (S3).", (string)item["flags"]![0]!["text"]!);

        var calm = await careManager.Posts(screens, new { instrument = "c-ssrs", administeredOn = "2025-06-12", items = new int?[] { 0, 0, null, null, null, 0 } });
        Assert.Equal((0, 0), ((int)calm["total"]!, (int)calm["selfHarmAnswer"]!));
        Assert.DoesNotContain("F01", Flags(await Reviewed(careManager, patient)));
    }

    [Fact]
    public async Task A_manual_flag_is_cleared_only_with_a_note_and_its_history_stays()
    {
        using var careManager = app.As("care-manager");
        var (patient, episode) = await Enrolled(careManager, "2025-06-02");
        var flag = await careManager.Posts($"/v1/episodes/{episode}/manual-flags", new { on = "2025-06-10", flag = "safety" });
        Assert.Contains("F02", Flags(await Reviewed(careManager, patient)));

        var path = $"/v1/manual-flags/{flag["id"]}";
        await careManager.Sends(Put, path, new { on = "2025-06-10", flag = "safety", clearedOn = "2025-06-12" }, HttpStatusCode.UnprocessableEntity, "\"1\"");
        await careManager.Sends(Put, path, new { on = "2025-06-10", flag = "safety", clearedOn = "2025-06-12", note = "Plan reviewed with the patient." }, HttpStatusCode.OK, "\"1\"");
        Assert.DoesNotContain("F02", Flags(await Reviewed(careManager, patient)));
        Assert.Equal(2, (await careManager.Gets($"{path}/versions"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_safety_flag_outlives_its_episode_and_a_return_to_care()
    {
        using var careManager = app.As("care-manager");
        var (patient, first) = await Enrolled(careManager, "2025-06-02");
        var flag = await careManager.Posts($"/v1/episodes/{first}/manual-flags", new { on = "2025-06-03", flag = "safety" });
        await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{first}/status-changes", new { status = "inactive", on = "2025-06-05", dischargeReason = "withdrew" }, HttpStatusCode.OK, "\"1\"");
        await careManager.Enrols(app, patient, "2025-06-10");
        var item = await Reviewed(careManager, patient);
        Assert.Equal(("F02", 1), ((string)item!["rankedBy"]!, (int)item["rank"]!));

        await careManager.Sends(Put, $"/v1/manual-flags/{flag["id"]}", new { on = "2025-06-03", flag = "safety", clearedOn = "2025-06-12", note = "Seen again." }, HttpStatusCode.OK, "\"1\"");
        Assert.DoesNotContain("F02", Flags(await Reviewed(careManager, patient)));
    }

    [Fact]
    public async Task A_moment_lies_on_its_day_and_has_come()
    {
        using var careManager = app.As("care-manager");
        var (patient, episode) = await Enrolled(careManager, "2025-06-02");
        async Task Refuses(string path, object body, string code, string pointer)
        {
            var problem = await careManager.Posts(path, body, HttpStatusCode.UnprocessableEntity);
            Assert.Equal((code, pointer), ((string)problem["code"]!, (string)problem["errors"]![0]!["pointer"]!));
        }

        object Contact(string at) => new { purpose = "follow-up", mode = "phone", on = "2025-06-10", startedAt = at, minutes = 10 };
        object Score(string at) => new { instrument = "gad-7", administeredOn = "2025-06-10", administeredAt = at, total = 7 };
        await Refuses($"/v1/episodes/{episode}/contacts", Contact("1970-01-01T00:00:00Z"), "other-day", "#/startedAt");
        await Refuses($"/v1/episodes/{episode}/contacts", Contact("2027-06-10T14:00:00Z"), "date-in-future", "#/startedAt");
        await Refuses($"/v1/patients/{patient}/assessments", Score("2025-06-12T14:00:00Z"), "other-day", "#/administeredAt");
        await Refuses($"/v1/patients/{patient}/assessments", Score("2029-06-10T14:00:00Z"), "date-in-future", "#/administeredAt");

        var late = await careManager.Posts($"/v1/episodes/{episode}/contacts", Contact("2025-06-10T23:30:00-04:00")); // 11 June in UTC, and the day at the clinic
        Assert.Equal("2025-06-11T03:30:00Z", (string)late["startedAt"]!);
        await careManager.Posts($"/v1/patients/{patient}/assessments", Score("2025-06-11T03:30:00Z"));
    }

    [Fact]
    public async Task A_score_sent_in_UTC_counts_for_the_day_at_the_clinic_and_is_found_by_its_resend()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var (patient, _) = await Enrolled(careManager, "2025-06-02");
        var sent = Intents.Observation(patient, "phq-9", "2025-06-11T03:30:00Z", 14, identifier: "utc-" + patient);
        var first = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(sent));
        Assert.Equal("2025-06-10", (string)(await careManager.Gets($"/v1/assessments/{first.Id}"))["administeredOn"]!);
        Assert.Equal("2025-06-11T03:30:00Z", (string)first.Body!["effectiveDateTime"]!);
        var again = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(sent));
        Assert.Equal((HttpStatusCode.OK, first.Id), (again.Status, again.Id));
    }

    [Fact]
    public async Task Nobody_who_was_seen_since_is_closed_for_inactivity_in_arrears()
    {
        using var careManager = app.As("care-manager");
        var (_, episode) = await Enrolled(careManager, "2025-01-06");
        await careManager.Contacts(episode, "follow-up", "2025-06-13", 20);
        var refused = await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{episode}/status-changes",
            new { status = "inactive", on = "2025-05-05", dischargeReason = "administrative-inactivity" }, HttpStatusCode.UnprocessableEntity, "\"1\"");
        Assert.Equal("not-inactive-yet", (string)refused["code"]!);
    }

    [Fact]
    public async Task A_contact_entered_wrongly_is_corrected_under_its_version_and_withdrawn_with_its_history_kept()
    {
        using var careManager = app.As("care-manager");
        var (_, episode) = await Enrolled(careManager, "2025-06-02");
        var contact = await careManager.Contacts(episode, "follow-up", "2025-06-09", 20);
        var path = $"/v1/contacts/{contact["id"]}";
        object corrected = new { purpose = "follow-up", mode = "phone", on = "2025-06-10", minutes = 25 };

        await careManager.Sends(Put, path, corrected, HttpStatusCode.PreconditionRequired);
        await careManager.Sends(Put, path, corrected, HttpStatusCode.OK, "\"1\"");
        await careManager.Sends(Put, path, corrected, HttpStatusCode.PreconditionFailed, "\"1\"");
        Assert.Equal(25, (int)(await careManager.Gets($"/v1/episodes/{episode}/view"))["row"]!["minutesThisMonth"]!);

        await careManager.Sends(HttpMethod.Post, $"{path}/retraction", new { }, HttpStatusCode.OK, "\"2\"");
        Assert.Equal(0, (int)(await careManager.Gets($"/v1/episodes/{episode}/view"))["row"]!["minutesThisMonth"]!);
        Assert.Empty((await careManager.Gets($"/v1/episodes/{episode}/contacts"))["items"]!.AsArray());
        Assert.Equal([25, 25, 20], (await careManager.Gets($"{path}/versions"))["items"]!.AsArray().Select(v => (int)v!["minutes"]!));
    }

    [Fact]
    public async Task A_plan_begins_relapse_prevention_a_discharge_ends_the_episode_and_a_return_is_a_new_one_with_its_own_baseline()
    {
        using var careManager = app.As("care-manager");
        var (patient, episode) = await Enrolled(careManager, "2025-01-06");
        await careManager.Scores(patient, "phq-9", "2025-01-06", 18);
        await careManager.Scores(patient, "phq-9", "2025-03-03", 4);
        await careManager.Posts($"/v1/episodes/{episode}/relapse-prevention-plans", new { on = "2025-03-10", minutes = 30 });
        Assert.Equal("relapse-prevention", (string)(await careManager.Gets($"/v1/episodes/{episode}"))["status"]!);

        var again = await careManager.Posts($"/v1/patients/{patient}/episodes", new { enrolledOn = "2025-06-02", careManagerId = app.Home.CareManager.ToString() }, HttpStatusCode.Conflict);
        Assert.Equal("episode-already-open", (string)again["code"]!);
        await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{episode}/status-changes", new { status = "inactive", on = "2025-05-30", dischargeReason = "graduated" }, HttpStatusCode.OK, "\"2\"");

        var overlapping = await careManager.Posts($"/v1/patients/{patient}/episodes", new { enrolledOn = "2025-05-29", careManagerId = app.Home.CareManager.ToString() }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("overlaps-episode", (string)overlapping["code"]!);
        var second = await careManager.Enrols(app, patient, "2025-06-02");
        await careManager.Scores(patient, "phq-9", "2025-06-02", 15);

        var view = await careManager.Gets($"/v1/episodes/{second}/view");
        Assert.Equal(15, (int)view["headline"]!["baseline"]!);
        var past = await careManager.Gets($"/v1/episodes/{episode}/view?asOf=2025-05-01");
        Assert.Equal((18, 4, "relapse-prevention"), ((int)past["headline"]!["baseline"]!, (int)past["headline"]!["last"]!, (string)past["row"]!["status"]!));
        Assert.True((bool)past["headline"]!["isRemission"]!);
    }

    [Fact]
    public async Task A_caseload_is_handed_over_when_somebody_leaves_and_the_past_list_stays_theirs()
    {
        using var careManager = app.As("care-manager");
        using var consultant = app.As("psychiatric-consultant");
        var (patient, _) = await Enrolled(careManager, "2025-05-12");
        var other = (await app.SecondCareManager("taker")).ToString();
        await careManager.Posts($"/v1/caseloads/{app.Home.CareManager}/handover", new { toCareManagerId = other, from = "2025-06-16" }, HttpStatusCode.OK);

        Assert.DoesNotContain(patient, await Listed(consultant));
        Assert.Contains(patient, await Listed(consultant, "?asOf=2025-06-15"));
        await using var connection = app.AsOwner();
        await connection.OpenAsync();
        await using var back = new Npgsql.NpgsqlCommand($"delete from care_team_assignment where from_on = '2025-06-16'; update care_team_assignment set until_on = null where until_on = '2025-06-16'", connection);
        await back.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task An_imported_score_waits_to_be_looked_at_and_a_chosen_baseline_says_why()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var (patient, episode) = await Enrolled(careManager, "2025-06-02");
        await careManager.Scores(patient, "phq-9", "2025-06-02", 20);
        var imported = await ehr.Observes(patient, "phq-9", "2025-06-05", 14);
        app.Clock.Now += Duration.FromDays(8);
        try
        {
            Assert.Contains("F30", Flags(await Reviewed(careManager, patient)));
            await careManager.Sends(HttpMethod.Post, $"/v1/assessments/{imported["id"]}/review", new { }, HttpStatusCode.OK, "\"1\"");
            Assert.DoesNotContain("F30", Flags(await Reviewed(careManager, patient)));

            await careManager.Posts($"/v1/episodes/{episode}/baseline-overrides", new { on = "2025-06-06", assessmentId = (string)imported["id"]!, note = "The first form was filled in for somebody else." });
            Assert.Equal(14, (int)(await careManager.Gets($"/v1/episodes/{episode}/view"))["headline"]!["baseline"]!);
            var unknown = await careManager.Posts($"/v1/episodes/{episode}/baseline-overrides", new { on = "2025-06-06", assessmentId = Guid.CreateVersion7(), note = "x" }, HttpStatusCode.UnprocessableEntity);
            Assert.Equal("#/assessmentId", (string)unknown["errors"]![0]!["pointer"]!);
        }
        finally
        {
            app.Clock.Now -= Duration.FromDays(8);
        }
    }

    [Fact]
    public async Task A_total_that_its_answers_contradict_is_kept_apart_with_both_until_somebody_decides()
    {
        using var careManager = app.As("care-manager");
        var (patient, episode) = await Enrolled(careManager, "2025-06-02");
        var odd = await careManager.Posts($"/v1/patients/{patient}/assessments", new { instrument = "phq-9", administeredOn = "2025-06-05", total = 12, items = new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 } });
        Assert.Equal(("quarantined", 12, 9), ((string)odd["status"]!, (int)odd["total"]!, odd["items"]!.AsArray().Sum(i => (int)i!)));
        Assert.Null((await careManager.Gets($"/v1/episodes/{episode}/view"))["row"]!["phq9"]);
        Assert.Contains("F26", Flags(await careManager.Gets($"/v1/episodes/{episode}/view")));

        await careManager.Sends(Put, $"/v1/assessments/{odd["id"]}", new { administeredOn = "2025-06-05", items = new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 } }, HttpStatusCode.OK, "\"1\"");
        var view = await careManager.Gets($"/v1/episodes/{episode}/view");
        Assert.Equal(9, (int)view["row"]!["phq9"]!["last"]!);
        Assert.DoesNotContain("F26", Flags(view));
    }

    [Fact]
    public async Task The_same_patient_is_judged_by_the_profile_that_is_named()
    {
        using var careManager = app.As("care-manager");
        var (patient, episode) = await Enrolled(careManager, "2025-03-03");
        await careManager.Scores(patient, "phq-9", "2025-03-03", 14);
        await careManager.Scores(patient, "phq-9", "2025-06-02", 9);
        foreach (var (profile, improved) in new[] { ("nys-2025", true), ("hedis", false), ("five-point", true), ("bao", true) })
        {
            var view = await careManager.Gets($"/v1/episodes/{episode}/view?profile={profile}");
            Assert.Equal((profile, improved), ((string)view["profile"]!, (bool)view["headline"]!["isImproved"]!));
        }

        await careManager.Gets($"/v1/episodes/{episode}/view?profile=nonsense", HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task An_administrator_chooses_the_profile_and_the_numbers_behind_the_flags_and_the_lists_follow()
    {
        using var careManager = app.As("care-manager");
        using var administrator = app.As("administrator");
        var (patient, _) = await Enrolled(careManager, "2025-05-26");
        await careManager.Scores(patient, "phq-9", "2025-05-26", 8);
        Assert.DoesNotContain("F06", Flags(await Reviewed(careManager, patient)));
        var settings = await administrator.Gets("/v1/settings");
        try
        {
            var changed = settings.DeepClone();
            changed["outcomeProfile"] = "hedis";
            changed["flagParameters"]!["contactOverdueInTreatmentDays"] = 14;
            await administrator.Replaces("/v1/settings", changed);
            Assert.Contains("F06", Flags(await Reviewed(careManager, patient)));
            Assert.Equal("hedis", (string)(await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}"))["profile"]!);
            await careManager.Sends(Put, "/v1/settings", settings, HttpStatusCode.Forbidden);
        }
        finally
        {
            await administrator.Replaces("/v1/settings", settings);
        }
    }

    private async Task<(string Patient, string Episode)> Enrolled(HttpClient careManager, string on)
    {
        var patient = await careManager.KnowsPatient(app);
        return (patient, await careManager.Enrols(app, patient, on));
    }

    private async Task<IEnumerable<string>> Listed(HttpClient client, string query = "") =>
        (await client.Gets($"/v1/caseloads/{app.Home.CareManager}{query}"))["items"]!.AsArray().Select(row => (string)row!["patientId"]!);

    private async Task<JsonNode?> Reviewed(HttpClient client, string patient) =>
        (await client.Gets($"/v1/caseloads/{app.Home.CareManager}/review"))["items"]!.AsArray().SingleOrDefault(item => (string)item!["patientId"]! == patient);

    private static IEnumerable<string> Flags(JsonNode? item) => item is null ? [] : item["flags"]!.AsArray().Select(f => (string)f!["id"]!);
}
