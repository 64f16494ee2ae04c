using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A flag that holds for an episode and was announced: what the next look is compared with.</summary>
/// <remarks>Kept only to tell a new onset from a known one. Every answer about flags is still computed from the facts.</remarks>
public sealed class AnnouncedFlag
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Episode> EpisodeId { get; init; }
    public required string FlagId { get; init; }

    /// <summary>Empty unless the flag is raised per instrument.</summary>
    public required string Instrument { get; init; }

    /// <summary>The last day on which it was seen to hold. A flag that began after it had cleared in between.</summary>
    public required LocalDate SeenOn { get; init; }
}

/// <summary>A patient whose flags are to be looked at again: something was recorded, or a day has begun.</summary>
public sealed class FlagCheck
{
    public required Id<Organization> OrganizationId { get; init; }
    public required long Sequence { get; init; }
    public required Guid PatientId { get; init; }

    /// <summary>The first look since somebody listens: what held before today is no news.</summary>
    public required bool IsFirst { get; init; }
}

/// <summary>The last day that a clinic's flags were looked at because a day had begun.</summary>
public sealed class FlagDay
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Clinic> ClinicId { get; init; }
    public required LocalDate CheckedOn { get; init; }
}
