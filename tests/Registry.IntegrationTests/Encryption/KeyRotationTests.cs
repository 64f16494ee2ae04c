using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Registry.Storage;

namespace Registry.IntegrationTests.Encryption;

/// <summary>New keys while the registry is in use: two people let it happen, killing it loses nothing, and in the end nothing is left under the old ones.</summary>
public sealed class KeyRotationTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    private const string Rotations = "/v1/admin/keys/rotations";
    private const int Patients = 30;

    [Fact]
    public async Task Killed_twenty_times_a_rotation_ends_with_every_row_readable_unique_and_under_the_new_key()
    {
        using var careManager = app.As("care-manager");
        var patients = await Fill(careManager);
        var note = await NoteOf(careManager, patients[0].Id);
        var before = await Read(careManager, patients);
        await LetBegin();
        var old = await Versions();

        // The database ends the worker's session in the midst of a batch, as it would if the process were killed: at rows all over the tables.
        var rows = await Ask<long>($"select {string.Join(" + ", EncryptedTable.All.Select(t => $"(select count(*) from {t.Name} where organization_id = '{app.Home.Organization}')"))}");
        await KillAt([.. Enumerable.Range(1, 20).Select(i => rows * i / 21 + i)]);
        var killed = 0;
        for (var steps = 0; killed < 20 && steps < 2_000; steps++)
        {
            try
            {
                // A worker that was killed remembers nothing.
                await NewWorker().Next(default);
            }
            catch (NpgsqlException e) when (e is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown } or { InnerException: IOException })
            {
                killed++;
                // Meanwhile it is used: by the old keys and the new ones.
                Assert.Equal(before, await Read(careManager, patients));
                await careManager.Posts("/v1/patients", Newcomer(patients[0].Mrn), HttpStatusCode.Conflict);
                await careManager.KnowsPatient(app, $"during-{killed}");
            }
        }

        Assert.Equal(20, killed);
        // What the other instance wrote meanwhile lies under the old keys too.
        Assert.Contains("patient patient 1", await Versions());
        await NoMoreKills();
        await Through(KeyRotationState.Finished);

        Assert.Equal(before, await Read(careManager, patients));
        foreach (var (_, mrn) in patients) await careManager.Posts("/v1/patients", Newcomer(mrn), HttpStatusCode.Conflict);
        Assert.Single((await careManager.Sends(HttpMethod.Post, "/v1/patients/search", new { system = "urn:mrn", value = "DURING 20" }, HttpStatusCode.OK))["items"]!.AsArray());
        var versions = await Versions();
        Assert.All(versions, v => Assert.EndsWith(" 2", v, StringComparison.Ordinal));
        Assert.Equal(["digest 2", "disclosure disclosure 2", "fact_history patient 2", "fact_history team_entry 2", "patient patient 2", "patient_identifier patient_identifier 2",
            "stored_resource stored_resource 2", "team_entry team_entry 2"], versions);
        Assert.Contains(old, v => v.EndsWith(" 1", StringComparison.Ordinal));
        Assert.Equal(await Ask<long>($"select count(*) from patient_identifier where organization_id = '{app.Home.Organization}'"),
            await Ask<long>($"select count(*) from patient_identifier_digest where organization_id = '{app.Home.Organization}'"));
        // Replaced versions of facts are as many as before, and read as before.
        Assert.Equal(["Second note", "First note"], (await careManager.Gets(note + "/versions"))["items"]!.AsArray().Select(v => (string)v!["note"]!));
    }

    [Fact]
    public async Task Two_people_are_needed_and_one_rotation_goes_on_at_a_time()
    {
        using var administrator = app.As("administrator", foreign: true);
        using var second = app.As("second-administrator", foreign: true);
        await app.As("care-manager", foreign: true).Posts(Rotations, new { approvalId = Guid.CreateVersion7() }, HttpStatusCode.Forbidden);
        Assert.Equal("approval-needed", Code(await administrator.Posts(Rotations, new { approvalId = Guid.CreateVersion7() }, HttpStatusCode.Conflict)));
        var asked = await administrator.Posts("/v1/admin/approvals", new { kind = "key-rotation", reason = "Once a year." });
        Assert.Equal("approval-needed", Code(await administrator.Posts(Rotations, new { approvalId = (string)asked["id"]! }, HttpStatusCode.Conflict)));
        Assert.Equal(1, await Ask<int>($"select max(version) from wrapped_data_key where organization_id = '{app.Elsewhere.Organization}'"));

        var approval = await Agreed(administrator, second);
        Assert.Equal("rewriting", (string)(await second.Posts(Rotations, new { approvalId = approval }))["state"]!);
        Assert.Equal("approval-needed", Code(await administrator.Posts(Rotations, new { approvalId = approval }, HttpStatusCode.Conflict)));
        // One that could not begin has not used its approval up.
        var another = await Agreed(administrator, second);
        Assert.Equal("rotation-under-way", Code(await administrator.Posts(Rotations, new { approvalId = another }, HttpStatusCode.Conflict)));
        Assert.Equal(2, await Ask<int>($"select max(version) from wrapped_data_key where organization_id = '{app.Elsewhere.Organization}'"));
        Assert.Equal(0L, await Ask<long>($"select count(*) from approval where id = '{another}' and used_at is not null"));
        Assert.Equal(["rewriting"], (await administrator.Gets(Rotations))["items"]!.AsArray().Select(r => (string)r!["state"]!));
    }

    private static async Task<string> Agreed(HttpClient administrator, HttpClient second)
    {
        var asked = await administrator.Posts("/v1/admin/approvals", new { kind = "key-rotation", reason = "Once a year." });
        await second.Sends(HttpMethod.Post, $"/v1/admin/approvals/{(string)asked["id"]!}/approval", null, HttpStatusCode.OK, "\"1\"");
        return (string)asked["id"]!;
    }

    private static string Code(JsonNode problem) => (string)problem["code"]!;

    /// <summary>Of an instance of its own: the one that answers requests goes on with the keys it knows until its minute is over.</summary>
    private KeyRotations NewWorker()
    {
        var database = app.Services.GetRequiredService<NpgsqlDataSource>();
        return new(database, new(database, TestRootKey.Key, app.Clock), app.Clock);
    }

    /// <summary>Steps, and two waits until nobody can still hold an old key.</summary>
    private async Task Through(KeyRotationState wanted)
    {
        var worker = NewWorker();
        for (var waits = 0; await Ask<string>($"select state from key_rotation where organization_id = '{app.Home.Organization}'") != Kebab.Of(wanted);)
        {
            while (await worker.Next(default))
            {
                // Whatever there is to do now.
            }

            Assert.True(waits++ < 5, "The rotation does not end.");
            app.Clock.Now += KeyRotations.Settling + Duration.FromSeconds(1);
        }
    }

    private async Task LetBegin()
    {
        using var administrator = app.As("administrator");
        using var second = app.As("second-administrator");
        await administrator.Posts(Rotations, new { approvalId = await Agreed(administrator, second) });
    }

    /// <summary>Every kind of encrypted value, and a replaced version of some.</summary>
    private async Task<List<(string Id, string Mrn)>> Fill(HttpClient careManager)
    {
        var patients = new List<(string Id, string Mrn)>();
        using var ehr = app.As("ehr-integration");
        for (var i = 0; i < Patients; i++)
        {
            var mrn = $"rotated-{i}";
            var patient = await careManager.KnowsPatient(app, mrn, $"Family{i}", $"Given{i}", "1980-02-03");
            patients.Add((patient, mrn));
            await ehr.Observes(patient, "phq-9", "2025-06-02", i % 27);
            var resource = await ehr.Gets($"/fhir/Patient/{patient}");
            resource["name"]![0]!["given"]![0] = $"Renamed{i}";
            await ehr.Sends(HttpMethod.Put, $"/fhir/Patient/{patient}", resource, HttpStatusCode.OK);
        }

        await careManager.Posts($"/v1/patients/{patients[0].Id}/disclosures", new { on = "2025-06-01", recipientName = "County Court", what = "Scores", purpose = "required-by-law", why = "An order" });
        return patients;
    }

    private async Task<string> NoteOf(HttpClient careManager, string patient)
    {
        var episode = await careManager.Enrols(app, patient, "2025-06-01");
        var note = await careManager.Posts($"/v1/episodes/{episode}/notes", new { on = "2025-06-10", note = "First note" });
        var path = $"/v1/notes/{(string)note["id"]!}";
        await careManager.Sends(HttpMethod.Put, path, new { on = "2025-06-10", note = "Second note" }, HttpStatusCode.OK, "\"1\"");
        return path;
    }

    private object Newcomer(string mrn) => new { clinicId = app.Home.North.ToString(), familyName = "Second", givenName = "Try", birthDate = (string?)null, identifiers = new[] { new { system = "urn:mrn", value = mrn } } };

    private static async Task<string> Read(HttpClient careManager, List<(string Id, string Mrn)> patients)
    {
        var read = new List<string>();
        foreach (var (id, mrn) in patients)
        {
            read.Add((await careManager.Gets($"/v1/patients/{id}")).ToJsonString());
            read.Add((await careManager.Sends(HttpMethod.Post, "/v1/patients/search", new { system = "urn:mrn", value = mrn }, HttpStatusCode.OK)).ToJsonString());
        }

        return string.Join('\n', read);
    }

    /// <summary>Which tables hold values under which version of the key; digests too.</summary>
    private async Task<List<string>> Versions()
    {
        var statements = Reencryption.Places.SelectMany(place => place.Values.Select(value => $"""
            select distinct '{place.From} {place.Table.Name} ' || get_byte({value}, 4) from {place.From}
            where organization_id = '{app.Home.Organization}' and {value} is not null {(place.IsHistory ? $"and table_name = '{place.Table.Name}'" : "")}
            """)).Append($"select distinct 'digest ' || key_version from patient_identifier_digest where organization_id = '{app.Home.Organization}'");
        return [.. (await Ask<string[]>($"select array_agg(v) from ({string.Join(" union ", statements)}) found (v)")).Order(StringComparer.Ordinal)];
    }

    private async Task KillAt(long[] rows)
    {
        await Ask<object?>("""
            create sequence rows_rewritten;
            grant usage, select on sequence rows_rewritten to registry_service;
            create table kill_at (row bigint);
            grant select on kill_at to registry_service;
            create function kill_worker() returns trigger language plpgsql as $$
            begin
              if nextval('rows_rewritten') = any(select row from kill_at) then perform pg_terminate_backend(pg_backend_pid()); end if;
              return new;
            end
            $$
            """);
        foreach (var row in rows) await Ask<object?>("insert into kill_at values ($1)", row);
        foreach (var table in EncryptedTable.All.Select(t => t.Name).Append("fact_history"))
            await Ask<object?>($"create trigger kill_worker before update on {table} for each row execute function kill_worker()");
    }

    private async Task NoMoreKills() => await Ask<object?>("drop function kill_worker() cascade");

    private async Task<T> Ask<T>(string sql, params object[] values)
    {
        await using var connection = app.AsOwner();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
