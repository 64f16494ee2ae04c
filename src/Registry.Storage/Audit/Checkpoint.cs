using System.Buffers.Text;
using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>What a chain was at a moment, said outside the database: whoever owns the database can rewrite the chain, and not this.</summary>
/// <param name="After">The sequence of the checkpoint before; 0 for the first.</param>
/// <param name="Sequence">The last sequence it speaks of.</param>
/// <param name="Hash">The hash of that entry.</param>
/// <param name="Steps">
/// The first <see cref="StepLength"/> bytes of the hash of each entry from <paramref name="After"/> + 1 to <paramref name="Sequence"/>: they name the
/// place where a rewritten chain first differs. That it differs, <paramref name="Hash"/> proves.
/// </param>
public sealed record Checkpoint(Id<Organization> OrganizationId, long After, long Sequence, byte[] Hash, byte[] Steps, Instant At)
{
    public const int StepLength = 4;

    /// <summary>What is signed: lines of text, so that anybody can check a signature with ordinary tools.</summary>
    public byte[] Statement => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"registry-audit-checkpoint-1\n{OrganizationId}\n{After}\n{Sequence}\n{Convert.ToHexStringLower(Hash)}\n{Base64Url.EncodeToString(Steps)}\n{InstantPattern.ExtendedIso.Format(At)}\n"));

    /// <summary>Whether the hash of an entry is the one that this checkpoint saw. Null when it says nothing of that sequence.</summary>
    public bool? Saw(long sequence, ReadOnlySpan<byte> hash) =>
        sequence <= After || sequence > Sequence ? null
        : sequence == Sequence ? hash.SequenceEqual(Hash)
        : hash[..StepLength].SequenceEqual(Steps.AsSpan((int)(sequence - After - 1) * StepLength, StepLength));
}
