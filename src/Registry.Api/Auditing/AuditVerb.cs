using NodaTime;
using Npgsql;
using Registry.Storage;

namespace Registry.Api;

/// <summary>"Registry.Api audit verify": whether the audit trail is what it was, and if not, where it begins to differ and what was done.</summary>
/// <remarks>Exit codes: 0 intact, 2 bad configuration, 3 database unreachable, 4 tampered with.</remarks>
public static class AuditVerb
{
    private const string Setting = "ConnectionStrings:RegistryAuditor";

    public static async Task<int> Run(IReadOnlyList<string> words, IConfiguration configuration, IClock clock, TextWriter output, TextWriter errors)
    {
        if (words is not ["verify"]) return await Stop(2, "Registry.Api audit takes: verify.");
        var database = configuration.GetConnectionString("RegistryAuditor");
        if (string.IsNullOrWhiteSpace(database)) return await Stop(2, $"{Setting} is missing: the database, signed in to as registry_auditor.");
        var (witness, problem) = WitnessSettings.Read(configuration);
        if (problem is not null) return await Stop(2, problem);

        var (checkpoints, forged) = ReadCheckpoints(witness);
        try
        {
            await using var dataSource = NpgsqlDataSource.Create(database);
            return await Tell(await ChainVerification.Verify(dataSource, checkpoints, clock.GetCurrentInstant(), CancellationToken.None), witness, forged, output);
        }
        catch (NpgsqlException e)
        {
            return await Stop(3, $"The audit trail could not be read ({e.SqlState ?? "database not reachable"}).");
        }

        async Task<int> Stop(int code, string sentence)
        {
            await errors.WriteLineAsync(sentence);
            return code;
        }
    }

    internal static (List<Checkpoint> Signed, List<string> Forged) ReadCheckpoints(WitnessSettings? witness)
    {
        var (signed, forged) = (new List<Checkpoint>(), new List<string>());
        if (witness is null || !CheckpointKey.TryOpen(witness.KeyFile, out var key)) return (signed, forged);
        using (key)
        {
            foreach (var file in CheckpointFile.In(witness.Folder))
            {
                var (found, lines) = CheckpointFile.Read(file, key);
                signed.AddRange(found);
                if (lines > 0) forged.Add($"{Path.GetFileName(file)}: {lines} checkpoints were not signed with this key");
            }
        }

        return (signed, forged);
    }

    private static async Task<int> Tell(IReadOnlyList<ChainReport> reports, WitnessSettings? witness, List<string> forged, TextWriter output)
    {
        var bad = forged.Count > 0;
        foreach (var report in reports)
        {
            // A witness that has seen nothing of a chain was robbed of what it had, since it speaks as soon as there is one.
            var unseen = witness is not null && report is { Length: > 0, Witnessed: 0 };
            bad |= unseen || report.Fault is not null;
            var found = report.Fault is { } fault ? $"sequence {fault.Sequence}: {Kebab.Of(fault.Kind)}" : unseen ? "no checkpoint" : "intact";
            await output.WriteLineAsync($"organization {report.OrganizationId}: {found} ({report.Length} sealed, {(witness is null ? "not compared with checkpoints" : $"witnessed to {report.Witnessed}")})");
        }

        foreach (var line in forged) await output.WriteLineAsync(line);
        return bad ? 4 : 0;
    }
}
