using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;
using Xunit.Abstractions;

namespace Registry.IntegrationTests.Plans;

/// <summary>The hot statements, under the row policies of who sends them, read what they are asked about and nothing else, however large the registry is.</summary>
public sealed class PlanTests(PlanDatabase databases, ITestOutputHelper output) : IClassFixture<PlanDatabase>
{
    private static readonly DateOnly Day = PlanDatabase.Today.ToDateOnly();

    /// <summary>Tables that do not grow with patients: a page or two, which the planner rightly reads as a whole.</summary>
    private static readonly string[] Few = ["organization", "clinic", "staff_member", "principal", "role_grant"];

    private static readonly string[] FromTheEhr = ["patients by id", "patients by identifier", "assessments by identifier", "locks of assessments", "observation search", "observation count", "observation poll", "episode poll", "encounters of a patient", "patients known by", "systems of identifiers", "responses of a patient", "response poll"];

    public static TheoryData<string> Statements =>
        [.. (string[])["caseload", "caller", .. FromTheEhr],
         .. Kinds.Select(kind => kind.Name), "episodes of a clinic", "episodes of a care manager"];

    private static IEnumerable<FactKind> Kinds => FactKind.All.Union(FigureFacts.All);

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task No_table_is_read_as_a_whole(string statement)
    {
        await using var connection = await databases.Large.AsService(SenderOf(statement));
        Check(await Explain(connection, databases.Large, statement));
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Eight_times_the_registry_is_not_more_to_read(string statement)
    {
        var (small, large) = (await Run(databases.Small, statement), await Run(databases.Large, statement));

        // An index may have one more level; a caseload is not the same twice. A scan of everything would be eight times as much.
        Assert.True(PagesEach(large) <= 2 * PagesEach(small) + 2, $"{small.Pages} pages became {large.Pages}.\n{large}");
        Assert.True(large.RowsInVain <= 2 * small.RowsInVain + 8 * large.RowsRead + 20, $"{small.RowsInVain} rows read in vain became {large.RowsInVain}.\n{large}");
    }

    /// <summary>A row of the table is a page of its own where rows lie in the order they came.</summary>
    [Theory]
    [InlineData("scores", "assessment")]
    [InlineData("contacts", "contact")]
    [InlineData("consultations", "consultation")]
    [InlineData("relapse prevention plans", "relapse_prevention_plan")]
    public async Task Dated_facts_are_read_from_their_index_alone(string facts, string table)
    {
        var plan = await Run(databases.Large, facts);
        Assert.True(plan.ReadsOnlyTheIndexOf(table), plan.ToString());
    }

    [Theory]
    [InlineData("scores", "ix_assessment_counted", "ix_assessment_patient", "pk_assessment")]
    [InlineData("team entries", "ix_team_entry_episode")]
    [InlineData("contacts", "IX_contact_organization_id_episode_id_on_day")]
    public async Task A_missing_index_would_be_noticed(string statement, params string[] indexes)
    {
        await using var connection = await databases.Large.AsOwner();
        await using var undone = await connection.BeginTransactionAsync();
        foreach (var index in indexes)
        {
            await PlanDatabase.Program.Execute(connection, index.StartsWith("pk_", StringComparison.Ordinal)
                ? $"alter table {index[3..]} drop constraint {index} cascade" : $"drop index \"{index}\"");
        }

        var plan = await Explain(connection, databases.Large, statement);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() =>
        {
            Check(plan);
            Assert.True(plan.RowsInVain <= 8 * plan.RowsRead + 20);
        });
    }

    /// <summary>Every request of another system begins with it.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(157)]
    public async Task What_is_withheld_is_found_through_indexes_however_many_episodes_are_labelled(int labelled)
    {
        var large = databases.Large;
        await using var owner = await large.AsOwner();
        await PlanDatabase.Program.Execute(owner, $"update episode set is_part2 = true, version = version + 1 where id in (select id from episode where clinic_id = '{large.Clinic}' order by id limit {labelled})");
        // A client of one clinic: the policy asks for the patient of each row.
        await PlanDatabase.Program.Execute(owner, $"update role_grant g set clinic_id = '{large.Clinic}' from principal p where p.id = g.principal_id and p.subject = 'dev-ehr-integration'");
        try
        {
            await using var connection = await large.AsService(Personas.EhrIntegration);
            await PlanDatabase.Program.Execute(connection, "select set_config('registry.withheld', '', true)");
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var plan = await QueryPlan.Of(connection, WithheldRecords.Sql, Day);
            output.WriteLine($"{labelled} labelled: {plan.Pages} pages, {watch.ElapsedMilliseconds} ms with the planning.");
            // Nobody consented here: that table is empty.
            Assert.True(!plan.ScannedInFull.Except([.. Few, "part2_consent"]).Any(), plan.ToString());
            Assert.True(plan.RowsRead >= labelled && plan.RowsInVain <= 8 * plan.RowsRead + 20, plan.ToString());
        }
        finally
        {
            await PlanDatabase.Program.Execute(owner, "update episode set is_part2 = false, version = version + 1 where is_part2");
            await PlanDatabase.Program.Execute(owner, "update role_grant g set clinic_id = null from principal p where p.id = g.principal_id and p.subject = 'dev-ehr-integration'");
        }
    }

    private static Persona SenderOf(string statement) => FromTheEhr.Contains(statement) ? Personas.EhrIntegration : Personas.CareManager;

    private static void Check(QueryPlan plan)
    {
        Assert.True(!plan.ScannedInFull.Except(Few).Any(), plan.ToString());
        Assert.False(plan.Has("WindowAgg"), plan.ToString());
    }

    private static double PagesEach(QueryPlan plan) => plan.Pages / Math.Max(1, plan.RowsRead + plan.RowsInVain);

    private static async Task<QueryPlan> Run(PlanDatabase.Program program, string statement)
    {
        await using var connection = await program.AsService(SenderOf(statement));
        await Explain(connection, program, statement);
        return await Explain(connection, program, statement);
    }

    private static Task<QueryPlan> Explain(NpgsqlConnection connection, PlanDatabase.Program program, string statement)
    {
        Guid[] clinics = [program.Clinic];
        const string Mrn = "https://sandbox.example/mrn", Observation = "https://sandbox.example/observations";
        return statement switch
        {
            "caseload" => QueryPlan.Of(connection, EpisodeFactsQuery.KeptInMind(CaseloadQuery.CaseloadNow), Day, program.Organization, program.CareManager, clinics),
            "caller" => Of(CallerQuery.Reach([Role.CareManager])),
            "patients by id" => QueryPlan.Of(connection, ImportLookup.PatientsById, program.Organization, clinics, program.Patients),
            "patients by identifier" => QueryPlan.Of(connection, ImportLookup.PatientsNamed, program.Organization, clinics, Digests("SYN-000001", "SYN-000900")),
            "assessments by identifier" => QueryPlan.Of(connection, ImportLookup.AssessmentsNamed, program.Organization, clinics, (string[])[Observation], (string[])["1"]),
            "locks of assessments" => QueryPlan.Of(connection, ImportLookup.LockAssessments, program.Organization, (Guid[])[program.Patients[0]], (string[])[Observation], (string[])["1"]),
            "observation search" => Of(ResourceQuery.Page(new(program.Organization), clinics, OfOne(ResourceTables.Observation).WithCode(["phq-9"], []), Newest)),
            "observation count" => Of(ResourceQuery.Count(new(program.Organization), clinics, OfOne(ResourceTables.Observation).WithCode(["phq-9"], []), Newest, 10_000)),
            "observation poll" => Of(ResourceQuery.Page(new(program.Organization), clinics, new(ResourceTables.Observation), Poll)),
            "episode poll" => Of(ResourceQuery.Page(new(program.Organization), clinics, new(ResourceTables.EpisodeOfCare), Poll)),
            "encounters of a patient" => Of(ResourceQuery.Page(new(program.Organization), clinics, OfOne(ResourceTables.Encounter), Newest)),
            "patients known by" => Of(ResourceQuery.Encrypted(new(program.Organization), clinics, new ResourceFilter(ResourceTables.Patient).KnownBy(Digests("SYN-000001"), []), Newest, 100)),
            "systems of identifiers" => QueryPlan.Of(connection, PatientIdentifiers.Systems, program.Organization),
            "responses of a patient" => Of(ResourceQuery.Page(new(program.Organization), clinics, OfOne(ResourceTables.QuestionnaireResponse), Newest with { Sort = "authored" })),
            "response poll" => Of(ResourceQuery.Page(new(program.Organization), clinics, new(ResourceTables.QuestionnaireResponse), Poll)),
            "episodes of a clinic" => QueryPlan.Of(connection, MetricsQuery.ClinicsNow, Day, program.Organization, clinics, Day.AddDays(-130)),
            "episodes of a care manager" => QueryPlan.Of(connection, MetricsQuery.CareManagerNow, Day, program.Organization, clinics, Day.AddDays(-130), program.CareManager),
            _ => Facts(Kinds.Single(kind => statement == kind.Name)),
        };

        Task<QueryPlan> Of(NpgsqlBatchCommand command) => QueryPlan.Of(connection, command.CommandText, [.. command.Parameters.Select(p => p.Value!)]);

        byte[][] Digests(params string[] values) => [.. values.SelectMany(value => program.Keys.DigestsOf(Mrn, value)).Select(d => d.Bytes)];

        ResourceFilter OfOne(ResourceTable table) => new ResourceFilter(table).OfPatients(program.Patients[..1]);

        Task<QueryPlan> Facts(FactKind kind) =>
            QueryPlan.Of(connection, kind.Now, program.Organization, kind.IsOfPatient ? program.Patients : program.Episodes, Day, Day);
    }

    private static readonly ResourceOrder Newest = ResourceOrder.AsItStands(20, "date", descending: true);

    /// <summary>A page in the midst of a walk as of its start.</summary>
    private static readonly ResourceOrder Poll = new("_lastUpdated", false, NodaTime.Instant.FromUtc(2026, 11, 20, 0, 0), AsOfStart: true, new(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), Guid.Empty), 20);
}
