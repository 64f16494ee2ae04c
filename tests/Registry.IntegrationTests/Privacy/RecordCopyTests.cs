using System.Net;
using System.Text.Json.Nodes;
using Npgsql;

namespace Registry.IntegrationTests.Privacy;

/// <summary>The patient's own copy: every row of the patient, and nothing of anybody else's.</summary>
[Collection(TeamRegistry.Name)]
public sealed class RecordCopyTests(RegistryApp app)
{
    /// <summary>Who looked, what waits to be looked at, and what is kept about disclosures and holds is no part of the record that care is decided by.</summary>
    private static readonly string[] NoPartOfTheRecord = ["audit_entry_patient", "flag_check", "emergency_access", "disclosure", "accounting_suspension", "legal_hold"];

    [Fact]
    public async Task A_note_is_brief_and_there_is_no_kind_for_what_was_said_in_a_session()
    {
        using var careManager = app.As("care-manager");
        var episode = await careManager.Enrols(app, await careManager.KnowsPatient(app), "2025-05-01");
        var path = $"/v1/episodes/{episode}/notes";
        var tooLong = await careManager.Posts(path, new { on = "2025-05-09", note = new string('x', 1001) }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(("too-long", "#/note"), ((string)tooLong["errors"]![0]!["code"]!, (string)tooLong["errors"]![0]!["pointer"]!));
        await careManager.Posts(path, new { on = "2025-05-09", note = "x", kind = "psychotherapy" }, HttpStatusCode.BadRequest);
        await careManager.Posts(path, new { on = "2025-05-09", note = new string('x', 1000) });
    }

    [Fact]
    public async Task It_holds_every_row_of_the_patient_and_no_identifier_of_another()
    {
        using var careManager = app.As("care-manager");
        var (patient, other) = (await Told(careManager, "COPY-MRN-1"), await Told(careManager, "COPY-MRN-2"));

        var copy = (await careManager.Posts($"/v1/patients/{patient}/record-copy", new { }, HttpStatusCode.OK)).ToJsonString();

        var ids = await Ids(patient);
        Assert.True(ids.Select(i => i.Table).Distinct().Count() >= 12, string.Join(' ', ids.Select(i => i.Table).Distinct()));
        Assert.Empty(ids.Where(i => !copy.Contains(i.Id, StringComparison.Ordinal)).Select(i => $"{i.Table} {i.Id}"));
        Assert.Empty((await Ids(other)).Where(i => copy.Contains(i.Id, StringComparison.Ordinal)).Select(i => $"{i.Table} {i.Id}"));
        // Rows without an id of their own.
        Assert.Single(JsonNode.Parse(copy)!["records"]!["closedBillingMonths"]!.AsArray(), month => (string)month!["monthOn"]! == "2025-05-01");
        Assert.Single(JsonNode.Parse(copy)!["records"]!["assessmentIdentifiers"]!.AsArray(), identifier => (string)identifier!["value"]! == "COPY-MRN-1");
        Assert.Contains("COPY-MRN-1", copy, StringComparison.Ordinal);
        Assert.DoesNotContain("COPY-MRN-2", copy, StringComparison.Ordinal);
        // The version that a correction replaced is there beside the one that counts.
        Assert.Equal([21, 20], JsonNode.Parse(copy)!["records"]!["assessments"]!.AsArray().Where(a => (string)a!["instrument"]! == "phq-9").Select(a => (int)a!["total"]!));
    }

    [Fact]
    public async Task As_a_bundle_it_holds_the_same_patient_in_fhir()
    {
        using var careManager = app.As("care-manager");
        var (patient, other) = (await Told(careManager, "COPY-MRN-3"), await Told(careManager, "COPY-MRN-4"));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/patients/{patient}/record-copy");
        request.Headers.Accept.ParseAdd("application/fhir+json");
        using var response = await careManager.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.OK, "application/fhir+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        var bundle = JsonNode.Parse(text)!;
        Assert.Equal(("Bundle", "collection"), ((string)bundle["resourceType"]!, (string)bundle["type"]!));
        Assert.Equal(["Patient", "EpisodeOfCare", "Encounter", "Observation", "Observation"], bundle["entry"]!.AsArray().Select(e => (string)e!["resource"]!["resourceType"]!));
        Assert.DoesNotContain(other, text, StringComparison.Ordinal);
        Assert.DoesNotContain("COPY-MRN-4", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_recorded_as_given_to_the_patient_and_needs_no_accounting()
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);
        await careManager.Posts($"/v1/patients/{patient}/record-copy", new { }, HttpStatusCode.OK);
        Assert.Equal("to-the-individual", await One($"select purpose from disclosure where patient_id = '{patient}'"));
        Assert.Equal("PATRQT", await One($"select purpose_of_use from audit_entry where action = 'record-copy.write' and '{patient}' = any(patient_ids)"));
        Assert.Empty((await app.As("auditor").Gets($"/v1/patients/{patient}/accounting"))["items"]!.AsArray());
        await app.As("care-manager", foreign: true).Posts($"/v1/patients/{patient}/record-copy", new { }, HttpStatusCode.NotFound);
        await app.As("psychiatric-consultant").Posts($"/v1/patients/{patient}/record-copy", new { }, HttpStatusCode.Forbidden);
    }

    /// <summary>A patient about whom there is one of nearly everything.</summary>
    private async Task<string> Told(HttpClient careManager, string mrn)
    {
        var patient = await careManager.KnowsPatient(app, mrn);
        var episode = await careManager.Enrols(app, patient, "2025-05-01");
        var score = (string)(await careManager.Scores(patient, "phq-9", "2025-05-01", 20))["id"]!;
        await careManager.Sends(HttpMethod.Put, $"/v1/assessments/{score}", new { administeredOn = "2025-05-01", total = 21 }, HttpStatusCode.OK, "\"1\"");
        await app.As("ehr-integration").Sends(HttpMethod.Post, "/fhir/Observation", Intents.Observation(patient, "gad-7", "2025-05-02", 9, identifier: mrn), HttpStatusCode.Created);
        await careManager.Contacts(episode, "follow-up", "2025-05-08", 20);
        await careManager.Posts($"/v1/episodes/{episode}/consultations", new { on = "2025-05-09", minutes = 10, consultantId = app.Home.Consultant.ToString() });
        await careManager.Posts($"/v1/episodes/{episode}/notes", new { on = "2025-05-09", note = "Prefers mornings." });
        await careManager.Posts($"/v1/episodes/{episode}/relapse-prevention-plans", new { on = "2025-06-01", minutes = 10 });
        await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{episode}/billing-months/2025-05/closure", null, HttpStatusCode.OK);
        await careManager.Posts($"/v1/patients/{patient}/restrictions", new { kind = "not-to-researchers", on = "2025-06-01" });
        await careManager.Posts($"/v1/patients/{patient}/part2-consents", new { givenOn = "2025-06-01", recipients = "My treating providers" });
        await careManager.Posts($"/v1/patients/{patient}/amendments", new { about = "assessment", aboutId = score, requestedOn = "2025-06-10", request = "Wrong day." });
        return patient;
    }

    /// <summary>What tells every row about a patient apart, in every table that names patients: the id of the row, or of what it belongs to.</summary>
    private async Task<List<(string Table, string Id)>> Ids(string patient)
    {
        await using var owner = app.AsOwner();
        await owner.OpenAsync();
        var tables = await Rows(owner, """
            select t.table_name, case when exists (select from information_schema.columns k where k.table_name = t.table_name and k.column_name = 'id') then 'id'
                when exists (select from information_schema.columns k where k.table_name = t.table_name and k.column_name = 'episode_id') then 'episode_id' else 'patient_id' end
            from information_schema.columns t where t.table_schema = 'public' and t.column_name = 'patient_id' order by 1
            """);
        var ids = new List<(string, string)> { ("patient", patient) };
        foreach (var (table, column) in tables.Where(t => !NoPartOfTheRecord.Contains(t.Item1) && t.Item1 != "patient_identifier"))
        {
            // The owner is under the policies too.
            foreach (var (_, id) in await Rows(owner, $"select set_config('registry.organization', '{app.Home.Organization}', false), set_config('registry.reach', 'organization', false)")) Assert.NotEmpty(id);
            ids.AddRange((await Rows(owner, $"select '{table}', {column}::text from {table} where patient_id = '{patient}'")).Select(row => (table, row.Item2)));
        }

        return ids;
    }

    private async Task<string?> One(string sql)
    {
        await using var owner = app.AsOwner();
        await owner.OpenAsync();
        await Rows(owner, $"select set_config('registry.organization', '{app.Home.Organization}', false), set_config('registry.reach', 'organization', false)");
        await using var command = new NpgsqlCommand(sql, owner);
        return (string?)await command.ExecuteScalarAsync();
    }

    private static async Task<List<(string, string)>> Rows(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<(string, string)>();
        while (await rows.ReadAsync()) found.Add((rows.GetString(0), rows.GetString(1)));
        return found;
    }
}
