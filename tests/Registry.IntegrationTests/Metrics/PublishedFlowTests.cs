using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>A program of several clinics, seen by somebody who may see no patient: what is out, side by side, and nothing of one to ten people.</summary>
[Collection(SharedProgram.Name)]
public sealed class PublishedFlowTests(PublishedProgram program)
{
    private readonly RegistryApp app = program.App;

    [Fact]
    public async Task A_program_lead_reads_clinics_side_by_side_and_what_is_out_gives_no_small_group_away()
    {
        using var lead = app.As("program-lead");
        var comparison = await lead.Gets("/v1/organization/comparison/2026-10");
        Assert.NotEmpty(Item(comparison["items"]!, "M19")["benchmarks"]!.AsArray());
        Assert.Contains(comparison["items"]!.AsArray().SelectMany(i => i!["clinics"]!.AsArray()), c => c!["median"] is not null && c["low"] is not null && c["place"] is not null);

        foreach (var by in new[] { "race", "payer", "care-manager" })
        {
            var equity = await lead.Gets($"/v1/organization/equity/2026-10?by={by}");
            Assert.Contains(equity["items"]!.AsArray().SelectMany(i => i!["groups"]!.AsArray()), g => g!["figure"]!["low"] is not null);
        }

        await lead.Gets("/v1/organization/equity/2026-10?by=shoe-size", HttpStatusCode.BadRequest);
        await lead.Gets("/v1/organization/equity/2026-11?by=race", HttpStatusCode.BadRequest); // not out
        var shown = 0;
        foreach (var figure in Figures(comparison).Concat(Figures(await lead.Gets("/v1/organization/metrics/2026-10?by=race"))))
        {
            if ((string?)figure["unit"] is "ratio" || (string)figure["code"]! is "M02" or "M30") continue;
            foreach (var count in new[] { (decimal?)figure["numerator"], (decimal?)figure["denominator"] }) Assert.False(count is >= 1 and <= 10, figure.Pretty());
            shown += figure["value"] is null ? 0 : 1;
        }

        Assert.True(shown > 50, $"{shown} figures shown");
    }

    [Fact]
    public async Task Months_of_the_organization_make_a_run_chart_and_a_clinics_early_warnings()
    {
        using var lead = app.As("program-lead");
        var chart = await lead.Gets("/v1/organization/run-charts/M08?months=24");
        Assert.True(chart["points"]!.AsArray().Count >= 12);
        Assert.NotNull(chart["median"]);
        await lead.Gets("/v1/organization/run-charts/M08?months=0", HttpStatusCode.BadRequest);
        await lead.Gets("/v1/organization/run-charts/M08?baseline=3", HttpStatusCode.BadRequest);
        await lead.Gets($"/v1/organization/run-charts/M08?clinicId={Guid.CreateVersion7()}", HttpStatusCode.NotFound);

        var drift = await lead.Gets("/v1/organization/drift/2026-10");
        Assert.All(drift["clinics"]!.AsArray(), c => Assert.Equal(13, c!["items"]!.AsArray().Count));
        var levels = drift["clinics"]!.AsArray().SelectMany(c => c!["items"]!.AsArray()).Select(i => (string?)i!["level"]).ToList();
        Assert.Contains(levels, l => l is "red" or "amber");
        Assert.Contains(levels, l => l is null); // suppressed, or not published
        JsonNode Warning(JsonNode clinic, string code) => clinic["items"]!.AsArray().Single(i => (string?)i!["code"] == code)!;
        // Weeks in which a team met are about nobody, however few they are.
        Assert.Contains(drift["clinics"]!.AsArray(), c => Warning(c!, "D4")["level"] is not null);
        Assert.All(drift["clinics"]!.AsArray(), c => Assert.Equal("not-published", (string?)Warning(c!, "D11")["months"]![0]!["noValue"]));
    }

    [Fact]
    public async Task The_whole_organizations_month_with_every_stratum_is_nine_statements()
    {
        using var statements = new StatementCount();
        await using var source = new NpgsqlDataSourceBuilder(app.AsService().ConnectionString).UseLoggerFactory(statements).Build();
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var db = app.Owner();
        var organization = (await db.Organizations.SingleAsync()).Id;
        await connection.Enter(RowContext.ForSystem(organization), default);
        connection.Use(await app.Services.GetRequiredService<KeyRing>().Of(organization));
        var (month, clinics) = (new YearMonth(2026, 10), (await connection.ProgramOf(organization, default)).Clinics);
        var question = new MetricQuestion(MetricPeriod.Month(month), MetricPeriod.Month(month).To, OutcomeProfile.Nys2025, FlagParameters.Default, PayerProfile.Midpoint);
        statements.Sent.Clear();

        var attested = await connection.AttestationsOf(organization, clinics, PublishedMonth.SettledAt(month), default);
        var episodes = await connection.EpisodesOfClinics(organization, clinics, MetricSpan.Of(question), PublishedMonth.SettledAt(month), default);
        var table = AggregateTable.Of(episodes, question, clinic => attested.FteOn(question.End, clinic), [], []);

        Assert.True(episodes.Count > 100 && table.Rows.Count > 20, $"{episodes.Count} episodes, {table.Rows.Count} rows");
        Assert.True(statements.Sent.Count == 9, string.Join("\n\n", statements.Sent));
    }

    [Fact]
    public async Task Care_managers_are_side_by_side_for_their_lead_and_each_sees_only_the_own_column()
    {
        using var careManager = app.As("care-manager");
        var me = await careManager.Gets("/v1/me");
        await using var db = app.Owner();
        var clinic = (await db.Staff.SingleAsync(s => s.Id == new Id<StaffMember>(Guid.Parse((string)me["staffId"]!)))).ClinicId;
        using var consultant = app.As("psychiatric-consultant");
        var all = (await consultant.Gets($"/v1/clinics/{clinic}/care-managers/metrics?period=2026-10"))["careManagers"]!.AsArray();
        var own = Assert.Single((await careManager.Gets($"/v1/clinics/{clinic}/care-managers/metrics?period=2026-10"))["careManagers"]!.AsArray())!;
        Assert.Equal((string)me["staffId"]!, (string)own["careManagerId"]!);
        Assert.Equal(own["items"]!.ToJsonString(), all.Single(c => (string)c!["careManagerId"]! == (string)me["staffId"]!)!["items"]!.ToJsonString());
        Assert.NotNull(Item(own["items"]!, "CM1")["value"]);
        using var lead = app.As("program-lead");
        await lead.Gets($"/v1/clinics/{clinic}/care-managers/metrics?period=2026-10", HttpStatusCode.Forbidden);

        foreach (var path in (string[])["metrics", "equity"]) await careManager.Gets($"/v1/organization/{path}/2026-10?by=care-manager", HttpStatusCode.NotFound);

        var equity = await consultant.Gets($"/v1/clinics/{clinic}/equity?period=2026-10&by=sex");
        Assert.Equal(Clinical.Metrics.All.Count(EquityTable.IsOfGroups), equity["items"]!.AsArray().Count);
        await consultant.Gets($"/v1/clinics/{clinic}/equity?period=2026-10", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_role_that_answers_program_leads_has_a_right_to_what_is_out_and_to_nothing_else()
    {
        await using var service = app.AsService();
        await service.OpenAsync();
        await using var role = new NpgsqlCommand("set role registry_report", service);
        await role.ExecuteNonQueryAsync();
        await using var owner = app.AsOwner();
        await owner.OpenAsync();
        await using var list = new NpgsqlCommand("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')", owner);
        var tables = new List<string>();
        await using (var rows = await list.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync()) tables.Add(rows.GetString(0));
        }

        Assert.Contains("patient", tables);
        foreach (var table in tables)
        {
            await using var select = new NpgsqlCommand($"select count(*) from \"{table}\"", service);
            if (table is "published_month" or "published_row" or "published_aggregate") await select.ExecuteScalarAsync();
            else Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => select.ExecuteScalarAsync())).SqlState);
        }
    }

    private static JsonNode Item(JsonNode items, string code) => items.AsArray().Single(i => (string)i!["code"]! == code)!;

    /// <summary>Every figure anywhere in an answer.</summary>
    private static IEnumerable<JsonNode> Figures(JsonNode? node) => node switch
    {
        JsonObject o when o.ContainsKey("noValue") && o.ContainsKey("numerator") && o.ContainsKey("code") => [o],
        JsonObject o => o.SelectMany(member => Figures(member.Value)),
        JsonArray a => a.SelectMany(Figures),
        _ => [],
    };
}

/// <summary>A synthetic program whose settled months are out.</summary>
public sealed class PublishedProgram : IAsyncLifetime
{
    internal RegistryApp App { get; } = new(SyntheticProgram.Demo(new(2026, 11, 20), 400), "https://registry.test");

    public async Task InitializeAsync()
    {
        App.Clock.Now = Instant.FromUtc(2026, 11, 20, 15, 0);
        await App.InitializeAsync();
        await App.Publishes();
    }

    public Task DisposeAsync() => App.DisposeAsync();
}

/// <summary>What is published of a program is the same to everybody who looks.</summary>
[CollectionDefinition(Name)]
public sealed class SharedProgram : ICollectionFixture<PublishedProgram>
{
    public const string Name = "published program";
}
