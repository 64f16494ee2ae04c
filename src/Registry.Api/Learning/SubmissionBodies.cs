using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <param name="ClinicId">One of the own clinics that take part.</param>
internal sealed record SubmissionRequest(Id<Clinic> ClinicId, YearMonth Month);

/// <param name="KnownAt">The moment at which the facts behind the figures were known.</param>
/// <param name="Measures">As they are shown to every member, and stay.</param>
internal sealed record SubmissionResponse(Id<Clinic> ClinicId, YearMonth Month, Instant SubmittedAt, Instant KnownAt, IReadOnlyList<SharedMeasureResponse> Measures)
{
    public static SubmissionResponse Of(SharedSubmission s) => new(
        s.ClinicId, s.MonthOn.ToYearMonth(), s.SubmittedAt, s.KnownAt, [.. s.Measures.OrderBy(m => m.MetricCode, StringComparer.Ordinal).Select(SharedMeasureResponse.Of)]);
}

/// <param name="NoValue">suppressed when 1 to 10 people could be seen or reckoned from it; or why there is none.</param>
internal sealed record SharedMeasureResponse(string Metric, int Version, decimal? Value, decimal? Numerator, decimal? Denominator, string? NoValue)
{
    public static SharedMeasureResponse Of(SharedMeasure m) => new(m.MetricCode, m.MetricVersion, m.Value, m.Numerator, m.Denominator, m.NoValue);
}

/// <param name="MonthsDue">Months to be submitted whose figures are settled.</param>
/// <param name="Completeness">Months submitted of those that are due, by all sites together, in percent; null while none is due.</param>
internal sealed record SubmissionsResponse(IReadOnlyList<YearMonth> MonthsDue, decimal? Completeness, IReadOnlyList<SiteSubmissionsResponse> Sites)
{
    public static SubmissionsResponse Of(IReadOnlyList<YearMonth> due, IEnumerable<CollaborativeSite> sites, ILookup<Id<Clinic>, SharedSubmission> submitted, Id<Organization> reader)
    {
        List<SiteSubmissionsResponse> rows = [.. sites.Select(s => SiteSubmissionsResponse.Of(s, due, [.. submitted[s.ClinicId]], reader))];
        return new(due, Figures.Percent(rows.Sum(r => r.Submitted), rows.Count * due.Count), rows);
    }
}

/// <param name="IsOwn">A clinic of the caller's organization.</param>
/// <param name="Completeness">Months submitted of those that are due, in percent.</param>
internal sealed record SiteSubmissionsResponse(
    Id<Clinic> ClinicId, string Name, bool IsOwn, LocalDate? LaunchedOn, int Submitted, decimal? Completeness, IReadOnlyList<YearMonth> Missing, IReadOnlyList<SubmissionResponse> Submissions)
{
    public static SiteSubmissionsResponse Of(CollaborativeSite site, IReadOnlyList<YearMonth> due, IReadOnlyList<SharedSubmission> submitted, Id<Organization> reader)
    {
        var months = submitted.Select(s => s.MonthOn.ToYearMonth()).ToHashSet();
        List<YearMonth> missing = [.. due.Where(m => !months.Contains(m))];
        return new(site.ClinicId, site.Name, site.OrganizationId == reader, site.LaunchedOn, due.Count - missing.Count, Figures.Percent(due.Count - missing.Count, due.Count), missing,
            [.. submitted.OrderByDescending(s => s.MonthOn).Select(SubmissionResponse.Of)]);
    }
}
