using System.Numerics;

namespace Registry.Clinical;

/// <summary>Some of a numbered population, for comparing who is behind two figures. Sets of populations that have grown since can be compared.</summary>
public sealed class PatientSet
{
    private readonly ulong[] bits;

    /// <param name="members">Numbers from 0 up to, not including, <paramref name="population"/>.</param>
    public PatientSet(IEnumerable<int> members, int population)
    {
        bits = new ulong[(population + 63) / 64];
        foreach (var member in members) bits[member / 64] |= 1UL << (member % 64);
        foreach (var word in bits) Count += BitOperations.PopCount(word);
    }

    public int Count { get; }

    /// <summary>Everybody here is there too.</summary>
    public bool IsWithin(PatientSet other)
    {
        for (var i = 0; i < bits.Length; i++)
        {
            if ((bits[i] & ~(i < other.bits.Length ? other.bits[i] : 0)) != 0) return false;
        }

        return true;
    }
}
