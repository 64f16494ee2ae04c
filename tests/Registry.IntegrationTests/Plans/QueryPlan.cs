using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;

namespace Registry.IntegrationTests.Plans;

/// <summary>What PostgreSQL does for a statement whatever its values are, as the service has it, and what that touched when it was run.</summary>
internal sealed class QueryPlan
{
    private readonly JsonNode root;
    private readonly List<JsonNode> nodes = [];

    private QueryPlan(JsonNode root)
    {
        this.root = root;
        Collect(root);
    }

    /// <summary>Index and heap pages, each time one is looked at.</summary>
    public long Pages => (long)root["Shared Hit Blocks"]! + (long)root["Shared Read Blocks"]!;

    /// <summary>Rows that were read and thrown away.</summary>
    public double RowsInVain => nodes.Sum(n => ((double?)n["Rows Removed by Filter"] ?? 0) * (double)n["Actual Loops"]!);

    /// <summary>Rows that scans gave on.</summary>
    public double RowsRead => nodes.Where(n => Type(n).EndsWith("Scan", StringComparison.Ordinal)).Sum(n => (double)n["Actual Rows"]! * (double)n["Actual Loops"]!);

    public override string ToString() => root.ToJsonString(new() { WriteIndented = true });

    public IEnumerable<string> ScannedInFull => nodes.Where(n => Type(n) is "Seq Scan").Select(n => (string)n["Relation Name"]!);

    public bool Has(string type) => nodes.Exists(n => Type(n) == type);

    public bool ReadsOnlyTheIndexOf(string table) => nodes.Exists(n => (string?)n["Relation Name"] == table && Type(n) == "Index Only Scan" && (double)n["Heap Fetches"]! == 0);

    /// <summary>EXECUTE of a prepared statement with generic plans is what the service's connections do.</summary>
    public static async Task<QueryPlan> Of(NpgsqlConnection connection, string sql, params object[] values)
    {
        var types = string.Join(", ", values.Select(Type));
        var literals = string.Join(", ", values.Select(Literal));
        await PlanDatabase.Program.Execute(connection, $"deallocate all; set plan_cache_mode = force_generic_plan; prepare statement ({types}) as {sql}");
        await using var explain = new NpgsqlCommand($"explain (analyze, buffers, timing off, format json) execute statement ({literals})", connection);
        return new(JsonNode.Parse((string)(await explain.ExecuteScalarAsync())!)![0]!["Plan"]!);
    }

    private void Collect(JsonNode node)
    {
        nodes.Add(node);
        foreach (var child in node["Plans"]?.AsArray() ?? []) Collect(child!);
    }

    private static string Type(JsonNode node) => (string)node["Node Type"]!;

    private static string Type(object value) => value switch
    {
        Guid => "uuid",
        Guid[] => "uuid[]",
        DateOnly => "date",
        DateTime => "timestamptz",
        string[] => "text[]",
        byte[][] => "bytea[]",
        _ => "text",
    };

    private static string Literal(object value) => value switch
    {
        Guid[] ids => $"'{{{string.Join(',', ids)}}}'",
        string[] words => words.Length == 0 ? "'{}'" : $"array['{string.Join("','", words)}']",
        byte[][] values => $"array[{string.Join(',', values.Select(v => $@"'\x{Convert.ToHexString(v)}'"))}]::bytea[]",
        DateOnly day => $"'{day.ToString("O", CultureInfo.InvariantCulture)}'",
        DateTime moment => $"'{moment.ToString("O", CultureInfo.InvariantCulture)}'",
        _ => $"'{value}'",
    };
}
