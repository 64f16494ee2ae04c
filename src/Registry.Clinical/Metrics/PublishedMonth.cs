using NodaTime;

namespace Registry.Clinical;

/// <summary>A month whose figures are out for those who may see no patient: as known 15 days after its end, with small groups suppressed. Never published anew.</summary>
public sealed class PublishedMonth
{
    public const int DaysToSettle = 15;

    public required Id<Organization> OrganizationId { get; init; }

    /// <summary>The first of the month.</summary>
    public required LocalDate MonthOn { get; init; }

    /// <summary>What was recorded later is in no figure of it.</summary>
    public required Instant KnownAt { get; init; }
    public required Instant PublishedAt { get; init; }

    /// <summary>Name of the outcome profile by which improvement was judged.</summary>
    public required string Profile { get; init; }
    public List<PublishedRow> Rows { get; init; } = [];

    /// <summary>The moment at which a month is settled: no figure of it is shown before, and later facts change none.</summary>
    public static Instant SettledAt(YearMonth month) => month.ToDateInterval().End.PlusDays(DaysToSettle + 1).AtMidnight().InUtc().ToInstant();

    /// <summary>The last month that is settled by then.</summary>
    public static YearMonth LastSettled(Instant now)
    {
        var month = now.InUtc().Date.ToYearMonth();
        while (SettledAt(month) > now) month = month.PlusMonths(-1);
        return month;
    }
}

/// <summary>One row of a published month: the organization, a clinic, or a group of all clinics.</summary>
public sealed class PublishedRow
{
    public required Id<Organization> OrganizationId { get; init; }
    public required LocalDate MonthOn { get; init; }

    /// <summary>1 for the first of its month.</summary>
    public required int Sequence { get; init; }
    public Id<Clinic>? ClinicId { get; init; }
    public string? Stratum { get; init; }
    public string? GroupName { get; init; }

    /// <summary>The figures, suppressed ones named as such. JSON.</summary>
    public required string Figures { get; init; }
}
