using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Encryption;

/// <summary>Whoever has the database's files, a dump of it or its write-ahead log reads nobody's name, and no word about anybody.</summary>
public sealed class EncryptedAtRestTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    private static readonly string[] Tables = ["patient", "patient_identifier", "consultation", "team_entry", "stored_resource", "quarantine_entry", "disclosure", "bulk_file_chunk"];

    [Fact]
    public async Task Neither_a_dump_nor_the_write_ahead_log_holds_a_name_an_identifier_or_a_note()
    {
        var markers = await TellAboutSomebody();
        var dump = await Dump();
        // Both are looked through where something plain must be found, or the test would find nothing anywhere.
        foreach (var plain in (string[])["Home Health", "PLAINLYHERE"])
        {
            Assert.Contains(plain, dump, StringComparison.Ordinal);
            Assert.True(await IsInTheLog(plain), plain);
        }

        foreach (var marker in markers)
        {
            Assert.DoesNotContain(marker, dump, StringComparison.OrdinalIgnoreCase);
            Assert.False(await IsInTheLog(marker), marker);
            // As bytes are dumped.
            Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(marker)), dump, StringComparison.OrdinalIgnoreCase);
        }

        foreach (var table in Tables) Assert.True(await Ask<long>($"select count(*) from {table}") > 0, $"Nothing was written into {table}.");
    }

    /// <summary>One patient whose every word is a word that nothing else holds.</summary>
    private async Task<List<string>> TellAboutSomebody()
    {
        var markers = new List<string>();
        string Marker(string what)
        {
            var marker = what + RandomNumberGenerator.GetHexString(20);
            markers.Add(marker);
            return marker;
        }

        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app, Marker("mrn"), Marker("Family"), Marker("Given"), "1961-08-23");
        markers.Add("1961-08-23");
        var episode = await careManager.Enrols(app, patient, "2025-06-01");
        await careManager.Posts($"/v1/episodes/{episode}/notes", new { on = "2025-06-10", note = Marker("Note") });
        await careManager.Posts($"/v1/episodes/{episode}/treatment-changes", new { on = "2025-06-10", treatment = "medication", change = "started", description = Marker("Dose") });
        using var consultant = app.As("psychiatric-consultant");
        var session = await consultant.Posts($"/v1/caseloads/{app.Home.CareManager}/review-sessions", new { on = "2025-06-12" });
        await consultant.Posts($"/v1/episodes/{episode}/consultations",
            new { on = "2025-06-12", minutes = 10, recommendation = "change-medication", note = Marker("Advice"), reviewSessionId = (string)session["id"]! });
        await careManager.Posts($"/v1/patients/{patient}/disclosures",
            new { on = "2025-06-01", recipientName = Marker("Court"), recipientAddress = Marker("Street"), what = Marker("What"), purpose = "required-by-law", why = Marker("Why") });

        var score = Intents.Observation(patient, "phq-9", "2025-06-02", 12, identifier: "PLAINLYHERE");
        score["note"] = new JsonArray(new JsonObject { ["text"] = Marker("Said") });
        ((JsonObject)score["code"]!)["text"] = Marker("Code");
        await ehr.Sends(HttpMethod.Post, "/fhir/Observation", score, HttpStatusCode.Created);
        var waiting = Intents.Observation(patient, "phq-9", "2025-06-03", 13);
        waiting["code"] = JsonNode.Parse($$"""{"coding":[{"system":"urn:oid:1.2.3","code":"MOOD","display":"{{Marker("Shown")}}"}]}""");
        waiting["category"] = JsonNode.Parse("""[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"survey"}]}]""");
        await ehr.Sends(HttpMethod.Post, "/fhir/Observation", waiting, HttpStatusCode.Accepted);
        var sent = Fhir.Patient(Marker("ehr"), Marker("Sent"));
        sent["telecom"] = JsonNode.Parse($$"""[{"system":"phone","value":"{{Marker("tel")}}"}]""");
        var received = await ehr.Sends(HttpMethod.Post, "/fhir/Patient", sent, HttpStatusCode.Created);
        // Corrected once, so that history holds a version of it.
        received["name"]![0]!["family"] = Marker("Married");
        await ehr.Sends(HttpMethod.Put, $"/fhir/Patient/{(string)received["id"]!}", received, HttpStatusCode.OK);
        await ExportEverything(ehr);
        return markers;
    }

    private async Task ExportEverything(HttpClient ehr)
    {
        app.Clock.Now += NodaTime.Duration.FromMinutes(1); // what was recorded just now is not in an export yet
        using var order = new HttpRequestMessage(HttpMethod.Get, "/fhir/$export");
        order.Headers.Add("Prefer", "respond-async");
        order.Headers.Add("Accept", "application/fhir+json");
        using var accepted = await ehr.SendAsync(order);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        for (var looks = 0; await Ask<long>("select count(*) from bulk_file_chunk") == 0; await Task.Delay(100)) Assert.True(++looks < 600, string.Join('\n', app.Log.Where(line => line.Contains("export", StringComparison.Ordinal)).TakeLast(5)) + await Ask<string>("select string_agg(state || attempts, ',') from bulk_export"));
    }

    private async Task<string> Dump()
    {
        await using var connection = app.AsOwner();
        var settings = new NpgsqlConnectionStringBuilder(connection.ConnectionString);
        var binaries = await PostgresBinaries.Find(Environment.GetEnvironmentVariable(PrivatePostgresOptions.BinariesVariable), null, default);
        var dumped = await Command.Run(
            [Path.Combine(binaries.Folder, "pg_dump"), "--host", settings.Host!, "--port", $"{settings.Port}", "--username", settings.Username!, "--dbname", settings.Database!], TimeSpan.FromMinutes(2), default);
        Assert.True(dumped.Succeeded, dumped.Errors);
        return dumped.Output;
    }

    /// <summary>Read by the server itself, so that it works whoever owns its files. One that a checkpoint took away meanwhile holds nothing any more.</summary>
    private Task<bool> IsInTheLog(string text) => Ask<bool>(
        "select exists (select from pg_ls_waldir() w where position($1 in pg_read_binary_file('pg_wal/' || w.name, 0, w.size, true)) > 0)", Encoding.UTF8.GetBytes(text));

    private async Task<T> Ask<T>(string sql, params object[] values)
    {
        await using var connection = app.AsOwner();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
