using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>One pass along a chain. Finds what is wrong first, and what was done to it.</summary>
internal sealed class ChainWalk(Id<Organization> organization, Checkpoint[] checkpoints)
{
    private readonly List<ChainFault> faults = [];
    private readonly List<Link> broken = [];
    private readonly Queue<Checkpoint> ahead = new(checkpoints.OrderBy(c => c.After).ThenBy(c => c.Sequence));
    private readonly List<Checkpoint> speaking = [];

    /// <summary>The hash before the next entry; null after a gap, where it is not known.</summary>
    private byte[]? before = ChainHash.BeforeTheFirst;
    private long last;

    public ChainReport Report => new(organization, last, Witnessed, faults.OrderBy(f => f.Sequence).ThenBy(f => f.Kind).FirstOrDefault());

    private long Witnessed => checkpoints.Select(c => c.Sequence).DefaultIfEmpty().Max();

    public void Found(long sequence, ChainFaultKind kind) => faults.Add(new(organization, sequence, kind));

    /// <summary>The chain was cut off there, which only what a checkpoint saw six years ago or more makes right. Without any checkpoint nothing can be said of it.</summary>
    public void BeginAfter(long sequence, byte[] hash, Instant now)
    {
        var limit = now.InUtc().LocalDateTime.PlusYears(-RetentionPolicy.LeastAuditYears).InUtc().ToInstant();
        if (checkpoints.Length > 0 && !checkpoints.Any(c => c.Sequence == sequence && c.Hash.AsSpan().SequenceEqual(hash) && c.At <= limit)) Found(sequence, ChainFaultKind.CutHead);
        (before, last) = (hash, sequence);
    }

    /// <param name="hash">As the seal has it.</param>
    /// <param name="entry">Null when the sealed entry is gone.</param>
    public void Take(long sequence, byte[] hash, AuditEntry? entry)
    {
        if (sequence > last + 1)
        {
            Found(last + 1, ChainFaultKind.Deleted);
            before = null;
        }

        if (entry is null) Found(sequence, ChainFaultKind.Deleted);
        else if (before is not null && !ChainHash.Of(before, sequence, CanonicalEntry.Bytes(entry)).AsSpan().SequenceEqual(hash)) broken.Add(new(sequence, before, hash, entry));
        if (!WasSeen(sequence, hash)) Found(sequence, ChainFaultKind.Rechained);
        (before, last) = (hash, sequence);
    }

    public void End()
    {
        if (Witnessed > last) Found(last + 1, ChainFaultKind.CutTail);
        if (broken is not [var first, .. var others]) return;
        // Hashes that were exchanged differ from what was seen, and so does a chain made anew; but there is no need of a new chain whose links do not hold.
        faults.RemoveAll(f => f.Kind is ChainFaultKind.Rechained && f.Sequence >= first.Sequence);
        Found(first.Sequence, others.Any(first.IsExchangedWith) ? ChainFaultKind.Swapped : ChainFaultKind.Edited);
    }

    private bool WasSeen(long sequence, byte[] hash)
    {
        while (ahead.TryPeek(out var next) && next.After < sequence) speaking.Add(ahead.Dequeue());
        speaking.RemoveAll(c => c.Sequence < sequence);
        return speaking.TrueForAll(c => c.Saw(sequence, hash) is not false);
    }

    /// <summary>An entry that does not fit its seal.</summary>
    private sealed record Link(long Sequence, byte[] Before, byte[] Hash, AuditEntry Entry)
    {
        /// <summary>Whether the other's content belongs here: under this seal or under the other one, whether or not ids and transactions were exchanged too.</summary>
        public bool IsExchangedWith(Link other) =>
            new[] { CanonicalEntry.Bytes(other.Entry), CanonicalEntry.Bytes(other.Entry, Entry.Id, other.Entry.Xid), CanonicalEntry.Bytes(other.Entry, Entry.Id, Entry.Xid) }
                .Select(content => ChainHash.Of(Before, Sequence, content))
                .Any(hash => hash.AsSpan().SequenceEqual(Hash) || hash.AsSpan().SequenceEqual(other.Hash));
    }
}
