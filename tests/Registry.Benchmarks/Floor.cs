using System.Text.Json.Serialization;
using Npgsql;

namespace Registry.Benchmarks;

/// <summary>The least a service could do on the same PostgreSQL: one prepared insert, and the caseload in one pass. No token, no FHIR, no audit, no flags.</summary>
internal static class Floor
{
    private const string Insert = """
        insert into floor.score (episode, patient, instrument, value, taken_at, taken_by, created_at) values ($1, $2, $3, $4, $5, $6, now()) returning id
        """;

    /// <summary>One index-only range scan per table and episode: design C of the performance reference.</summary>
    public const string OnePass = """
        select e.id, e.patient, e.enrolled_on,
               s.phq9[1], s.phq9[cardinality(s.phq9)], s.phq9_at[cardinality(s.phq9_at)],
               s.gad7[1], s.gad7[cardinality(s.gad7)], s.gad7_at[cardinality(s.gad7_at)],
               s.pcl5[1], s.pcl5[cardinality(s.pcl5)], s.pcl5_at[cardinality(s.pcl5_at)],
               c.initial, c.follow_up, c.consultation, c.plan, c.sessions, c.minutes
        from floor.episode e
        left join lateral (
          select array_agg(value) filter (where instrument = 1) as phq9, array_agg(taken_at) filter (where instrument = 1) as phq9_at,
                 array_agg(value) filter (where instrument = 2) as gad7, array_agg(taken_at) filter (where instrument = 2) as gad7_at,
                 array_agg(value) filter (where instrument = 3) as pcl5, array_agg(taken_at) filter (where instrument = 3) as pcl5_at
          from floor.score where episode = e.id) s on true
        left join lateral (
          select min(on_day) filter (where kind = 1) as initial, max(on_day) filter (where kind = 2) as follow_up,
                 max(on_day) filter (where kind = 3) as consultation, max(on_day) filter (where kind = 4) as plan,
                 count(*) filter (where kind in (1, 2)) as sessions, sum(minutes) filter (where on_day >= $2) as minutes
          from floor.contact where episode = e.id) c on true
        where e.caseload = $1 and e.active
        """;

    public static async Task Serve(string url, string database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, FloorJson.Default));
        await using var data = new NpgsqlDataSourceBuilder(database).Build();
        await using var app = builder.Build();
        app.MapGet("/health/ready", () => Results.Ok());
        app.MapPost("/score", async (FloorScore score) => TypedResults.Created("/score", new FloorCreated(await Store(data, score))));
        app.MapGet("/caseload/{id:long}", async (long id, DateOnly month) => TypedResults.Ok(await Caseload(data, id, month)));
        await app.RunAsync();
    }

    private static async Task<long> Store(NpgsqlDataSource data, FloorScore score)
    {
        await using var connection = await data.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(Insert, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = score.Episode },
                new NpgsqlParameter<long> { TypedValue = score.Patient },
                new NpgsqlParameter<short> { TypedValue = score.Instrument },
                new NpgsqlParameter<short> { TypedValue = score.Value },
                new NpgsqlParameter<DateTime> { TypedValue = score.TakenAt.UtcDateTime },
                new NpgsqlParameter<long> { TypedValue = 1 },
            },
        };
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<List<FloorRow>> Caseload(NpgsqlDataSource data, long id, DateOnly month)
    {
        await using var connection = await data.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(OnePass, connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = id }, new NpgsqlParameter<DateOnly> { TypedValue = month } },
        };
        await using var rows = await command.ExecuteReaderAsync();
        var caseload = new List<FloorRow>();
        while (await rows.ReadAsync())
        {
            caseload.Add(new(rows.GetInt64(0), rows.GetInt64(1), rows.GetFieldValue<DateOnly>(2), Pair(rows, 3), Pair(rows, 6), Pair(rows, 9),
                Day(rows, 12), Day(rows, 13), Day(rows, 14), Day(rows, 15), rows.GetInt64(16), rows.IsDBNull(17) ? 0 : rows.GetInt64(17)));
        }

        return caseload;
    }

    private static FloorPair? Pair(NpgsqlDataReader rows, int at) =>
        rows.IsDBNull(at) ? null : new(rows.GetInt16(at), rows.GetInt16(at + 1), rows.GetDateTime(at + 2));

    private static DateOnly? Day(NpgsqlDataReader rows, int at) => rows.IsDBNull(at) ? null : rows.GetFieldValue<DateOnly>(at);
}

internal sealed record FloorScore(long Episode, long Patient, short Instrument, short Value, DateTimeOffset TakenAt);

internal sealed record FloorCreated(long Id);

internal sealed record FloorPair(short First, short Last, DateTime LastAt);

internal sealed record FloorRow(
    long Episode, long Patient, DateOnly EnrolledOn, FloorPair? Phq9, FloorPair? Gad7, FloorPair? Pcl5,
    DateOnly? Initial, DateOnly? FollowUp, DateOnly? Consultation, DateOnly? Plan, long Sessions, long Minutes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FloorScore))]
[JsonSerializable(typeof(FloorCreated))]
[JsonSerializable(typeof(List<FloorRow>))]
internal sealed partial class FloorJson : JsonSerializerContext;
