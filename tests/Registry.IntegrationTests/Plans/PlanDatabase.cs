using Npgsql;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests.Plans;

/// <summary>Two programs, one eight times the other, each known to the planner as if it had a hundred thousand patients.</summary>
public sealed class PlanDatabase : IAsyncLifetime
{
    internal static readonly NodaTime.LocalDate Today = new(2026, 11, 20);

    private const string Issuer = "http://127.0.0.1:1/plans";

    internal Program Small { get; private set; } = null!;
    internal Program Large { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Small = await Program.Make(1_200);
        Large = await Program.Make(9_600);
    }

    public async Task DisposeAsync()
    {
        await Small.DisposeAsync();
        await Large.DisposeAsync();
    }

    /// <summary>One program, and a caseload in it.</summary>
    internal sealed class Program : IAsyncDisposable
    {
        private readonly TestDatabase database;

        private readonly NpgsqlDataSource keySource;
        private readonly KeyRing ring;

        private Program(TestDatabase database)
        {
            this.database = database;
            keySource = NpgsqlDataSource.Create(database.OwnerConnectionString);
            ring = new(keySource, TestRootKey.Key, new TestClock());
        }

        public Guid Organization { get; private set; }
        public Guid Clinic { get; private set; }
        public Guid CareManager { get; private set; }
        internal OrganizationKeys Keys { get; private set; } = null!;

        /// <summary>Twenty patients of the caseload, and their open episodes.</summary>
        public Guid[] Patients { get; private set; } = [];
        public Guid[] Episodes { get; private set; } = [];

        public static async Task<Program> Make(int patients)
        {
            var made = new Program(await PostgresServer.Registry());
            var program = SyntheticProgram.Demo(Today, patients);
            await ProgramLoader.Load(made.database.OwnerConnectionString, program, TestRootKey.Key, trusted: true);
            await PersonaAccess.Grant(made.database.OwnerConnectionString, Issuer);

            var careManager = program.Team.Staff.Single(s => s.Persona == Personas.CareManager);
            (made.Organization, made.Clinic, made.CareManager) = (program.Team.Organization.Id.Value, careManager.ClinicId.Value, careManager.Id.Value);
            made.Keys = await made.ring.Of(program.Team.Organization.Id);
            await using var owner = await made.AsOwner();
            await Execute(owner, "set synchronous_commit = on; insert into stored_resource (organization_id, resource_type, id, patient_id, version, recorded_at, body_encrypted, searchable) select organization_id, 'Observation', id, patient_id, 1, recorded_at, '{}', '{}' from assessment");
            await Execute(owner, """
                insert into stored_resource (organization_id, resource_type, id, patient_id, version, recorded_at, body_encrypted, searchable)
                select organization_id, 'QuestionnaireResponse', gen_random_uuid(), patient_id, 1, recorded_at, '{}',
                  jsonb_build_object('questionnaire', 'https://forms.example.org/mood', 'status', 'completed', 'authored', administered_on)
                from assessment where hashtext(id::text) % 4 = 0
                """);
            // Most of what once waited to be mapped was mapped and taken in.
            await Execute(owner, """
                insert into quarantine_entry (organization_id, id, source_id, patient_id, resource_type, system, code, identity, body_encrypted, received_at, received_on, state, settled_at, settled_on, assessment_id)
                select a.organization_id, gen_random_uuid(), p.id, a.patient_id, 'Observation', 'urn:oid:1.2.840.114350.1.1', 'MOOD', a.id::text, '{}', a.recorded_at, a.recorded_at::date,
                  case when waits then 'waiting' else 'taken-in' end, case when waits then null else a.recorded_at + interval '1 day' end,
                  case when waits then null else a.recorded_at::date + 1 end, case when waits then null else a.id end
                from (select *, hashtext(id::text) % 30 = 0 as waits from assessment where hashtext(id::text) % 3 = 0) a
                join principal p on p.organization_id = a.organization_id and p.subject = 'dev-ehr-integration'
                """);
            // A tenth of the facts was corrected once.
            foreach (var table in (string[])["assessment", "episode", "contact"])
            {
                await Execute(owner, $"""
                    insert into fact_history (organization_id, table_name, id, version, patient_id, recorded_at, superseded_at, row)
                    select organization_id, '{table}', id, 0, patient_id, recorded_at - interval '1 hour', recorded_at, to_jsonb(f) from {table} f where hashtext(id::text) % 10 = 0
                    """);
            }

            // Again, now that all of it is on disk: rows count as visible to everybody only then.
            await Execute(owner, "vacuum (analyze)");
            // A table's pages are counted, its rows are believed: this is what the planner takes for a hundred thousand patients.
            await Execute(owner, $"update pg_class set reltuples = greatest(reltuples, 100) * {100_000 / patients} where relnamespace = 'public'::regnamespace and relkind in ('r', 'i')");
            await using var command = new NpgsqlCommand("""
                select array_agg(e.patient_id), array_agg(e.id) from (
                  select e.patient_id, e.id from care_team_assignment m join episode e on e.organization_id = m.organization_id and e.id = m.episode_id
                  where m.staff_member_id = $1 and m.role = 'care-manager' and m.until_on is null and e.ended_on is null order by e.id limit 20) e
                """, owner) { Parameters = { new() { Value = made.CareManager } } };
            await using var row = await command.ExecuteReaderAsync();
            await row.ReadAsync();
            (made.Patients, made.Episodes) = (row.GetFieldValue<Guid[]>(0), row.GetFieldValue<Guid[]>(1));
            return made;
        }

        /// <summary>The service's connection, in a transaction that sees what this persona reaches.</summary>
        public async Task<NpgsqlConnection> AsService(Persona persona)
        {
            var connection = new NpgsqlConnection(database.ConnectionString(SandboxDatabase.ServiceRole));
            Assert.NotNull(await new RegistryTransaction(connection, ring).Begin(Issuer, persona.Subject, [persona.Role], default));
            return connection;
        }

        public async Task<NpgsqlConnection> AsOwner()
        {
            var connection = new NpgsqlConnection(database.OwnerConnectionString);
            await connection.OpenAsync();
            return connection;
        }

        public static async Task Execute(NpgsqlConnection connection, string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await using (var pool = new NpgsqlConnection(database.ConnectionString(SandboxDatabase.ServiceRole))) NpgsqlConnection.ClearPool(pool);
            await keySource.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
