using NodaTime;

namespace Registry.Clinical;

/// <summary>Somebody vouches for how much of a full-time post a care manager gives to Collaborative Care, from a day on.</summary>
/// <remarks>Never changed: what is said later for the same or a later day takes its place.</remarks>
public sealed class AttestedFte
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<StaffMember> StaffMemberId { get; init; }
    public required LocalDate FromOn { get; init; }
    public required Instant RecordedAt { get; init; }
    public required Id<Principal> RecordedBy { get; init; }

    /// <summary>0 to 1.5, to two decimals; 0 when the care manager leaves.</summary>
    public required decimal Fte { get; init; }

    /// <summary>Whether one care manager can have so many, as they are kept.</summary>
    public static bool IsOfOnePerson(decimal fte) => fte is >= 0 and <= 1.5m && fte == decimal.Round(fte, 2);
}
