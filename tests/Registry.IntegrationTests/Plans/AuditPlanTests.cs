using NodaTime;
using Npgsql;
using Registry.Storage;

namespace Registry.IntegrationTests.Plans;

/// <summary>An audit trail of two organizations, known to the planner as ten million entries.</summary>
public sealed class AuditPlanDatabase : IAsyncLifetime
{
    internal const int Entries = 200_000;
    internal static readonly Guid Organization = new("00000000-0000-7000-8000-00000000000a");
    private TestDatabase database = null!;

    /// <summary>A patient with 400 accesses, and a person with 2,000.</summary>
    internal static readonly Guid Patient = new("00000000-0000-7000-8000-000000000007"), Principal = new("00000000-0000-7000-9000-000000000007");

    public async Task InitializeAsync()
    {
        database = await PostgresServer.Registry();
        await using var owner = new NpgsqlConnection(database.OwnerConnectionString);
        await owner.OpenAsync();
        await PlanDatabase.Program.Execute(owner, $"""
            insert into audit_entry (organization_id, id, at, principal_id, action, event, method, route, status, outcome, patient_ids, resources, roles, purpose_of_use, request_id, xid)
            select ('00000000-0000-7000-8000-00000000000' || case when n % 2 = 0 then 'a' else 'b' end)::uuid, ('00000000-0000-7000-a000-' || lpad(to_hex(n), 12, '0'))::uuid,
              timestamptz '2020-01-01' + n * interval '1 minute', ('00000000-0000-7000-9000-' || lpad(to_hex(n / 2 % 50), 12, '0'))::uuid,
              case when n % 5000 < 2 then 'audit.read' else 'patient.read' end, case when n % 5000 < 2 then 'execute' else 'read' end, 'GET', '/v1/patients/x', 200,
              case when n % 4000 < 2 then 'refused' else 'success' end, array[('00000000-0000-7000-8000-' || lpad(to_hex(n / 2 % 250), 12, '0'))::uuid], array[]::text[], array['care-manager'],
              'TREAT', n::text, 3 + n
            from generate_series(0, {Entries - 1}) n;
            insert into audit_entry_patient select organization_id, patient_ids[1], at, id from audit_entry;
            insert into audit_seal select organization_id, row_number() over (partition by organization_id order by xid), id, xid, decode('00', 'hex'), at from audit_entry where xid < {Entries - 200};
            """);
        await PlanDatabase.Program.Execute(owner, "vacuum (analyze)");
        // A table's pages are counted, its rows are believed.
        await PlanDatabase.Program.Execute(owner, "update pg_class set reltuples = reltuples * 50 where relname like '%audit_%' and relkind in ('r', 'i')");
    }

    public Task DisposeAsync() => database.DisposeAsync().AsTask();

    internal async Task<NpgsqlConnection> AsOwner()
    {
        var connection = new NpgsqlConnection(database.OwnerConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}

/// <summary>A page of the audit trail costs what it shows, whatever is asked for and however long the trail is.</summary>
public sealed class AuditPlanTests(AuditPlanDatabase database) : IClassFixture<AuditPlanDatabase>
{
    private const int Page = 51;
    private static readonly Instant Middle = Instant.FromUtc(2020, 3, 1, 0, 0);

    public static TheoryData<string> Questions => ["newest", "oldest", "next page", "period", "patient", "patient and person", "patient, next page", "person", "person in a period", "action", "kind", "refusals", "one entry"];

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task A_page_is_read_from_an_index_in_its_order(string question)
    {
        await using var connection = await database.AsOwner();
        var plan = await Explain(connection, question);

        Assert.DoesNotContain("audit_entry", plan.ScannedInFull);
        Assert.DoesNotContain("audit_entry_patient", plan.ScannedInFull);
        // What was not sealed yet is looked through for a patient: 100 entries here.
        Assert.True(plan.RowsInVain <= 300, $"{plan.RowsInVain} rows were read in vain.\n{plan}");
        Assert.True(plan.RowsRead <= 8 * Page + 300, $"{plan.RowsRead} rows were read.\n{plan}");
        Assert.True(plan.Pages <= 1_200, $"{plan.Pages} pages were read.\n{plan}");
    }

    [Theory]
    [InlineData("patient", "pk_audit_entry_patient")]
    [InlineData("person", "ix_audit_entry_principal")]
    [InlineData("action", "ix_audit_entry_action")]
    [InlineData("refusals", "ix_audit_entry_refused")]
    public async Task A_missing_index_would_be_noticed(string question, string index)
    {
        await using var connection = await database.AsOwner();
        await using var undone = await connection.BeginTransactionAsync();
        await PlanDatabase.Program.Execute(connection, index.StartsWith("pk_", StringComparison.Ordinal) ? $"alter table {index[3..]} drop constraint {index}" : $"drop index {index}");
        var plan = await Explain(connection, question);
        Assert.True(plan.ScannedInFull.Any() || plan.RowsInVain > 300 || plan.RowsRead > 8 * Page + 300, plan.ToString());
    }

    [Fact]
    public async Task The_sealer_reads_what_is_unsealed_and_nothing_else()
    {
        await using var connection = await database.AsOwner();
        var behind = await QueryPlan.Of(connection, AuditSealing.Behind, "no parameter");
        var next = await QueryPlan.Of(connection, AuditSealing.Next.Replace("$4", "2000", StringComparison.Ordinal).Replace("$2::bigint", "$2::text::bigint", StringComparison.Ordinal),
            AuditPlanDatabase.Organization, $"{AuditPlanDatabase.Entries - 202}", Guid.Empty);
        Assert.DoesNotContain("audit_entry", behind.ScannedInFull.Concat(next.ScannedInFull));
        Assert.True(behind.Pages <= 50 && next.RowsRead <= 250, $"{behind}\n{next}");
    }

    private static Task<QueryPlan> Explain(NpgsqlConnection connection, string question)
    {
        var all = new AuditCriteria(AuditPlanDatabase.Organization, Limit: Page);
        var after = (Middle, Guid.AllBitsSet);
        var command = AuditQuery.Command(question switch
        {
            "newest" => all,
            "oldest" => all with { OldestFirst = true },
            "next page" => all with { After = after },
            "period" => all with { From = Middle, Until = Middle + Duration.FromDays(20) },
            "patient" => all with { Patient = AuditPlanDatabase.Patient },
            "patient and person" => all with { Patient = AuditPlanDatabase.Patient, Principal = AuditPlanDatabase.Principal },
            "patient, next page" => all with { Patient = AuditPlanDatabase.Patient, After = after },
            "person" => all with { Principal = AuditPlanDatabase.Principal },
            "person in a period" => all with { Principal = AuditPlanDatabase.Principal, From = Middle, Until = Middle + Duration.FromDays(20) },
            "action" => all with { Action = "audit.read" },
            "kind" => all with { Event = AuditEventKind.Execute },
            "refusals" => all with { Outcome = AuditOutcome.Refused },
            _ => all with { Entry = new Guid("00000000-0000-7000-a000-000000000010") },
        });
        return QueryPlan.Of(connection, command.CommandText, [.. command.Parameters.Select(p => p.Value!)]);
    }
}
