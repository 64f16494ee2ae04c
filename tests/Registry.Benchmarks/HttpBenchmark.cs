using System.Globalization;
using System.Text;
using NodaTime;
using Npgsql;
using Registry.Sandbox;

namespace Registry.Benchmarks;

/// <summary>The two hot paths over HTTP, each beside its floor. Floor and registry take turns, since a shared machine drifts more than they differ.</summary>
internal static class HttpBenchmark
{
    public static async Task Run(BenchmarkOptions options, IClock clock)
    {
        await using var database = await BenchmarkDatabase.Open(options, clock);
        await using var registry = await RegistryServer.Start(database, clock);
        var floorPort = HttpServer.FreePort();
        using var floor = await HttpServer.Start("Registry.Benchmarks.dll", floorPort,
            ["floor", "--url", $"http://127.0.0.1:{floorPort}", "--database", database.Shared], new Dictionary<string, string>());

        Load.NumberFrom(clock.GetCurrentInstant().ToUnixTimeTicks());
        foreach (var pair in await Pairs(database, registry.Issuer, floorPort, registry.Process.Port))
        {
            if (!pair.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase)) continue;
            foreach (var connections in options.Connections) Compare(pair, connections, options, floor, registry.Process, database);
        }
    }

    private static void Compare(Pair pair, int connections, BenchmarkOptions options, HttpServer floor, HttpServer registry, BenchmarkDatabase database)
    {
        LoadRun Run(bool ours, double seconds) => Load.Run(ours ? pair.Registry : pair.Floor, connections, seconds,
            () => (ours ? registry : floor).CpuTime, () => DatabaseCpu.Of(database.ProcessId));

        // The runtime compiles what is hot a second time, beside the work; until that is done a run measures the compiler.
        foreach (var ours in (bool[])[false, true, true, false, true, true]) Run(ours, Math.Max(2, options.Seconds));
        var (floors, registries) = (new List<LoadRun>(), new List<LoadRun>());
        for (var round = 0; round < options.Rounds; round++)
        {
            // Turn about: whoever runs second finds the other's dirty pages.
            foreach (var ours in round % 2 == 0 ? (bool[])[false, true] : [true, false]) (ours ? registries : floors).Add(Run(ours, options.Seconds));
        }

        var ratios = floors.Zip(registries, (f, r) => r.PerSecond / f.PerSecond).Order().ToList();
        Console.WriteLine();
        Console.WriteLine($"{pair.Name}, {connections} connection{(connections == 1 ? "" : "s")}, {options.Rounds} runs of {options.Seconds:0.#} s");
        Console.WriteLine("            per s    p50 ms    p99 ms   server CPU ms   database CPU ms");
        Print("floor", floors);
        Print("registry", registries);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  ratio {Median(ratios):P0} ({ratios[0]:P0} to {ratios[^1]:P0}), aim {pair.Aim:P0}; by CPU {Cpu(floors) / Cpu(registries):P0}"));
    }

    private static double Cpu(List<LoadRun> runs) => Median(runs.Select(r => r.ServerCpu + r.DatabaseCpu));

    private static void Print(string name, List<LoadRun> runs) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"  {name,-9}{Median(runs.Select(r => r.PerSecond)),6:0}    {Median(runs.Select(r => r.P50)),6:0.000}    {Median(runs.Select(r => r.P99)),6:0.00}   {Median(runs.Select(r => r.ServerCpu)),13:0.000}   {Median(runs.Select(r => r.DatabaseCpu)),15:0.000}"));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private static async Task<List<Pair>> Pairs(BenchmarkDatabase database, DevIssuer issuer, int floorPort, int registryPort)
    {
        var careManager = SyntheticTeam.Smallest.Staff.Single(s => s.Persona == Personas.CareManager).Id.Value;
        // Only patients outside of the measured caseload get scores, so that it stays as large as it is.
        var patients = await database.Ask<Guid[]>("select array_agg(distinct patient_id) from floor.episode where care_manager_id <> $1", careManager);
        var caseload = await database.Ask<long>("select min(caseload) from floor.episode where care_manager_id = $1 and active", careManager);
        var month = await database.Ask<string>("select to_char(date_trunc('month', current_date), 'YYYY-MM-DD')");

        var score = Requests.Post("/score", """{"episode":1000000,"patient":1000000,"instrument":1,"value":12,"takenAt":"2026-06-15T14:30:00-05:00"}""", "application/json");
        var observation = Requests.Post("/fhir/Observation", Requests.Observation, "application/fhir+json", issuer.TokenFor(Personas.EhrIntegration));
        var onePass = Requests.Get($"/caseload/{caseload}?month={month}");
        var table = Requests.Get($"/v1/caseloads/{careManager}", issuer.TokenFor(Personas.CareManager));
        return
        [
            new("Storing a score", 0.35, new(floorPort, 201, () => _ => score), new(registryPort, 201, () => Requests.Numbered(observation, patients))),
            new("Caseload table of 60", 0.60, new(floorPort, 200, () => _ => onePass), new(registryPort, 200, () => _ => table)),
        ];
    }

    private sealed record Pair(string Name, double Aim, Workload Floor, Workload Registry);
}
