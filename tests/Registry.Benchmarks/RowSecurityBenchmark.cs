using System.Globalization;
using NodaTime;
using Registry.Sandbox;

namespace Registry.Benchmarks;

/// <summary>What row security and the audit entry cost the caseload table: the same requests to one service on the same data in one run, with and without by turns.</summary>
/// <remarks>
/// The whole request as a care manager sends it, one at a time. Without policies the service does all that it does for them but meets none.
/// Without audit a trigger throws its entries away before they are written, and the sealer finds nothing to seal.
/// </remarks>
internal static class RowSecurityBenchmark
{
    private const double Allowed = 0.35;

    private static readonly (string Name, bool Policies, bool Audit)[] Kinds = [("none", false, false), ("policies", true, false), ("policies and audit", true, true)];

    public static async Task Run(BenchmarkOptions options, IClock clock)
    {
        await using var database = await BenchmarkDatabase.Open(options, clock);
        await using var registry = await RegistryServer.Start(database, clock);
        await Published(database);
        var tables = await database.Ask<string[]>("select array_agg(distinct polrelid::regclass::text) from pg_policy");
        await database.Execute("""
            create or replace function throw_away() returns trigger language plpgsql as 'begin return null; end';
            create or replace trigger throw_away before insert on audit_entry for each row execute function throw_away();
            """);
        var careManager = SyntheticTeam.Smallest.Staff.Single(s => s.Persona == Personas.CareManager).Id.Value;
        var table = Requests.Get($"/v1/caseloads/{careManager}", registry.Issuer.TokenFor(Personas.CareManager));
        var work = new Workload(registry.Process.Port, 200, () => _ => table);
        LoadRun Load(double seconds) => Benchmarks.Load.Run(work, 1, seconds, () => registry.Process.CpuTime, () => DatabaseCpu.Of(database.ProcessId));

        // The runtime compiles what is hot a second time, beside the work; until that is done a run measures the compiler.
        for (var i = 0; i < 4; i++) Load(Math.Max(2, options.Seconds));
        var runs = Kinds.ToDictionary(kind => kind.Name, _ => new List<LoadRun>());
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var (name, policies, audit) in round % 2 == 0 ? Kinds : Kinds.Reverse())
            {
                await Switch(database, tables, policies, audit);
                // Plans are made anew.
                Load(0.5);
                runs[name].Add(Load(options.Seconds));
            }
        }

        await Switch(database, tables, policies: true, audit: true);
        Print(runs, options);
    }

    private static void Print(Dictionary<string, List<LoadRun>> runs, BenchmarkOptions options)
    {
        Console.WriteLine($"Caseload table of {BenchmarkDatabase.CaseloadSize} over HTTP, {options.Rounds} runs of {options.Seconds:0.#} s each, by turns");
        Console.WriteLine("                        p50 ms           database CPU ms  server CPU ms");
        foreach (var (name, list) in runs)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {name,-20}{Middle(list, r => r.P50),8:0.000} {Over(list, r => r.P50),6:P0}   {Middle(list, r => r.DatabaseCpu),10:0.000} {Over(list, r => r.DatabaseCpu),6:P0}   {Middle(list, r => r.ServerCpu),9:0.000}"));
        }

        var cost = Over(runs[Kinds[^1].Name], r => r.P50);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  both cost {cost:P0}, allowed {Allowed:P0}: {(cost <= Allowed ? "held" : "NOT HELD")}"));

        double Over(List<LoadRun> list, Func<LoadRun, double> figure) => Middle(list.Zip(runs[Kinds[0].Name], (run, none) => figure(run) / figure(none) - 1));
    }

    private static double Middle(List<LoadRun> list, Func<LoadRun, double> figure) => Middle(list.Select(figure));

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <summary>The service puts out what is settled when it first starts; nothing is measured beside that.</summary>
    private static async Task Published(BenchmarkDatabase database)
    {
        while (await database.Ask<long>("select (select count(distinct kind) from published_aggregate) + (select least(count(*), 1) from published_month)") < 3) await Task.Delay(TimeSpan.FromSeconds(1));
    }

    /// <summary>A table at a time: whoever holds two of these locks can be in the way of a statement that holds the other.</summary>
    private static async Task Switch(BenchmarkDatabase database, IEnumerable<string> tables, bool policies, bool audit)
    {
        foreach (var table in tables) await database.Execute($"alter table {table} {(policies ? "enable" : "disable")} row level security");
        await database.Execute($"alter table audit_entry {(audit ? "disable" : "enable")} trigger throw_away");
    }
}
