using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Npgsql;
using Registry.Api;
using Registry.Clinical;

namespace Registry.IntegrationTests.Privacy;

/// <summary>Records go when their time has come, by the one role that may erase, and a legal hold keeps them.</summary>
public sealed class RetentionTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task A_record_is_erased_when_its_time_has_come_and_a_legal_hold_keeps_it()
    {
        using var careManager = app.As("care-manager");
        using var auditor = app.As("auditor");
        var (ended, held, open, minor) = (await Discharged(careManager), await Discharged(careManager), await careManager.KnowsPatient(app), await Discharged(careManager, birthDate: "2010-01-01"));
        await careManager.Enrols(app, open, "2025-05-01");
        var hold = await auditor.Posts($"/v1/patients/{held}/legal-holds", new { matter = "Case 12" });
        Assert.Equal("", await Runs("erase", Years(20)));
        await app.As("administrator").Replaces("/v1/retention-policy", new { yearsAfterLastActivity = 7, minorsUntilAge = 28, auditYears = 6 });

        Assert.Equal("", await Runs("list", Years(7) - Duration.FromDays(7)));
        Assert.Equal(["eligible", "held"], Words(await Runs("list", Years(7)), ended, held, open, minor));
        Assert.NotEqual(0, await Rows(ended));
        Assert.Equal(["erased", "held"], Words(await Runs("erase", Years(7)), ended, held, open, minor));

        Assert.Equal(0, await Rows(ended));
        Assert.NotEqual(0, await Rows(held));
        Assert.NotEqual(0, await Rows(minor));
        await using (var db = app.Owner())
        {
            var entries = await db.AuditEntries.AsNoTracking().Where(e => e.Action == "retention.erase").ToListAsync();
            Assert.Equal([(ended, "Success"), (held, "Refused")], entries.Where(e => new[] { ended, held }.Contains($"{e.PatientIds.Single()}")).Select(e => (e.PatientIds.Single().ToString(), $"{e.Outcome}")).Order());
        }

        await auditor.Sends(HttpMethod.Post, $"/v1/legal-holds/{hold["id"]}/release", null, HttpStatusCode.OK, "\"1\"");
        Assert.Equal(["erased"], Words(await Runs("erase", Years(8)), ended, held, open, minor));
        Assert.Equal(0, await Rows(held));
    }

    [Fact]
    public async Task The_database_itself_refuses_to_erase_whom_a_hold_protects_and_the_service_may_erase_nothing()
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);
        await app.As("auditor").Posts($"/v1/patients/{patient}/legal-holds", new { matter = "Case 13" });
        foreach (var (role, sql) in new[]
        {
            ("registry_retention", $"delete from patient where id = '{patient}'"), ("registry_retention", $"delete from legal_hold where patient_id = '{patient}'"), ("registry_service", $"delete from patient where id = '{patient}'"),
            ("registry_service", "delete from legal_hold"), ("registry_service", "delete from amendment"), ("registry_service", "update emergency_access set reason = 'crisis-call'"), ("registry_retention", "update patient set version = 2"),
        })
        {
            await using var connection = new NpgsqlConnection(As(role));
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"select set_config('registry.organization', '{app.Home.Organization}', false), set_config('registry.reach', 'organization', false); {sql}", connection);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task What_waits_for_an_answer_and_what_documents_a_duty_of_the_last_six_years_keeps_the_record()
    {
        using var careManager = app.As("care-manager");
        await app.As("administrator").Replaces("/v1/retention-policy", new { yearsAfterLastActivity = 7, minorsUntilAge = 28, auditYears = 6 });
        var (asked, restricted, consented, looked, free) = (await Discharged(careManager, answered: false), await Discharged(careManager), await Discharged(careManager), await Discharged(careManager), await Discharged(careManager));
        await careManager.Posts($"/v1/patients/{restricted}/restrictions", new { kind = "not-to-researchers", on = "2025-06-01" });
        await Sql($"update restriction set ended_on = '2027-06-16', version = 2 where patient_id = '{restricted}'");
        await careManager.Posts($"/v1/patients/{consented}/part2-consents", new { givenOn = "2025-06-01", recipients = "X", expiresOn = "2028-06-16" });
        await Sql($"""
            insert into emergency_access (organization_id, id, principal_id, patient_id, clinic_id, reason, explanation_encrypted, opened_at, expires_at)
            select p.organization_id, gen_random_uuid(), p.recorded_by, p.id, p.clinic_id, 'crisis-call', '\x00', p.recorded_at, p.recorded_at + interval '30 minutes' from patient p where p.id = '{looked}'
            """);

        Assert.Equal([free], (await Listed(Years(7))).Intersect([asked, restricted, consented, looked, free]));
        Assert.Equal(new[] { restricted, free }.Order(StringComparer.Ordinal), (await Listed(Years(8) + Duration.FromDays(7))).Intersect([asked, restricted, consented, looked, free]).Order(StringComparer.Ordinal));
        Assert.Equal(new[] { restricted, consented, free }.Order(StringComparer.Ordinal), (await Listed(Years(10))).Intersect([asked, restricted, consented, looked, free]).Order(StringComparer.Ordinal));

        async Task<IEnumerable<string>> Listed(Instant at) => from line in (await Runs("list", at)).Split('\n') from word in line.Split(' ', ':') where Guid.TryParse(word, out _) select word;
    }

    [Fact]
    public async Task A_hold_keeps_every_row_of_the_patient_whoever_deletes_and_a_table_put_before_it_does_not_hide_it()
    {
        using var careManager = app.As("care-manager");
        var patient = await Discharged(careManager);
        await app.As("auditor").Posts($"/v1/patients/{patient}/legal-holds", new { matter = "Case 15" });
        foreach (var sql in (string[])[
            $"delete from contact where patient_id = '{patient}'", $"delete from assessment where patient_id = '{patient}'", $"delete from fact_history where patient_id = '{patient}'",
            $"delete from amendment where patient_id = '{patient}'", $"delete from patient_identifier_digest where patient_id = '{patient}'",
            $"delete from episode_status_change where episode_id in (select id from episode where patient_id = '{patient}')",
            $"create temp table legal_hold (like public.legal_hold); delete from contact where patient_id = '{patient}'",
        ])
        {
            await using var connection = new NpgsqlConnection(As("registry_retention"));
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"select set_config('registry.organization', '{app.Home.Organization}', false), set_config('registry.reach', 'organization', false); {sql}", connection);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Equal((PostgresErrorCodes.InsufficientPrivilege, "A legal hold is in force."), (refused.SqlState, refused.MessageText));
        }
    }

    [Fact]
    public async Task Of_many_who_release_a_hold_at_once_one_does()
    {
        using var auditor = app.As("auditor");
        var patient = await app.As("care-manager").KnowsPatient(app);
        for (var round = 0; round < 5; round++)
        {
            var hold = (string)(await auditor.Posts($"/v1/patients/{patient}/legal-holds", new { matter = "Case 16" }))["id"]!;
            var answers = await Attempts.AtOnce(6, _ => auditor.Tries(HttpMethod.Post, $"/v1/legal-holds/{hold}/release", ifMatch: "\"1\""));
            Assert.Single(answers, a => a.Succeeded);
            Assert.All(answers.Where(a => !a.Succeeded), a => Assert.Equal(HttpStatusCode.PreconditionFailed, a.Status));
        }
    }

    [Theory]
    [InlineData(0, 28, 6)]
    [InlineData(7, 17, 6)]
    [InlineData(7, 28, 5)]
    public async Task A_policy_keeps_the_audit_trail_six_years_at_least(int years, int minors, int audit) =>
        await app.As("administrator").Replaces("/v1/retention-policy", new { yearsAfterLastActivity = years, minorsUntilAge = minors, auditYears = audit }, HttpStatusCode.UnprocessableEntity);

    [Fact]
    public async Task A_hold_is_of_a_patient_of_the_own_organization()
    {
        await app.As("auditor").Posts($"/v1/patients/{Guid.CreateVersion7()}/legal-holds", new { matter = "X" }, HttpStatusCode.NotFound);
        var patient = await app.As("care-manager").KnowsPatient(app);
        await app.As("auditor", foreign: true).Posts($"/v1/patients/{patient}/legal-holds", new { matter = "X" }, HttpStatusCode.NotFound);
        await app.As("care-manager").Posts($"/v1/patients/{patient}/legal-holds", new { matter = "X" }, HttpStatusCode.Forbidden);
    }

    private Instant Years(int years) => app.Clock.Now.InUtc().LocalDateTime.PlusYears(years).InUtc().ToInstant();

    private async Task<string> Discharged(HttpClient careManager, string birthDate = "1980-01-01", bool answered = true)
    {
        var patient = await careManager.KnowsPatient(app, birthDate: birthDate);
        var episode = await careManager.Enrols(app, patient, "2025-05-01");
        var score = (string)(await careManager.Scores(patient, "phq-9", "2025-05-01", 20))["id"]!;
        await careManager.Sends(HttpMethod.Put, $"/v1/assessments/{score}", new { administeredOn = "2025-05-01", total = 21 }, HttpStatusCode.OK, "\"1\"");
        await careManager.Contacts(episode, "follow-up", "2025-05-08", 20);
        var amendment = (string)(await careManager.Posts($"/v1/patients/{patient}/amendments", new { about = "assessment", aboutId = score, requestedOn = "2025-06-10", request = "Wrong day." }))["id"]!;
        if (answered) await Sql($"update amendment set state = 'denied', denial_reason = 'accurate-and-complete', decided_on = '2025-06-11', version = 2 where id = '{amendment}'");
        await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{episode}/status-changes", new { status = "inactive", on = "2025-06-10", dischargeReason = "withdrew" }, HttpStatusCode.OK, "\"1\"");
        return patient;
    }

    private async Task<string> Runs(string verb, Instant at)
    {
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:RegistryRetention"] = As("registry_retention"), ["Keys:RootFile"] = TestRootKey.File };
        await using var said = new StringWriter();
        var clock = new TestClock { Now = at };
        Assert.Equal(0, await RetentionVerb.Run([verb], new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), clock, said, said));
        return said.ToString();
    }

    /// <summary>What became of each of these patients of whom anything was said, in their order.</summary>
    private static IEnumerable<string> Words(string said, params string[] patients) =>
        patients.SelectMany(p => said.Split('\n').Where(line => line.Contains(p, StringComparison.Ordinal)).Select(line => line.Split(": ")[1].Split(' ')[0]));

    /// <summary>Rows in every table that names patients, the audit trail apart.</summary>
    private async Task<long> Rows(string patient)
    {
        await using var owner = app.AsOwner();
        await owner.OpenAsync();
        await using var tables = new NpgsqlCommand("""
            select string_agg(format('select count(*) from %I where patient_id = %L', table_name, $1), ' union all ') from information_schema.columns
            where table_schema = 'public' and column_name = 'patient_id' and table_name <> 'audit_entry_patient'
            """, owner) { Parameters = { new() { Value = patient } } };
        var all = (string)(await tables.ExecuteScalarAsync())!;
        await using var count = new NpgsqlCommand($"select sum(count)::bigint from ({all} union all select count(*) from patient where id = '{patient}' union all select count(*) from fact_history where id = '{patient}') c", owner);
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private async Task Sql(string sql)
    {
        await using var owner = app.AsOwner();
        await owner.OpenAsync();
        await using var command = new NpgsqlCommand(sql, owner);
        await command.ExecuteNonQueryAsync();
    }

    private string As(string role) => new NpgsqlConnectionStringBuilder(app.AsService().ConnectionString) { Username = role }.ConnectionString;
}
