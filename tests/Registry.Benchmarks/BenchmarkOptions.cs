using System.Globalization;

namespace Registry.Benchmarks;

/// <summary>The command line.</summary>
/// <param name="Verb">"floor" is what "http" starts as its peer; nobody else needs it.</param>
internal sealed record BenchmarkOptions(string Verb)
{
    public const string Usage = """
        dotnet run -c Release --project tests/Registry.Benchmarks -- [http | flags | fhir | rls] [options]
          http    storing a score and the caseload table over HTTP, each beside a bare floor, in one run
          flags   episodes a second through all flags
          fhir    time and memory of reading one Observation
          rls     what row security and the audit entry cost the caseload table, policies off and on by turns
          --patients N   size of the synthetic program (default 10000)
          --seconds S    length of one run (default 2)
          --rounds N     runs of each kind, of which the median counts (default 5)
          --data DIR     keeps the database cluster, so that the next run need not fill it (default: a new one, thrown away)
          --only TEXT    only the pairs whose name contains this
          --connections N  only with so many (default 1, then 8)
        """;

    public int Patients { get; init; } = 10_000;
    public double Seconds { get; init; } = 2;
    public int Rounds { get; init; } = 5;
    public string? Data { get; init; }
    public int[] Connections { get; init; } = [1, 8];
    public string Only { get; init; } = "";
    public string Url { get; init; } = "";
    public string Database { get; init; } = "";

    public static BenchmarkOptions? Parse(IReadOnlyList<string> words)
    {
        var options = new BenchmarkOptions("http");
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] is "http" or "flags" or "fhir" or "rls" or "floor")
            {
                options = options with { Verb = words[i] };
                continue;
            }

            if (i + 1 == words.Count) return null;
            var value = words[i + 1];
            var changed = words[i++] switch
            {
                "--patients" => options with { Patients = int.Parse(value, CultureInfo.InvariantCulture) },
                "--seconds" => options with { Seconds = double.Parse(value, CultureInfo.InvariantCulture) },
                "--rounds" => options with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) },
                "--data" => options with { Data = value },
                "--connections" => options with { Connections = [int.Parse(value, CultureInfo.InvariantCulture)] },
                "--only" => options with { Only = value },
                "--url" => options with { Url = value },
                "--database" => options with { Database = value },
                _ => null,
            };
            if (changed is null) return null;
            options = changed;
        }

        return options;
    }
}
