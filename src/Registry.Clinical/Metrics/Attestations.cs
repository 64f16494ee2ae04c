using NodaTime;

namespace Registry.Clinical;

/// <summary>What somebody vouched for about one care manager.</summary>
/// <param name="Home">The care manager's home clinic.</param>
public readonly record struct FteAttestation(Id<StaffMember> CareManager, Id<Clinic> Home, LocalDate FromOn, Instant RecordedAt, decimal Fte);

public static class Attestations
{
    /// <summary>Full-time equivalents in force on a day; null while nobody attested any. The latest word for the latest day decides.</summary>
    /// <param name="clinic">Null for all.</param>
    /// <param name="careManager">Null for all.</param>
    public static decimal? FteOn(this IEnumerable<FteAttestation> attestations, LocalDate day, Id<Clinic>? clinic = null, Id<StaffMember>? careManager = null)
    {
        var inForce = attestations.Where(a => a.FromOn <= day && (clinic is null || a.Home == clinic) && (careManager is null || a.CareManager == careManager))
            .GroupBy(a => a.CareManager).Select(g => g.OrderBy(a => a.FromOn).ThenBy(a => a.RecordedAt).Last().Fte).ToList();
        return inForce.Count == 0 ? null : inForce.Sum();
    }
}
