using System.Diagnostics;
using System.Globalization;
using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.Benchmarks;

/// <summary>What row security and the audit entry cost the caseload table: the same statements on the same data in one run, policies off and on by turns.</summary>
/// <remarks>From the opening of the transaction to its end, without HTTP: over HTTP the same milliseconds are a smaller share.</remarks>
internal static class RowSecurityBenchmark
{
    private const string Issuer = "http://127.0.0.1:1/benchmark";
    private const double Allowed = 0.35;

    public static async Task Run(BenchmarkOptions options, IClock clock)
    {
        await using var database = await BenchmarkDatabase.Open(options, clock);
        await PersonaAccess.Grant(database.Owner, Issuer);
        var tables = await database.Ask<string[]>("select array_agg(polrelid::regclass::text) from pg_policy");
        var today = clock.GetCurrentInstant().InUtc().Date;
        await using var source = NpgsqlDataSource.Create(database.Shared);

        var kinds = new (string Name, bool Policies, bool Audit)[] { ("none", false, false), ("policies", true, false), ("policies and audit", true, true) };
        var times = kinds.ToDictionary(kind => kind.Name, _ => new List<double>());
        for (var round = 0; round < options.Rounds + 1; round++)
        {
            foreach (var (name, policies, audit) in round % 2 == 0 ? kinds : kinds.Reverse())
            {
                await Switch(database, tables, policies);
                await Measure(source, today, audit, clock, 0.5);
                var milliseconds = await Measure(source, today, audit, clock, options.Seconds);
                // The first round is for the compiler and the caches.
                if (round > 0) times[name].Add(milliseconds);
            }
        }

        await Switch(database, tables, on: true);
        var none = Median(times["none"]);
        Console.WriteLine($"Caseload table of {BenchmarkDatabase.CaseloadSize}, {options.Rounds} runs of {options.Seconds:0.#} s each, by turns");
        foreach (var (name, _, _) in kinds)
        {
            var median = Median(times[name]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-20}{median,8:0.000} ms   {median / none - 1,6:P0} over none"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  allowed {Allowed:P0}: {(Median(times["policies and audit"]) / none - 1 <= Allowed ? "held" : "NOT HELD")}"));
    }

    /// <summary>Milliseconds a caseload table takes, the middle one.</summary>
    private static async Task<double> Measure(NpgsqlDataSource source, LocalDate today, bool audit, IClock clock, double seconds)
    {
        var each = new List<double>();
        for (var run = Stopwatch.StartNew(); run.Elapsed.TotalSeconds < seconds;)
        {
            var one = Stopwatch.StartNew();
            await using var connection = source.CreateConnection();
            var transaction = new RegistryTransaction(connection);
            var caller = (await transaction.Begin(Issuer, Personas.CareManager.Subject, [Role.CareManager], default))!;
            var clinics = caller.ClinicsAs(Role.CareManager);
            await connection.SettingsOfCareManager(caller.OrganizationId, caller.StaffMemberId!.Value, clinics, default);
            var caseload = await connection.CaseloadOf(caller.OrganizationId, caller.StaffMemberId.Value, clinics, today, null, default);
            if (caseload.Count != BenchmarkDatabase.CaseloadSize) throw new InvalidOperationException($"The caseload has {caseload.Count} patients.");
            if (audit) await transaction.Commit(Entry(caller, caseload, clock), readsOnly: true);
            else await transaction.Rollback();
            each.Add(one.Elapsed.TotalMilliseconds);
        }

        return Median(each);
    }

    private static AuditEntry Entry(Caller caller, List<CaseloadPatient> caseload, IClock clock) => new()
    {
        OrganizationId = caller.OrganizationId, Id = Id<AuditEntry>.New(), At = clock.GetCurrentInstant(), PrincipalId = caller.PrincipalId, Action = "caseload.read", Method = "GET",
        Route = "/v1/caseloads/{careManagerId}", Status = 200, Outcome = AuditOutcome.Success, PatientIds = [.. caseload.Select(p => p.Facts.PatientId.Value)], RequestId = "benchmark",
    };

    private static async Task Switch(BenchmarkDatabase database, IEnumerable<string> tables, bool on)
    {
        foreach (var table in tables) await database.Execute($"alter table {table} {(on ? "enable" : "disable")} row level security");
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
