using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Says outside the database, and signs, what each chain has become: every <see cref="Entries"/> entries, and after five minutes however few there are.</summary>
internal sealed class AuditWitness(NpgsqlDataSource dataSource, WitnessSettings settings, IClock clock) : IDisposable
{
    public const int Entries = 100;
    private static readonly Duration Wait = Duration.FromMinutes(5);

    private readonly Dictionary<Id<Organization>, (long Sequence, Instant At)> last = [];
    private readonly CheckpointKey key = CheckpointKey.TryOpen(settings.KeyFile, out var opened) ? opened : throw new InvalidOperationException("The key of the checkpoints is gone.");

    public async Task Look(CancellationToken ct)
    {
        foreach (var (organization, end) in await SealedHashes.Ends(dataSource, ct)) await Look(organization, end, ct);
    }

    public void Dispose() => key.Dispose();

    private async Task Look(Id<Organization> organization, long end, CancellationToken ct)
    {
        var file = CheckpointFile.Of(settings.Folder, organization);
        if (!last.TryGetValue(organization, out var seen))
        {
            // A line too many harms nothing, so a service that starts goes on from what it finds, and says at once what is new.
            seen = (File.Exists(file) ? CheckpointFile.Read(file, key).Signed.Select(c => c.Sequence).DefaultIfEmpty().Max() : 0, Instant.MinValue);
        }

        var due = clock.GetCurrentInstant() - Wait >= seen.At;
        while (end - seen.Sequence >= Entries || (due && end > seen.Sequence))
        {
            var hashes = await SealedHashes.After(dataSource, organization, seen.Sequence, Entries, ct);
            var checkpoint = new Checkpoint(organization, seen.Sequence, seen.Sequence + hashes.Count, hashes[^1], [.. hashes.SelectMany(h => h[..Checkpoint.StepLength])], clock.GetCurrentInstant());
            CheckpointFile.Append(file, checkpoint, key.Sign(checkpoint));
            seen = (checkpoint.Sequence, checkpoint.At);
        }

        last[organization] = seen;
    }
}
