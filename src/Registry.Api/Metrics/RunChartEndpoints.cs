using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>One figure month by month, against its own median.</summary>
internal static class RunChartEndpoints
{
    private const int UsualMonths = 24;

    public static void MapRunCharts(this IEndpointRouteBuilder routes)
    {
        var charts = routes.MapGroup("/v1").WithTags("Program");
        charts.MapGet("/clinics/{clinicId}/run-charts/{metric}", OfClinic).WithName("ReadClinicRunChart").Requires(Permissions.ReadClinicMetrics);
        charts.MapGet("/organization/run-charts/{metric}", OfOrganization).WithName("ReadOrganizationRunChart").Requires(Permissions.ReadMetrics);
    }

    /// <summary>A figure of a clinic month by month, with its median and the signals of a shift and of too few crossings.</summary>
    /// <param name="metric">Code of the metric.</param>
    /// <param name="to">The last month (2025-03); by default the last that was over on asOf.</param>
    /// <param name="months">How many months, 1 to 60.</param>
    /// <param name="baseline">The median is that of so many of the first months with a value, 10 or more; by default of all.</param>
    internal static async Task<Results<Ok<RunChartResponse>, Refused>> OfClinic(
        Id<Clinic> clinicId, string metric, [AsParameters] AskedFor asked, Access access, RegistryDbContext db, CancellationToken ct, Month? to = null, int months = UsualMonths, int? baseline = null)
    {
        if (Clinical.Metrics.ByCode(metric) is not { } definition) return new Refused(Refusals.NotFound);
        if (baseline < RunChart.FewestUseful) return new Refused(Refusals.BaselineTooShort.At("baseline"));
        var series = await ClinicSeries.Of(clinicId, to?.Value, months, 0, [definition], asked, access, ct);
        if (series.Refused is not null) return series.Refused;
        return TypedResults.Ok(await Chart(definition, clinicId, [.. series.Months.Select(m => (m.Month, m.Values[metric]))], baseline, access, db, ct));
    }

    /// <summary>The same from published figures, of the organization or of one of the caller's clinics, for those who may see no patient.</summary>
    /// <param name="metric">Code of the metric.</param>
    /// <param name="clinicId">One clinic; by default the organization.</param>
    /// <param name="to">The last month (2025-03); by default the last that is out.</param>
    /// <param name="months">How many months, 1 to 60.</param>
    /// <param name="baseline">The median is that of so many of the first months with a value, 10 or more; by default of all.</param>
    internal static async Task<Results<Ok<RunChartResponse>, Refused>> OfOrganization(
        string metric, Access access, RegistryDbContext db, CancellationToken ct, Id<Clinic>? clinicId = null, Month? to = null, int months = UsualMonths, int? baseline = null)
    {
        if (Clinical.Metrics.ByCode(metric) is not { } definition) return new Refused(Refusals.NotFound);
        var checks = new Checks().Add(baseline < RunChart.FewestUseful ? Refusals.BaselineTooShort.At("baseline") : null).Add(months is < 1 or > ClinicSeries.MostMonths ? Refusals.MonthsOutOfRange.At("months") : null);
        if (checks.Failed) return checks.Refused;
        var last = to?.Value ?? PublishedMonth.LastSettled(access.Now);
        var rows = (await OrganizationMetrics.OfMonths(last.PlusMonths(1 - months), last, null, access, ct)).FindAll(r => r.Row == new AggregateRow(clinicId));
        if (rows.Count == 0) return new Refused(Refusals.NotFound);
        return TypedResults.Ok(await Chart(definition, clinicId, [.. rows.Select(r => (r.Month, r.Values.Single(v => v.Code == metric)))], baseline, access, db, ct));
    }

    private static async Task<RunChartResponse> Chart(
        Metric metric, Id<Clinic>? clinicId, IReadOnlyList<(YearMonth Month, MetricValue Value)> months, int? baseline, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var launched = clinicId is null ? null : await db.Clinics.Where(c => c.OrganizationId == access.OrganizationId && c.Id == clinicId).Select(c => c.LaunchedOn).SingleAsync(ct);
        var (first, last) = (months[0].Month.OnDayOfMonth(1), months[^1].Month.ToDateInterval().End);
        var done = clinicId is { } clinic ? await DoneAt(clinic, metric, access, db, ct) : [];
        return RunChartResponse.Of(metric, clinicId, launched, months, baseline, [.. done.Where(a => a.From <= last && !(a.To < first)).OrderBy(a => a.From)]);
    }

    /// <summary>What a clinic did about a figure: answers to its early warnings, and changes that were tried.</summary>
    private static async Task<IEnumerable<RunChartAnnotation>> DoneAt(Id<Clinic> clinic, Metric metric, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var indicators = DriftIndicators.All.Where(i => i.Metric == metric.Code).Select(i => i.Code).ToHashSet();
        var plans = await DriftEndpoints.PlansOf([clinic], access, db, ct);
        var cycles = await PdsaEndpoints.OnChartOf(metric.Code, access, db, ct);
        return plans.Where(p => indicators.Contains(p.Indicator)).Select(RunChartAnnotation.Of).Concat(cycles[clinic].Select(RunChartAnnotation.Of));
    }
}
