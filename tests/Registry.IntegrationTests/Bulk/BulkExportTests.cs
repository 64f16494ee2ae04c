using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests.Bulk;

/// <summary>An export from its order to its end, as a client of the Bulk Data protocol sees it.</summary>
public sealed class BulkExportTests(RegistryApp app) : IClassFixture<RegistryApp>, IAsyncLifetime
{
    private HttpClient careManager = null!;
    private HttpClient ehr = null!;
    private string patient = null!;
    private string score = null!;

    public async Task InitializeAsync()
    {
        (careManager, ehr) = (app.As("care-manager"), app.As("ehr-integration"));
        patient = await careManager.KnowsPatient(app);
        score = (string)(await ehr.Observes(patient, "phq-9", "2025-06-02", 14))["id"]!;
        Later();
    }

    public Task DisposeAsync()
    {
        careManager.Dispose();
        ehr.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_client_orders_follows_fetches_and_deletes_an_export()
    {
        var export = await ehr.Exports("/fhir/$export?_outputFormat=ndjson");

        Assert.Equal("https://registry.test/fhir/$export?_outputFormat=ndjson", (string)export.Manifest["request"]!);
        Assert.True((bool)export.Manifest["requiresAccessToken"]!);
        Assert.Empty(export.Manifest["error"]!.AsArray());
        var read = await ehr.Gets($"/fhir/Observation/{score}");
        Assert.Equal(read.ToJsonString(), export.Of("Observation").Single(o => (string)o["id"]! == score).ToJsonString());
        Assert.Equal((await ehr.Gets($"/fhir/Patient/{patient}")).ToJsonString(), export.Of("Patient").Single(p => (string)p["id"]! == patient).ToJsonString());

        using (var complete = await ehr.GetAsync(export.Status)) Assert.Equal(app.Clock.Now.Plus(Duration.FromHours(24)).ToDateTimeOffset(), complete.Content.Headers.Expires!.Value, TimeSpan.FromSeconds(1));
        var file = BulkClient.Local(new((string)export.Manifest["output"]![0]!["url"]!));
        await ehr.Sends(HttpMethod.Delete, export.Status, null, HttpStatusCode.Accepted);
        await ehr.Gets(export.Status, HttpStatusCode.NotFound);
        await ehr.Gets(file, HttpStatusCode.NotFound);
        await ehr.Sends(HttpMethod.Delete, export.Status, null, HttpStatusCode.NotFound);
        Assert.Equal(0, await Count("bulk_file_chunk", export));
    }

    [Theory]
    [InlineData("", null, "application/fhir+json", 400)]
    [InlineData("", "return=minimal", "application/fhir+json", 400)]
    [InlineData("", "respond-async", null, 406)]
    [InlineData("", "respond-async", "application/fhir+xml", 406)]
    [InlineData("?_unknown=1", "respond-async", "application/fhir+json", 400)]
    [InlineData("?_unknown=1", "respond-async, handling=lenient", "application/fhir+json", 202)]
    [InlineData("?_type=Patient,Medication", "respond-async", "application/fhir+json", 400)]
    [InlineData("?_type=", "respond-async", "application/fhir+json", 400)]
    [InlineData("?_since=2025-06-01", "respond-async", "application/fhir+json", 400)]
    [InlineData("?_since=2025-06-01T10:00:00", "respond-async", "application/fhir+json", 400)]
    [InlineData("?_since=2125-06-01T10:00:00Z", "respond-async", "application/fhir+json", 400)]
    [InlineData("?_since=2025-06-01T10:00:00%2B02:00", "respond-async", "application/fhir+json", 202)]
    [InlineData("?_since=2025-06-01T10:00:00Z&_since=2025-06-02T10:00:00Z", "respond-async", "application/fhir+json", 400)]
    [InlineData("?_outputFormat=text/csv", "respond-async", "application/fhir+json", 400)]
    [InlineData("?_outputFormat=application/fhir%2Bndjson", "respond-async", "application/fhir+json", 202)]
    [InlineData("?_outputFormat=application/ndjson&_type=Patient&_type=Observation", "respond-async", "application/fhir+json", 202)]
    public async Task An_order_is_taken_as_it_is_written_or_refused_with_the_reason(string query, string? prefer, string? accept, int expected)
    {
        using var answer = await ehr.SendAsync(BulkClient.Order("/fhir/$export" + query, prefer, accept));

        Assert.Equal(expected, (int)answer.StatusCode);
        if (expected != 202) Assert.Equal("OperationOutcome", (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["resourceType"]!);
        else await ehr.Awaits(BulkClient.Local(answer.Content.Headers.ContentLocation!));
    }

    [Fact]
    public async Task Only_the_types_asked_for_and_allowed_are_exported()
    {
        var patients = await ehr.Exports("/fhir/$export?_type=Patient");
        Assert.Equal(["Patient"], patients.Resources.Select(r => (string)r["resourceType"]!).Distinct());

        using var demographicsOnly = app.With(app.Issuer.TokenFor(Personas.EhrIntegration with { Scopes = "system/Patient.rs" }, app.Clock.Now));
        Assert.Equal(["Patient"], (await demographicsOnly.Exports("/fhir/$export")).Resources.Select(r => (string)r["resourceType"]!).Distinct());
        using var refused = await demographicsOnly.SendAsync(BulkClient.Order("/fhir/$export?_type=Observation"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        var all = await ehr.Exports("/fhir/$export");
        var scores = all.Manifest["output"]!.AsArray().Single(o => (string)o!["type"]! == "Observation")!;
        await demographicsOnly.Gets(BulkClient.Local(new((string)scores["url"]!)), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Nobody_but_the_client_that_ordered_it_is_told_that_an_export_exists()
    {
        var export = await ehr.Exports("/fhir/$export");
        await Owner($"""
            insert into principal (organization_id, id, issuer, subject, may_create_patients, may_export) values ('{app.Home.Organization}', '{Guid.CreateVersion7()}', '{app.Issuer.Url}', 'second-ehr', false, true);
            insert into role_grant (organization_id, id, principal_id, role, valid_from)
            select organization_id, gen_random_uuid(), id, 'ehr-integration', '2020-01-01' from principal where subject = 'second-ehr'
            """);
        using var second = app.With(app.Issuer.TokenFor(Personas.EhrIntegration with { Subject = "second-ehr" }, app.Clock.Now));
        using var foreign = app.As("ehr-integration", foreign: true);

        foreach (var stranger in (HttpClient[])[second, foreign])
        {
            await stranger.Gets(export.Status, HttpStatusCode.NotFound);
            await stranger.Gets(export.Status + "/files/1", HttpStatusCode.NotFound);
            await stranger.Sends(HttpMethod.Delete, export.Status, null, HttpStatusCode.NotFound);
        }

        Assert.DoesNotContain((await foreign.Exports("/fhir/$export")).Resources, r => true);
        await foreign.Sends(HttpMethod.Get, $"/fhir/Group/{app.Home.CareManager}/$export", null, HttpStatusCode.NotFound);
        await careManager.Gets(export.Status, HttpStatusCode.Forbidden);
        await ehr.Awaits(export.Status);
    }

    [Fact]
    public async Task A_client_that_lost_a_clinic_loses_the_files_that_show_it_and_a_running_export_ends()
    {
        var export = await ehr.Exports("/fhir/$export");
        var file = export.Status + "/files/1";
        try
        {
            await Owner($"update role_grant set clinic_id = '{app.Home.North}' where role = 'ehr-integration' and organization_id = '{app.Home.Organization}'");
            await ehr.Gets(export.Status, HttpStatusCode.NotFound);
            await ehr.Gets(file, HttpStatusCode.NotFound);
            var queued = await Insert("queued", null);
            await Until(async () => await State(queued) == "rights-ended");

            await Owner($"update role_grant set valid_to = now() - interval '1 second' where role = 'ehr-integration' and organization_id = '{app.Home.Organization}'");
            await ehr.Gets(file, HttpStatusCode.Forbidden);
            await Owner($"update role_grant set clinic_id = null, valid_to = null where role = 'ehr-integration' and organization_id = '{app.Home.Organization}'");
            await ehr.Gets($"/fhir/bulk-exports/{queued}", HttpStatusCode.Forbidden);
        }
        finally
        {
            await Owner($"update role_grant set clinic_id = null, valid_to = null where role = 'ehr-integration' and organization_id = '{app.Home.Organization}'");
        }

        await ehr.Lines(file);
    }

    [Fact]
    public async Task After_its_time_an_export_is_gone_with_its_files()
    {
        var export = await ehr.Exports("/fhir/$export");
        app.Clock.Now += Duration.FromHours(24);

        await ehr.Gets(export.Status, HttpStatusCode.NotFound);
        await ehr.Gets(export.Status + "/files/1", HttpStatusCode.NotFound);
        await ehr.Orders("/fhir/$export?_type=Patient");
        await Until(async () => await Count("bulk_file_chunk", export) == 0 && await Count("bulk_file", export) == 0);
        Assert.Equal("expired", await State(Guid.Parse(export.Status.Split('/')[^1])));
    }

    [Fact]
    public async Task A_client_may_have_two_exports_under_way_and_no_third()
    {
        var underWay = new[] { await Insert("running", "now() + interval '1 hour'"), await Insert("running", "now() + interval '1 hour'") };
        using (var third = await ehr.SendAsync(BulkClient.Order("/fhir/$export")))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
            Assert.NotEmpty(third.Headers.GetValues("Retry-After").Single());
        }

        foreach (var export in underWay) await ehr.Sends(HttpMethod.Delete, $"/fhir/bulk-exports/{export}", null, HttpStatusCode.Accepted);
        await ehr.Exports("/fhir/$export");
    }

    [Fact]
    public async Task An_export_whose_worker_died_is_begun_again_and_given_up_after_three_tries()
    {
        var dead = await Insert("running", "now() - interval '1 second'");
        await ehr.Exports("/fhir/$export");
        await ehr.Awaits($"/fhir/bulk-exports/{dead}");

        var hopeless = await Insert("running", "now() - interval '1 second'", attempts: 3);
        await ehr.Exports("/fhir/$export");
        await Until(async () => await State(hopeless) == "failed");
        Assert.Equal("exception", (string)(await ehr.Gets($"/fhir/bulk-exports/{hopeless}", HttpStatusCode.Conflict))["issue"]![0]!["code"]!);
    }

    [Fact]
    public async Task The_order_the_run_and_every_download_are_in_the_audit_under_one_request_id_with_the_patients()
    {
        var export = await ehr.Exports("/fhir/$export");
        await using var db = app.Owner();
        var id = new Id<BulkExport>(Guid.Parse(export.Status.Split('/')[^1]));
        var request = (await db.BulkExports.SingleAsync(e => e.Id == id)).RequestId;
        var entries = await db.AuditEntries.Where(e => e.RequestId == request && e.Outcome == AuditOutcome.Success).ToListAsync();

        Assert.Equal("/fhir/$export", entries.Single(e => e.Status == 202 && e.Route == "/fhir/$export").Route);
        Assert.Equal(export.Manifest["output"]!.AsArray().Count, entries.Count(e => e.Route == "/fhir/bulk-exports/{id}/files/{number}"));
        var run = entries.Single(e => e.Method == "RUN");
        Assert.Contains(Guid.Parse(patient), run.PatientIds);
        Assert.Equal(export.Of("Patient").Count(), run.PatientIds.Length);
        Assert.All(entries, e => Assert.Equal("fhir.export", e.Action));
    }

    [Fact]
    public async Task Security_labels_leave_with_the_resource_as_they_came()
    {
        var labelled = Intents.Observation(patient, "phq-9", "2025-06-04", 3);
        labelled["meta"] = new JsonObject { ["security"] = new JsonArray(new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v3-ActCode", ["code"] = "PSY" }) };
        var id = (string)(await ehr.Sends(HttpMethod.Post, "/fhir/Observation", Fhir.Body(labelled), HttpStatusCode.Created))["id"]!;
        Later();

        var export = await ehr.Exports("/fhir/$export");
        Assert.Equal("PSY", (string)export.Of("Observation").Single(o => (string)o["id"]! == id)["meta"]!["security"]![0]!["code"]!);
    }

    [Fact]
    public async Task A_caseload_is_exported_as_the_group_of_its_care_manager()
    {
        var enrolled = await careManager.KnowsPatient(app);
        await careManager.Enrols(app, enrolled, "2025-05-01");
        Later();
        var first = await ehr.Exports($"/fhir/Group/{app.Home.CareManager}/$export");
        Assert.Contains(enrolled, first.Of("Patient").Select(p => (string)p["id"]!));
        Assert.DoesNotContain(patient, first.Of("Patient").Select(p => (string)p["id"]!));

        // Who comes to the caseload later is told in full, although nothing about the person changed.
        await careManager.Enrols(app, patient, "2025-06-01");
        Later();
        var next = await ehr.Exports($"/fhir/Group/{app.Home.CareManager}/$export?_since={first.TransactionTime}");
        Assert.Equal([patient], next.Of("Patient").Select(p => (string)p["id"]!));
        Assert.Equal([score], next.Of("Observation").Select(o => (string)o["id"]!));

        // Its enrolment and its contacts go with the patient, as they are read one by one.
        var episode = first.Of("EpisodeOfCare").Single(e => (string)e["patient"]!["reference"]! == $"Patient/{enrolled}");
        Assert.Equal((await ehr.Gets($"/fhir/EpisodeOfCare/{episode["id"]}")).ToJsonString(), episode.ToJsonString());
        var contact = (string)(await careManager.Contacts((string)episode["id"]!, "follow-up", "2025-06-05", 20))["id"]!;
        Later();
        var contacts = await ehr.Exports($"/fhir/Group/{app.Home.CareManager}/$export?_type=Encounter&_since={next.TransactionTime}");
        Assert.Equal((await ehr.Gets($"/fhir/Encounter/{contact}")).ToJsonString(), contacts.Resources.Single().ToJsonString());

        // Handed over: it leaves this group, and comes to the other one in full.
        var second = await app.SecondCareManager();
        var before = await ehr.Exports($"/fhir/Group/{second}/$export");
        Assert.Empty(before.Resources);
        await careManager.Posts($"/v1/caseloads/{app.Home.CareManager}/handover", new { toCareManagerId = second.ToString(), from = $"{app.Clock.Now.InUtc().Date:uuuu-MM-dd}" }, HttpStatusCode.OK);
        Later();
        Assert.Empty((await ehr.Exports($"/fhir/Group/{app.Home.CareManager}/$export")).Resources);
        var after = await ehr.Exports($"/fhir/Group/{second}/$export?_since={before.TransactionTime}");
        Assert.Equal([score], after.Of("Observation").Select(o => (string)o["id"]!));
        await ehr.Sends(HttpMethod.Get, $"/fhir/Group/{Guid.CreateVersion7()}/$export", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_export_shows_the_version_that_stood_at_its_transaction_time_and_the_next_one_the_correction()
    {
        var name = Guid.CreateVersion7().ToString();
        var id = (string)(await ehr.Sends(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "gad-7", "2025-06-03", 11, identifier: name)), HttpStatusCode.Created))["id"]!;
        Later();
        // Recorded in the very second that the clocks of several instances may differ by: not yet told.
        await ehr.Sends(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "gad-7", "2025-06-03", 12, "corrected", name)), HttpStatusCode.OK);
        var first = await ehr.Exports("/fhir/$export");
        Assert.Equal(1, first.Versions[$"Observation/{id}"]);
        Assert.Equal(11, (int)first.Of("Observation").Single(o => (string)o["id"]! == id)["valueInteger"]!);

        Later();
        var next = await ehr.Exports($"/fhir/$export?_since={first.TransactionTime}");
        Assert.Equal([$"Observation/{id}"], next.Versions.Keys);
        Assert.Equal(12, (int)next.Resources.Single()["valueInteger"]!);

        await ehr.Sends(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "gad-7", "2025-06-03", 12, "entered-in-error", name)), HttpStatusCode.OK);
        Later();
        var last = await ehr.Exports($"/fhir/$export?_since={next.TransactionTime}");
        Assert.Equal("entered-in-error", (string)last.Resources.Single()["status"]!);
    }

    [Fact]
    public async Task A_client_that_may_export_no_more_is_told_nothing_of_an_export_it_ordered_before()
    {
        var export = await ehr.Exports("/fhir/$export");
        var client = $"organization_id = '{app.Home.Organization}' and subject = '{Personas.EhrIntegration.Subject}'";
        try
        {
            await Owner($"update principal set may_export = false where {client}");
            await ehr.Gets(export.Status, HttpStatusCode.Forbidden);
            await ehr.Gets(export.Status + "/files/1", HttpStatusCode.Forbidden);
            await ehr.Sends(HttpMethod.Delete, export.Status, null, HttpStatusCode.Accepted);
        }
        finally
        {
            await Owner($"update principal set may_export = true where {client}");
        }
    }

    [Fact]
    public async Task Files_that_hold_what_is_withheld_by_now_are_gone()
    {
        var enrolled = await careManager.KnowsPatient(app);
        var episode = await careManager.Enrols(app, enrolled, "2025-05-01");
        Later();
        var plain = await ehr.Exports("/fhir/$export");
        Later();
        await careManager.Sends(HttpMethod.Put, $"/v1/episodes/{episode}/part2", new { isPart2 = true }, HttpStatusCode.OK, "\"1\"");
        await Gone(plain);

        Later();
        var without = await ehr.Exports("/fhir/$export");
        Assert.DoesNotContain(episode, without.Of("EpisodeOfCare").Select(e => (string)e["id"]!));
        var consent = await careManager.Posts($"/v1/patients/{enrolled}/part2-consents", new { givenOn = "2025-06-01", recipients = "My providers" });
        await ehr.Lines(without.Status + "/files/1");
        Later();
        var opened = await ehr.Exports("/fhir/$export");
        Assert.Contains(episode, opened.Of("EpisodeOfCare").Select(e => (string)e["id"]!));
        Later();
        await careManager.Sends(HttpMethod.Post, $"/v1/part2-consents/{consent["id"]}/revocation", new { on = "2025-06-02" }, HttpStatusCode.OK, "\"1\"");
        await Gone(opened);
        await careManager.Posts($"/v1/patients/{enrolled}/part2-consents", new { givenOn = "2025-06-01", recipients = "My providers", expiresOn = "2025-06-17" });
        Later();
        var expiring = await ehr.Exports("/fhir/$export");
        app.Clock.Now += Duration.FromHours(23);
        await Gone(expiring);

        async Task Gone(FetchedExport export)
        {
            await ehr.Gets(export.Status, HttpStatusCode.Gone);
            await ehr.Gets(export.Status + "/files/1", HttpStatusCode.Gone);
        }
    }

    /// <summary>Ten seconds: what was written is older than the clocks of several instances may differ by.</summary>
    private void Later() => app.Clock.Now += Duration.FromSeconds(10);

    private async Task<Guid> Insert(string state, string? leasedUntil, int attempts = 1)
    {
        var id = Guid.CreateVersion7();
        await Owner($"""
            insert into bulk_export (organization_id, id, principal_id, state, request, request_id, types, clinics, ordered_at, attempts, patients_done, patients_in_all, leased_until)
            select '{app.Home.Organization}', '{id}', id, '{state}', 'https://registry.test/fhir/$export', '{id:N}', array['Patient'], array['{app.Home.North}', '{app.Home.South}']::uuid[], now(), {attempts}, 0, 0, {leasedUntil ?? "null"}
            from principal where organization_id = '{app.Home.Organization}' and subject = '{Personas.EhrIntegration.Subject}'
            """);
        return id;
    }

    private async Task<string?> State(Guid export) => (string?)await Ask($"select state from bulk_export where id = '{export}'");

    private async Task<long> Count(string table, FetchedExport export) => (long)(await Ask($"select count(*) from {table} where export_id = '{export.Status.Split('/')[^1]}'"))!;

    private Task Owner(string sql) => Ask(sql);

    private async Task<object?> Ask(string sql)
    {
        await using var connection = app.AsOwner();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if (await holds()) return;
            await Task.Delay(50);
        }

        Assert.Fail("It did not come to that.");
    }
}
