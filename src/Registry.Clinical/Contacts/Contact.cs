using NodaTime;

namespace Registry.Clinical;

/// <summary>The team's work with or for a patient, on a day, with its minutes. Whether it counts as clinical is a rule, not a member.</summary>
public sealed class Contact : EpisodeFact<Contact>
{
    public required Id<StaffMember> StaffMemberId { get; set; }
    public required ContactPurpose Purpose { get; set; }
    public required ContactMode Mode { get; set; }

    /// <summary>When it began, when known: without it an overlap cannot be seen.</summary>
    public Instant? StartedAt { get; set; }

    /// <summary>Whole minutes of care management time, 0-480.</summary>
    public required int Minutes { get; set; }

    /// <summary>Whether the patient was reached; a missed or attempted contact is kept on record with false.</summary>
    public required bool Kept { get; set; }
}
