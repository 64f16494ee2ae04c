using System.Security.Cryptography;
using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>"Registry.Api retention list | erase | audit": what the policies of the organizations let go, and letting it go.</summary>
/// <remarks>
/// list says whose time has come; erase erases them, but for those under a legal hold; audit exports the audit entries that are old enough and were seen by a
/// signed checkpoint, and then cuts them off. Never run by the service: only the role registry_retention may delete. Exit codes: 0 done, 2 bad configuration, 3 database unreachable.
/// </remarks>
public static class RetentionVerb
{
    public static async Task<int> Run(IReadOnlyList<string> words, IConfiguration configuration, IClock clock, TextWriter output, TextWriter errors)
    {
        if (words is not ["list" or "erase" or "audit"]) return await Stop(errors, 2, "Registry.Api retention takes: list, erase, audit.");
        var connection = configuration.GetConnectionString("RegistryRetention");
        if (string.IsNullOrWhiteSpace(connection)) return await Stop(errors, 2, "ConnectionStrings:RegistryRetention is missing: the database, signed in to as registry_retention.");
        try
        {
            await using var database = NpgsqlDataSource.Create(connection);
            if (!RegistrySettings.TryReadRootKey(configuration["Keys:RootFile"], out var rootKey, out var problem)) return await Stop(errors, 2, $"Keys:RootFile: {problem}");
            var retention = new Retention(database, new(database, rootKey!, clock));
            foreach (var policy in await retention.Policies(CancellationToken.None))
            {
                var code = words[0] is "audit" ? await Cut(policy, new(database), configuration, clock.GetCurrentInstant(), output, errors) : await Patients(policy, retention, words[0] is "erase", clock.GetCurrentInstant(), output);
                if (code != 0) return code;
            }

            return 0;
        }
        catch (NpgsqlException e)
        {
            return await Stop(errors, 3, $"The database could not be read or changed ({e.SqlState ?? "not reachable"}).");
        }
    }

    /// <summary>By id only: who it was is nobody's business in a log.</summary>
    private static async Task<int> Patients(RetentionPolicy policy, Retention retention, bool erases, Instant now, TextWriter output)
    {
        foreach (var patient in await retention.Eligible(policy, now.InUtc().Date, CancellationToken.None))
        {
            var done = !erases ? patient.IsHeld ? "held" : "eligible" : await retention.Erase(policy.OrganizationId, patient, now, CancellationToken.None) ? "erased" : "held";
            await output.WriteLineAsync($"organization {policy.OrganizationId} patient {patient.Id}: {done} (last activity {patient.LastActivity:uuuu-MM-dd}, eligible from {patient.EligibleFrom:uuuu-MM-dd})");
        }

        return 0;
    }

    private static async Task<int> Cut(RetentionPolicy policy, AuditRetention audit, IConfiguration configuration, Instant now, TextWriter output, TextWriter errors)
    {
        var (witness, problem) = WitnessSettings.Read(configuration);
        if (problem is not null || witness is null) return await Stop(errors, 2, problem ?? "Audit:CheckpointFolder and Audit:CheckpointKey are missing: what no checkpoint saw is not cut off.");
        if (configuration["Audit:ExportFolder"] is not { Length: > 0 } folder || !Directory.Exists(folder)) return await Stop(errors, 2, "Audit:ExportFolder is missing or no folder: entries are exported before they are cut off.");

        var limit = now.InUtc().LocalDateTime.PlusYears(-policy.AuditYears).InUtc().ToInstant();
        if (await audit.LastToCut(policy.OrganizationId, AuditVerb.ReadCheckpoints(witness).Signed, limit, CancellationToken.None) is not { } until)
        {
            await output.WriteLineAsync($"organization {policy.OrganizationId}: nothing to cut");
            return 0;
        }

        var file = Path.Combine(folder, $"{policy.OrganizationId}.{until.Sequence}.audit");
        await using (var export = new FileStream(file, FileMode.CreateNew, FileAccess.ReadWrite))
        {
            var count = await audit.Export(until, export, CancellationToken.None);
            export.Flush(flushToDisk: true);
            export.Position = 0;
            await audit.Cut(until, await SHA256.HashDataAsync(export), now, CancellationToken.None);
            await output.WriteLineAsync($"organization {policy.OrganizationId}: {count} entries exported to {Path.GetFileName(file)} and cut off at sequence {until.Sequence}");
        }

        return 0;
    }

    private static async Task<int> Stop(TextWriter errors, int code, string sentence)
    {
        await errors.WriteLineAsync(sentence);
        return code;
    }
}
