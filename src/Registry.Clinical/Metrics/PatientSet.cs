using System.Numerics;

namespace Registry.Clinical;

/// <summary>Some of a numbered population, for comparing who is behind two figures. Sets of populations that have grown since can be compared.</summary>
public sealed class PatientSet
{
    private const int BitsOfNumber = 32;

    /// <summary>In order; null where a bit for each of the population takes less room.</summary>
    private readonly int[]? listed;
    private readonly ulong[] bits = [];

    /// <param name="members">Numbers from 0 up to, not including, <paramref name="population"/>; each once.</param>
    public PatientSet(IEnumerable<int> members, int population)
    {
        int[] sorted = [.. members.Order()];
        Count = sorted.Length;
        Lowest = sorted[..Math.Min(Count, SmallCells.Largest + 1)];
        if ((long)Count * BitsOfNumber < population)
        {
            listed = sorted;
            return;
        }

        bits = new ulong[(population + 63) / 64];
        foreach (var member in sorted) bits[member / 64] |= 1UL << (member % 64);
    }

    public int Count { get; }

    /// <summary>The lowest numbers, one more than make a small group.</summary>
    internal IReadOnlyList<int> Lowest { get; }

    /// <summary>Everybody here is there too.</summary>
    public bool IsWithin(PatientSet other)
    {
        if (Count > other.Count) return false;
        if (listed is not null) return Array.TrueForAll(listed, other.Has);
        if (other.listed is null) return !bits.Where((word, i) => (word & ~other.Word(i)) != 0).Any();
        return other.listed.Count(Has) == Count;
    }

    private bool Has(int member) => listed is null ? (Word(member / 64) >> (member % 64) & 1) == 1 : Array.BinarySearch(listed, member) >= 0;

    private ulong Word(int i) => i < bits.Length ? bits[i] : 0;
}
