using System.Globalization;

namespace Registry.Benchmarks;

/// <summary>The command line.</summary>
/// <param name="Verb">"floor" is what "http" starts as its peer; nobody else needs it.</param>
internal sealed record BenchmarkOptions(string Verb)
{
    public const string Usage = """
        dotnet run -c Release --project tests/Registry.Benchmarks -- [http | bulk | flags | pages | fhir | fuzz | fuzz-http | rls | metrics] [options]
          http    storing a score and the caseload table over HTTP, each beside a bare floor, in one run
          bulk    a whole export over HTTP: resources a second, and the service's memory
          flags   episodes a second through all flags
          pages   the server's time for a caseload page of 120 patients, beside the query
          fhir    time and memory of reading one Observation
          fuzz    broken bodies through the reader: no exception, no echo, bounded memory
          fuzz-http  broken requests to a server of its own: no failure, no echo, bounded memory
          rls     what row security and the audit entry cost the caseload table, policies off and on by turns
          metrics all metrics of one clinic's month, and of the organization's with every stratum
          --patients N   size of the synthetic program (default 10000)
          --seconds S    length of one run (default 2)
          --rounds N     runs of each kind, of which the median counts (default 5)
          --data DIR     keeps the database cluster, so that the next run need not fill it (default: a new one, thrown away)
          --only TEXT    only the pairs whose name contains this
          --connections N  only with so many (default 1, then 8)
          --count N      broken bodies or requests (default 1000000 and 100000)
          --seed N       another walk through them (default 1)
        """;

    public int Patients { get; init; } = 10_000;
    public double Seconds { get; init; } = 2;
    public int Rounds { get; init; } = 5;
    public string? Data { get; init; }
    public int[] Connections { get; init; } = [1, 8];
    public string Only { get; init; } = "";
    public int Seed { get; init; } = 1;
    public int? Count { get; init; }
    public string Url { get; init; } = "";
    public string Database { get; init; } = "";

    public static BenchmarkOptions? Parse(IReadOnlyList<string> words)
    {
        var options = new BenchmarkOptions("http");
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] is "http" or "bulk" or "flags" or "pages" or "fhir" or "fuzz" or "fuzz-http" or "rls" or "metrics" or "floor")
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
                "--count" => options with { Count = int.Parse(value, CultureInfo.InvariantCulture) },
                "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
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
