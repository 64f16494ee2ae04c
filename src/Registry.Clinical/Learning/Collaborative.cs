using NodaTime;

namespace Registry.Clinical;

/// <summary>Clinics that learn together on a few shared measures, of one organization or of several.</summary>
/// <remarks>One organization keeps it. The charter is what all joined on, so it is never changed.</remarks>
public sealed class Collaborative
{
    public const int FewestMeasures = 2, MostMeasures = 6;

    /// <summary>The organization that keeps it.</summary>
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Collaborative> Id { get; init; }
    public required string Name { get; init; }

    /// <summary>What is to be reached, for whom and until when, in words.</summary>
    public required string Charter { get; init; }

    /// <summary>The first of the first month that is submitted.</summary>
    public required LocalDate FirstMonthOn { get; init; }

    /// <summary>The first of the last month that is submitted; null while there is no end.</summary>
    public LocalDate? LastMonthOn { get; init; }
    public required Instant RecordedAt { get; init; }
    public required Id<Principal> RecordedBy { get; init; }
    public List<CollaborativeMeasure> Measures { get; init; } = [];

    /// <summary>Every month to be submitted that is settled by a day, the earliest first.</summary>
    /// <param name="settled">The last month whose figures are settled.</param>
    public IReadOnlyList<YearMonth> MonthsDue(YearMonth settled)
    {
        var last = LastMonthOn?.ToYearMonth() is { } end && end.CompareTo(settled) < 0 ? end : settled;
        var months = new List<YearMonth>();
        for (var month = FirstMonthOn.ToYearMonth(); month.CompareTo(last) <= 0; month = month.PlusMonths(1)) months.Add(month);
        return months;
    }

    public override string ToString() => $"{nameof(Collaborative)} {Id}";
}

/// <summary>One of the few measures a collaborative works on, and how far it wants to come.</summary>
public sealed class CollaborativeMeasure
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Collaborative> CollaborativeId { get; init; }

    /// <summary>Code of the metric: "M19".</summary>
    public required string MetricCode { get; init; }

    /// <summary>In the unit of the metric.</summary>
    public required decimal Goal { get; init; }

    /// <summary>Its place in the charter, from 1.</summary>
    public required int Sequence { get; init; }
}

/// <summary>An organization is asked to join. Whether there is such an organization is not told to the one that asks.</summary>
public sealed class CollaborativeInvitation
{
    /// <summary>The organization that keeps the collaborative.</summary>
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Collaborative> CollaborativeId { get; init; }
    public required Id<Organization> InvitedOrganizationId { get; init; }
    public required Instant InvitedAt { get; init; }
    public required Id<Principal> InvitedBy { get; init; }
}

/// <summary>An organization takes part because it said so itself, until it leaves.</summary>
public sealed class CollaborativeMember
{
    /// <summary>The organization that takes part.</summary>
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Collaborative> CollaborativeId { get; init; }

    /// <summary>The organization that keeps the collaborative.</summary>
    public required Id<Organization> KeptBy { get; init; }
    public required Instant JoinedAt { get; set; }
    public required Id<Principal> JoinedBy { get; set; }

    /// <summary>Null while it takes part.</summary>
    public Instant? LeftAt { get; set; }
    public Id<Principal>? LeftBy { get; set; }
}

/// <summary>A clinic that takes part, under the name by which the others know it.</summary>
public sealed class CollaborativeSite
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Collaborative> CollaborativeId { get; init; }
    public required Id<Clinic> ClinicId { get; init; }
    public required string Name { get; set; }

    /// <summary>The day the clinic launched; null while it has not.</summary>
    public LocalDate? LaunchedOn { get; set; }

    /// <summary>Its organization takes part; from the day it leaves, nobody else sees the site or its figures.</summary>
    public required bool IsShared { get; set; }
}
