using NodaTime;
using Npgsql;
using Registry.IntegrationTests.Auditing;

namespace Registry.IntegrationTests.Privacy;

/// <summary>The audit trail is kept six years; what is older goes only after it was witnessed and exported, and the chain still holds.</summary>
public sealed class AuditRetentionTests
{
    [Fact]
    public async Task What_is_six_years_and_a_day_old_is_exported_and_cut_off_and_a_day_younger_is_kept()
    {
        await using var chain = await ChainDatabase.Make();
        // The database goes by its own clock, which no test can move.
        var now = Instant.FromDateTimeUtc((DateTime)(await chain.Value("select now()"))!);
        var (old, young) = (YearsBefore(now, 6) - Duration.FromDays(1), YearsBefore(now, 6) + Duration.FromDays(1));
        await Told(chain, 1, 3, old);
        await Told(chain, 4, 5, young);
        chain.Clock.Now = now;
        Assert.Contains("intact", (await chain.Verify()).Said, StringComparison.Ordinal);
        Assert.Equal((0, ""), await chain.CutsAudit()); // no policy yet
        await chain.AsOwner($"insert into retention_policy (organization_id, years_after_last_activity, minors_until_age, audit_years, version) values ('{chain.Organization}', 7, 28, 6, 1)");
        Assert.Equal(2, (await chain.CutsAudit(withWitness: false)).Code);

        var (code, said) = await chain.CutsAudit();

        Assert.Equal(0, code);
        Assert.Contains("3 entries exported", said, StringComparison.Ordinal);
        Assert.Equal(["1", "2", "3"], chain.Exported.Select(line => line.Split(' ')[0]));
        Assert.Equal(2L, await chain.Value($"select count(*) from audit_entry where organization_id = '{chain.Organization}'"));
        Assert.Contains("nothing to cut", (await chain.CutsAudit()).Said, StringComparison.Ordinal);
        Assert.Equal(0, (await chain.Verify()).Code);
        // The chain goes on from the cut.
        await chain.Records(6, now);
        await chain.SealUntil(3);
        Assert.Contains("intact (6 sealed", (await chain.Verify()).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_erases_a_younger_entry_and_a_cut_that_no_old_checkpoint_saw_is_named()
    {
        await using var chain = await ChainDatabase.Make();
        var now = Instant.FromDateTimeUtc((DateTime)(await chain.Value("select now()"))!);
        await Told(chain, 1, 4, YearsBefore(now, 6) + Duration.FromDays(1));
        chain.Clock.Now = now;
        await using var retention = chain.Retention;
        foreach (var sql in (string[])["delete from audit_entry", "delete from audit_seal", "delete from audit_entry_patient", "truncate audit_entry", "update audit_entry set action = 'x'", "update audit_cut set sequence = 4"])
        {
            await using var command = retention.CreateCommand($"select set_config('registry.organization', '{chain.Organization}', false); {sql}");
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        // The owner of the database can do anything, and is found out.
        await chain.AsOwner($"insert into audit_cut select organization_id, sequence, hash, hash, now() from audit_seal where organization_id = '{chain.Organization}' and sequence = 4");
        await chain.AsOwner($"delete from audit_entry e using audit_seal s where e.organization_id = s.organization_id and e.id = s.entry_id and e.organization_id = '{chain.Organization}'");
        await chain.AsOwner($"delete from audit_seal where organization_id = '{chain.Organization}'");
        var (code, said) = await chain.Verify();
        Assert.Equal(4, code);
        Assert.Contains("sequence 4: cut-head", said, StringComparison.Ordinal);
    }

    /// <summary>Entries of one moment, sealed and seen by the witness then.</summary>
    private static async Task Told(ChainDatabase chain, int first, int last, Instant at)
    {
        for (var number = first; number <= last; number++) await chain.Records(number, at);
        await chain.SealUntil(last);
        chain.Clock.Now = at;
        await chain.Witness();
    }

    private static Instant YearsBefore(Instant now, int years) => now.InUtc().LocalDateTime.PlusYears(-years).InUtc().ToInstant();
}
