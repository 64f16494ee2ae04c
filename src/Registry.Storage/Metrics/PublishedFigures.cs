using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>One row of a published month.</summary>
/// <param name="KnownAt">What was recorded later is in no figure.</param>
/// <param name="Profile">The outcome profile by which improvement was judged.</param>
public sealed record PublishedFigures(YearMonth Month, Instant KnownAt, string Profile, AggregateRow Row, IReadOnlyList<MetricValue> Values)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    internal static string Write(IReadOnlyList<MetricValue> values) => JsonSerializer.Serialize(values, Json);

    internal static IReadOnlyList<MetricValue> Read(string figures) => JsonSerializer.Deserialize<List<MetricValue>>(figures, Json)!;

    internal static PublishedFigures Of(NpgsqlDataReader row) => new(
        row.Day(0)!.Value.ToYearMonth(), row.Moment(1)!.Value, row.GetString(2),
        new(row.IsDBNull(3) ? null : new Id<Clinic>(row.GetGuid(3)), row.Text(4), row.Text(5)), Read(row.GetString(6)));
}
