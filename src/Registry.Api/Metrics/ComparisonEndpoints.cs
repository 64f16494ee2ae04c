using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Care managers, clinics and groups of patients side by side.</summary>
internal static class ComparisonEndpoints
{
    public static void MapComparison(this IEndpointRouteBuilder routes)
    {
        var comparison = routes.MapGroup("/v1").WithTags("Program");
        comparison.MapGet("/clinics/{clinicId}/care-managers/metrics", CareManagers).WithName("CompareCareManagers").Requires(Permissions.CompareCareManagers);
        comparison.MapGet("/clinics/{clinicId}/equity", EquityOfClinic).WithName("ReadClinicEquity").Requires(Permissions.ReadClinicMetrics);
        comparison.MapGet("/organization/comparison/{month}", Clinics).WithName("CompareClinics").Requires(Permissions.ReadMetrics);
        comparison.MapGet("/organization/equity/{month}", EquityOfOrganization).WithName("ReadOrganizationEquity").Requires(Permissions.ReadMetrics);
    }

    /// <summary>The care managers of a clinic side by side: outcomes with the process that may explain them, and whom they treat. A care manager sees the own column.</summary>
    internal static async Task<Results<Ok<CareManagersResponse>, Refused>> CareManagers(
        Id<Clinic> clinicId, [AsParameters] MetricsAsked metrics, [AsParameters] AskedFor asked, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var isOwn = !MetricsReading.WholeClinics(access).Contains(clinicId.Value);
        if (isOwn && (access.Caller!.StaffMemberId is null || !access.Caller.ClinicsAs(Role.CareManager).Contains(clinicId.Value))) return new Refused(Refusals.NotFound);
        var reading = isOwn ? await MetricsReading.OfCaseload(access.Caller!.StaffMemberId!.Value, metrics, asked, access, ct) : await MetricsReading.OfClinic(clinicId, metrics, asked, access, ct);
        if (reading.Refused is not null) return reading.Refused;

        var attested = await access.Transaction.Connection.AttestationsOf(access.OrganizationId, [clinicId.Value], reading.Asked.KnownAt, ct);
        var columns = reading.Episodes.Select(e => new EpisodeInPeriod(e, reading.Question)).Where(e => e.IsEnrolled && e.Episode.ClinicId == clinicId)
            .GroupBy(e => e.Episode.CareManagerOn(e.Until)).Where(g => g.Key is not null && (!isOwn || g.Key == access.Caller!.StaffMemberId)).ToDictionary(g => g.Key!.Value, g => g.ToList());
        var names = await db.Staff.AsNoTracking().Where(s => s.OrganizationId == access.OrganizationId && columns.Keys.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.DisplayName, ct);
        return TypedResults.Ok(new CareManagersResponse(reading.Question.Period.Name, reading.Question.AsOf, reading.Asked.KnownAt, reading.Question.Profile.Name,
            [.. columns.OrderBy(c => names[c.Key], StringComparer.Ordinal).Select(c =>
            {
                var report = new MetricsReport(c.Value, reading.Question with { AttestedFte = attested.FteOn(reading.Question.End, careManager: c.Key) });
                return new CareManagerColumnResponse(c.Key, names[c.Key], [.. AggregateTable.Compared.Select(m => MetricValueResponse.Of(report.Of(m)))]);
            })]));
    }

    /// <summary>A clinic's figures told apart by groups of patients: counts, rates, intervals, differences and ratios. For those who see the patients.</summary>
    internal static async Task<Results<Ok<EquityResponse>, Refused>> EquityOfClinic(
        Id<Clinic> clinicId, [AsParameters] MetricsAsked metrics, [AsParameters] AskedFor asked, Access access, CancellationToken ct)
    {
        var reading = await MetricsReading.OfClinic(clinicId, metrics, asked, access, ct);
        if (reading.Refused is not null) return reading.Refused;
        if (reading.Stratum is not { } stratum) return new Refused(Refusals.UnknownStratum.At("by"));
        var episodes = reading.Episodes.Select(e => new EpisodeInPeriod(e, reading.Question)).ToList();
        var everybody = new MetricsReport(episodes, reading.Question);
        var groups = episodes.GroupBy(e => stratum.Of(e.Episode, e.End)).Select(g => (Group: g.Key, Report: new MetricsReport(g, reading.Question with { AttestedFte = null }))).ToList();
        return TypedResults.Ok(new EquityResponse(stratum.Name, reading.Question.Period.Name, reading.Asked.KnownAt, reading.Question.Profile.Name,
            [.. Clinical.Metrics.All.Where(EquityTable.IsOfGroups).Select(m => EquityMetricResponse.Of(EquityTable.Of([.. groups.Select(g => (g.Group, g.Report.Of(m)))], everybody.Of(m))))]));
    }

    /// <summary>The clinics of an organization side by side in a month that is out: the middle of the others, funnel limits instead of ranks, targets, and published benchmarks.</summary>
    internal static async Task<Results<Ok<ComparisonResponse>, Refused>> Clinics(Month month, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var rows = await access.Transaction.Connection.PublishedOf(access.OrganizationId, month.Value, month.Value, null, ct);
        if (rows.Count == 0) return OrganizationMetrics.NotOut(month.Value, access);
        var (mine, targets, figures) = (access.Clinics.ToHashSet(), await TargetEndpoints.InForce(access, db, ct), OrganizationMetrics.ByMetric(rows));
        return TypedResults.Ok(new ComparisonResponse(month.Value, rows[0].KnownAt, rows[0].Profile, [.. AggregateTable.Compared.Where(m => figures.ContainsKey(m.Code)).Select(m => new ComparedMetricResponse(
            m.Code, m.Name, m.Title, m.Unit,
            [.. PublishedBenchmarks.Of(m.Code).Select(b => new BenchmarkResponse(b.Metric, b.Kind, b.Low, b.High, b.Name, b.Source))],
            [.. PeerComparison.Of(figures[m.Code]).Where(f => mine.Contains(f.Clinic.Value)).Select(f => ComparedClinicResponse.Of(f, targets.Of(m.Code, f.Clinic)))]))]));
    }

    /// <summary>An organization's figures of a month that is out, told apart by groups of patients, with small groups suppressed.</summary>
    /// <param name="by">race, ethnicity, language, payer, age-band, sex, gender or care-manager.</param>
    internal static async Task<Results<Ok<EquityResponse>, Refused>> EquityOfOrganization(Month month, [FromQuery(Name = "by")] string? by, Access access, CancellationToken ct)
    {
        if ((by == Stratum.CareManager.Name ? Stratum.CareManager : Stratum.ByName(by)) is not { } stratum) return new Refused(Refusals.UnknownStratum.At("by"));
        if (stratum == Stratum.CareManager && !OrganizationMetrics.MayCompareCareManagers(access)) return new Refused(Refusals.NotFound);
        if (await OrganizationMetrics.OfMonth(month.Value, stratum.Name, access, ct) is not { } rows) return OrganizationMetrics.NotOut(month.Value, access);
        if (rows.Find(r => r.Row == default) is not { } everybody) return new Refused(Refusals.NotFound); // of some clinics only
        var groups = rows.Where(r => r.Row.Stratum is not null).ToList();
        return TypedResults.Ok(new EquityResponse(stratum.Name, rows[0].Month.ToString("uuuu'-'MM", System.Globalization.CultureInfo.InvariantCulture), rows[0].KnownAt, rows[0].Profile,
            [.. everybody.Values.Where(all => AggregateTable.Compared.Any(m => m.Code == all.Code && EquityTable.IsOfGroups(m))).Select(all => EquityMetricResponse.Of(EquityTable.Of([.. groups.Select(g => (g.Row.Group!, g.Values.Single(v => v.Code == all.Code)))], all)))]));
    }
}
