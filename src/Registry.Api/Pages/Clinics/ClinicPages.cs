using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What a clinic and its coach look at together: the figures of a month, one of them over time, and for whom it works.</summary>
/// <remarks>Whoever may see the clinic's patients sees all of it; everybody else what is published, read as the database role that may read nothing but that.</remarks>
internal static class ClinicPages
{
    public static void MapClinicPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/clinics/{clinicId}/report", Report).Requires(Permissions.ReadMetrics);
        pages.MapGet("/clinics/{clinicId}/report/csv", ReportCsv).Requires(Permissions.ReadMetrics);
        pages.MapGet("/clinics/{clinicId}/report/early-warnings/csv", WarningsCsv).Requires(Permissions.ReadMetrics);
        pages.MapGet("/clinics/{clinicId}/funnel", Funnel).Requires(Permissions.ReadMetrics);
        pages.MapGet("/clinics/{clinicId}/funnel/csv", FunnelCsv).Requires(Permissions.ReadMetrics);
        pages.MapGet("/clinics/{clinicId}/run-charts", RunCharts).Requires(Permissions.ReadMetrics);
        pages.MapGet("/clinics/{clinicId}/run-charts/csv", RunChartCsv).Requires(Permissions.ReadMetrics);
        pages.MapGet("/clinics/{clinicId}/equity", EquityOfClinic).Requires(Permissions.ReadClinicMetrics);
        pages.MapGet("/clinics/{clinicId}/equity/csv", EquityOfClinicCsv).Requires(Permissions.ReadClinicMetrics);
        pages.MapGet("/organization/equity", EquityOfOrganization).Requires(Permissions.ReadMetrics);
        pages.MapGet("/organization/equity/csv", EquityOfOrganizationCsv).Requires(Permissions.ReadMetrics);
    }

    internal static async Task<Results<RazorComponentResult, Refused>> Report(Id<Clinic> clinicId, [FromQuery] Month? month, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (view, refused) = await ClinicReportReading.Of(clinicId, month, access, db, ct);
        return view is null ? refused! : Page.Of<ClinicReportPage>(new()
        {
            [nameof(ClinicReportPage.Frame)] = await PageFrame.Of(access, db, ct),
            [nameof(ClinicReportPage.View)] = view,
        });
    }

    internal static async Task<Results<TableCsv, Refused>> ReportCsv(Id<Clinic> clinicId, [FromQuery] Month? month, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (view, refused) = await ClinicReportReading.Of(clinicId, month, access, db, ct);
        return view is null ? refused! : new TableCsv($"clinic-report-{Words.Of(view.Month)}.csv", view.AsTable());
    }

    internal static async Task<Results<TableCsv, Refused>> WarningsCsv(Id<Clinic> clinicId, [FromQuery] Month? month, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (view, refused) = await ClinicReportReading.Of(clinicId, month, access, db, ct);
        return view is null ? refused! : new TableCsv($"early-warnings-{Words.Of(view.Month)}.csv", view.WarningsAsTable());
    }

    internal static async Task<Results<RazorComponentResult, Refused>> Funnel(Id<Clinic> clinicId, [AsParameters] FunnelAsked asked, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (view, refused) = await FunnelView.Read(clinicId, asked, access, db, ct);
        return view is null ? refused! : Page.Of<FunnelPage>(new()
        {
            [nameof(FunnelPage.Frame)] = await PageFrame.Of(access, db, ct),
            [nameof(FunnelPage.View)] = view,
        });
    }

    internal static async Task<Results<TableCsv, Refused>> FunnelCsv(Id<Clinic> clinicId, [AsParameters] FunnelAsked asked, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (view, refused) = await FunnelView.Read(clinicId, asked, access, db, ct);
        return view is null ? refused! : new TableCsv($"funnel-{view.Metric.Code}-{Words.Of(view.Month)}.csv", view.AsTable());
    }

    internal static async Task<Results<RazorComponentResult, Refused>> RunCharts(Id<Clinic> clinicId, [AsParameters] RunChartAsked asked, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (view, refused) = await RunChartView.Read(clinicId, asked, access, db, ct);
        return view is null ? refused! : Page.Of<RunChartPage>(new()
        {
            [nameof(RunChartPage.Frame)] = await PageFrame.Of(access, db, ct),
            [nameof(RunChartPage.View)] = view,
        });
    }

    internal static async Task<Results<TableCsv, Refused>> RunChartCsv(Id<Clinic> clinicId, [AsParameters] RunChartAsked asked, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (view, refused) = await RunChartView.Read(clinicId, asked, access, db, ct);
        return view is null ? refused! : new TableCsv($"run-chart-{view.Metric.Code}.csv", view.AsTable());
    }

    internal static async Task<Results<RazorComponentResult, Refused>> EquityOfClinic(
        Id<Clinic> clinicId, [AsParameters] EquityAsked asked, Access access, RegistryDbContext db, CancellationToken ct) =>
        await Equity(await EquityReading.OfClinic(clinicId, asked, access, db, ct), access, db, ct);

    internal static async Task<Results<TableCsv, Refused>> EquityOfClinicCsv(Id<Clinic> clinicId, [AsParameters] EquityAsked asked, Access access, RegistryDbContext db, CancellationToken ct) =>
        EquityCsv(await EquityReading.OfClinic(clinicId, asked, access, db, ct));

    internal static async Task<Results<RazorComponentResult, Refused>> EquityOfOrganization([AsParameters] EquityAsked asked, Access access, RegistryDbContext db, CancellationToken ct) =>
        await Equity(await EquityReading.OfOrganization(asked, access, db, ct), access, db, ct);

    internal static async Task<Results<TableCsv, Refused>> EquityOfOrganizationCsv([AsParameters] EquityAsked asked, Access access, RegistryDbContext db, CancellationToken ct) =>
        EquityCsv(await EquityReading.OfOrganization(asked, access, db, ct));

    private static async Task<Results<RazorComponentResult, Refused>> Equity((EquityView? View, Refused? Refused) read, Access access, RegistryDbContext db, CancellationToken ct) =>
        read.View is null ? read.Refused! : Page.Of<EquityPage>(new()
        {
            [nameof(EquityPage.Frame)] = await PageFrame.Of(access, db, ct),
            [nameof(EquityPage.View)] = read.View,
        });

    private static Results<TableCsv, Refused> EquityCsv((EquityView? View, Refused? Refused) read) =>
        read.View is null ? read.Refused! : new TableCsv($"equity-{read.View.Metric.Code}-{read.View.By}-{Words.Of(read.View.Month)}.csv", read.View.AsTable());
}
