using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Registry.Api;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>The date algebra in SQL says what the pure one says, for every prefix, precision, zone and boundary: asked of PostgreSQL itself.</summary>
public sealed class DateSearchTests : IAsyncLifetime
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 21, 12, 0);
    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await PostgresServer.Registry();

    public async Task DisposeAsync() => await database.DisposeAsync();

    private static readonly string[] Searches =
    [
        "2024", "2023", "2025", "2024-02", "2024-03", "2023-12", "2025-01", "2024-02-28", "2024-02-29", "2024-03-01", "2023-12-31", "2024-01-01", "2024-03-10", "2024-11-03",
        "2024-02-29T00:00Z", "2024-02-29T23:59Z", "2024-02-29T23:59:59Z", "2024-02-29T19:00:00-05:00", "2024-03-01T00:00:00Z", "2024-03-01T13:59:59+14:00", "2024-03-10T02:30:00-05:00",
        "2024-03-10T07:30:00Z", "2024-11-03T01:30:00-04:00", "2024-11-03T01:30:00-05:00", "2023-12-31T23:59:59Z", "2024-12-31T23:59:59-12:00", "2024-02-29T12:00:00.5Z", "0001", "9999-12-31",
    ];

    private static readonly string[] Targets =
    [
        "2024-02-28", "2024-02-29", "2024-03-01", "2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01", "2024-03-10", "2024-11-03",
        "2024-02-29T00:00:00Z", "2024-02-29T23:59:59Z", "2024-03-01T00:00:00Z", "2024-02-29T19:00:00-05:00", "2024-03-10T07:30:00Z", "2024-11-03T05:30:00Z", "2024-11-03T06:30:00Z",
        "2023-12-31T23:59:59Z", "2025-01-01T11:59:59Z", "2024-02-29T12:00:00Z",
    ];

    [Theory]
    [InlineData("")]
    [InlineData("ne")]
    [InlineData("gt")]
    [InlineData("lt")]
    [InlineData("ge")]
    [InlineData("le")]
    [InlineData("sa")]
    [InlineData("eb")]
    [InlineData("ap")]
    public async Task The_database_finds_what_the_rule_says(string prefix)
    {
        await using var connection = new NpgsqlConnection(database.OwnerConnectionString);
        await connection.OpenAsync();
        var found = 0;
        foreach (var searched in Searches)
        {
            var criterion = FhirSearch.Parse("Observation", [new("date", prefix + searched)], new("https://registry.test/fhir", DateTimeZone.Utc, Now)).Dates("date")[0][0];
            var expected = Targets.Where(target => criterion.Matches(Range(target))).ToList();
            Assert.True(expected.SequenceEqual(await Found(connection, criterion)), $"{prefix}{searched}");
            found += expected.Count;
        }

        Assert.InRange(found, 5, Searches.Length * Targets.Length - 5);
    }

    /// <summary>The targets as rows: a day without a moment, or a moment to the second, as scores are kept.</summary>
    private static async Task<List<string>> Found(NpgsqlConnection connection, DateCriterion criterion)
    {
        var filter = new ResourceFilter(ResourceTables.Observation).During([new(SearchConditions.Sql(criterion.Prefix), criterion.Range.Start, criterion.Range.End)]);
        var (sql, values) = filter.Conditions.Single();
        await using var command = new NpgsqlCommand($"""
            select a.target from unnest($1, $2, $3) with ordinality as a (target, administered_on, administered_at, place)
            where {string.Format(null, sql, "$4", "$5")} order by a.place
            """, connection)
        {
            Parameters =
            {
                new() { Value = Targets },
                new() { Value = Targets.Select(t => DateOnly.Parse(t[..10], System.Globalization.CultureInfo.InvariantCulture)).ToArray() },
                new() { Value = Targets.Select(t => t.Length == 10 ? (DateTime?)null : Range(t).Start.ToDateTimeUtc()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
                new() { Value = values[0] },
                new() { Value = values[1] },
            },
        };
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await rows.ReadAsync()) found.Add(rows.GetString(0));
        return found;
    }

    private static FhirDateRange Range(string text)
    {
        Assert.True(FhirDateText.TryParse(text, DateForm.Search, out var date));
        return date.RangeIn(DateTimeZone.Utc);
    }
}
