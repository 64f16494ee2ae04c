using Npgsql;
using Registry.Storage;

namespace Registry.IntegrationTests.Auditing;

/// <summary>What the owner of the database can do to the audit trail, and what the verifier says of it.</summary>
public sealed class TamperTests
{
    private const int Entries = 30;

    [Fact]
    public async Task An_untouched_trail_is_intact_with_and_without_its_witness()
    {
        await using var chain = await Sealed();
        Assert.Equal((0, $"organization {chain.Organization}: intact (30 sealed, witnessed to 30)\n"), await Said(chain));
        Assert.Equal((0, $"organization {chain.Organization}: intact (30 sealed, not compared with checkpoints)\n"), await chain.Verify(withWitness: false));
    }

    [Theory]
    [InlineData("update audit_entry set principal_id = null where id = E17", 17, "edited")]
    [InlineData("update audit_entry set patient_ids = '{}' where id = E1", 1, "edited")]
    [InlineData("update audit_entry set token_id = null where id = E30", 30, "edited")]
    [InlineData("update audit_entry set outcome = 'x' where id = E5", 5, "edited")]
    [InlineData("delete from audit_entry where id = E17", 17, "deleted")]
    [InlineData("with gone as (delete from audit_seal where sequence = 17 returning entry_id) delete from audit_entry where id in (select entry_id from gone)", 17, "deleted")]
    [InlineData("with gone as (delete from audit_seal where sequence > 25 returning entry_id) delete from audit_entry where id in (select entry_id from gone)", 26, "cut-tail")]
    [InlineData("""
        update audit_entry a set principal_id = b.principal_id, patient_ids = b.patient_ids, resources = b.resources, token_id = b.token_id, at = b.at, request_id = b.request_id
        from audit_entry b where (a.id = E9 and b.id = E21) or (a.id = E21 and b.id = E9)
        """, 9, "swapped")]
    [InlineData("""
        create temp table s as select * from audit_seal where sequence in (9, 21);
        delete from audit_seal where sequence in (9, 21);
        insert into audit_seal select organization_id, 30 - sequence, entry_id, xid, hash, sealed_at from s
        """, 9, "swapped")]
    [InlineData("""
        insert into audit_entry select (jsonb_populate_record(null::audit_entry, to_jsonb(e) || '{"id":"ffffffff-ffff-7fff-bfff-ffffffffffff"}')).* from audit_entry e where id = E12
        """, 13, "inserted")]
    [InlineData("delete from audit_entry_patient where entry_id in (E14, E22)", 14, "patients-changed")]
    [InlineData("update audit_entry_patient set patient_id = gen_random_uuid() where entry_id = E30", 30, "patients-changed")]
    [InlineData("insert into audit_entry_patient select organization_id, gen_random_uuid(), at, entry_id from audit_entry_patient where entry_id = E2", 2, "patients-changed")]
    public async Task Every_kind_of_tampering_is_named_with_its_place(string tampering, long sequence, string kind)
    {
        await using var chain = await Sealed();

        await chain.AsOwner(WithIds(tampering));

        Assert.Equal((4, $"organization {chain.Organization}: sequence {sequence}: {kind}"), await Verdict(chain));
    }

    [Theory]
    [InlineData("update audit_entry set principal_id = null where id = E17", 17)]
    [InlineData("with gone as (delete from audit_seal where sequence = 17 returning entry_id) delete from audit_entry where id in (select entry_id from gone)", 17)]
    [InlineData("update audit_entry set status = 404, outcome = 'refused' where id = E30", 30)]
    public async Task A_chain_that_was_made_anew_holds_together_and_is_not_the_one_that_was_witnessed(string tampering, long sequence)
    {
        await using var chain = await Sealed();
        await chain.AsOwner(WithIds(tampering));
        await MadeAnew(chain);

        Assert.Contains("intact", (await chain.Verify(withWitness: false)).Said, StringComparison.Ordinal);
        Assert.Equal((4, $"organization {chain.Organization}: sequence {sequence}: rechained"), await Verdict(chain));
    }

    [Fact]
    public async Task A_witness_that_was_silenced_or_replaced_is_noticed()
    {
        await using var chain = await Sealed();
        var lines = await File.ReadAllTextAsync(chain.Checkpoints);

        await File.WriteAllTextAsync(chain.Checkpoints, lines.Replace("\"sequence\":30", "\"sequence\":29", StringComparison.Ordinal).Replace("\"after\":0", "\"after\":-1", StringComparison.Ordinal));
        Assert.Equal(4, (await chain.Verify()).Code);
        await File.WriteAllTextAsync(chain.Checkpoints, lines);
        Assert.Equal(0, (await chain.Verify()).Code);
        chain.NewKey();
        Assert.Contains("1 checkpoints were not signed with this key", (await chain.Verify()).Said, StringComparison.Ordinal);
        File.Delete(chain.Checkpoints);
        Assert.Equal((4, $"organization {chain.Organization}: no checkpoint"), await Verdict(chain));
    }

    [Fact]
    public async Task A_checkpoint_is_written_after_a_hundred_entries_or_five_minutes_and_survives_half_a_line()
    {
        await using var chain = await ChainDatabase.Make();
        await chain.RecordsAndSeals(3);
        await chain.Witness();
        await chain.Records(4);
        await chain.SealUntil(4);
        await chain.Witness();
        Assert.Single(await File.ReadAllLinesAsync(chain.Checkpoints));

        await File.AppendAllTextAsync(chain.Checkpoints, "{\"organization\":");
        chain.Clock.Now += NodaTime.Duration.FromMinutes(5);
        await chain.Witness();
        Assert.Equal(3, (await File.ReadAllLinesAsync(chain.Checkpoints)).Length);
        for (var i = 5; i <= 105; i++) await chain.Records(i);
        await chain.SealUntil(105);
        await chain.Witness();
        Assert.Contains("intact (105 sealed, witnessed to 104)", (await chain.Verify()).Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("registry_service", "update audit_seal set sequence = 1")]
    [InlineData("registry_service", "delete from audit_seal")]
    [InlineData("registry_service", "truncate audit_seal")]
    [InlineData("registry_service", "delete from audit_entry_patient")]
    [InlineData("registry_service", "update disclosure set disclosed_on = disclosed_on - 1")]
    [InlineData("registry_service", "alter table audit_entry disable trigger all")]
    [InlineData("registry_auditor", "insert into audit_seal select * from audit_seal")]
    [InlineData("registry_auditor", "update audit_entry set status = 200")]
    [InlineData("registry_auditor", "select * from patient")]
    [InlineData("registry_auditor", "select * from assessment")]
    [InlineData("registry_auditor", "select * from disclosure")]
    public async Task Neither_the_service_nor_the_auditor_may_do_this(string role, string sql)
    {
        await using var database = await PostgresServer.Registry();
        await using var connection = new NpgsqlConnection(database.ConnectionString(role) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private static async Task<ChainDatabase> Sealed()
    {
        var chain = await ChainDatabase.Make();
        await chain.RecordsAndSeals(Entries);
        await chain.Witness();
        return chain;
    }

    /// <summary>E17 is the id of the entry that was sealed as the seventeenth.</summary>
    private static string WithIds(string sql) =>
        System.Text.RegularExpressions.Regex.Replace(sql, @"\bE(\d+)\b", "(select entry_id from audit_seal where sequence = $1)");

    private static async Task<(int Code, string Said)> Said(ChainDatabase chain)
    {
        var (code, said) = await chain.Verify();
        return (code, said.ReplaceLineEndings("\n"));
    }

    /// <summary>The first line, without the figures in brackets.</summary>
    private static async Task<(int Code, string Said)> Verdict(ChainDatabase chain)
    {
        var (code, said) = await chain.Verify();
        return (code, said.Split(" (")[0]);
    }

    /// <summary>What an owner does who knows how the chain is made: numbers without a gap, every hash computed again.</summary>
    private static async Task MadeAnew(ChainDatabase chain)
    {
        var entries = new List<AuditEntry>();
        await using (var command = chain.Owner.CreateCommand($"select {AuditEntryRow.Columns} from audit_entry e order by e.xid, e.id"))
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync()) entries.Add(AuditEntryRow.Read(rows));
        }

        await chain.AsOwner("delete from audit_seal");
        var hash = ChainHash.BeforeTheFirst;
        for (var i = 0; i < entries.Count; i++)
        {
            hash = ChainHash.Of(hash, i + 1, CanonicalEntry.Bytes(entries[i]));
            await chain.AsOwner($"insert into audit_seal values ('{chain.Organization}', {i + 1}, '{entries[i].Id}', {entries[i].Xid}, '\\x{Convert.ToHexString(hash)}', now())");
        }
    }
}
