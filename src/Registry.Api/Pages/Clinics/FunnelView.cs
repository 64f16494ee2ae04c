using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Which funnel is looked at.</summary>
internal sealed record FunnelAsked
{
    /// <summary>Code of a metric that is a share; by default that of improvement.</summary>
    [FromQuery(Name = "metric")] public string? Metric { get; init; }

    /// <summary>By default the last that is known.</summary>
    [FromQuery(Name = "month")] public Month? Month { get; init; }
}

/// <summary>A share of a month, clinic by clinic, by how many patients it rests on, within the limits that chance alone would draw.</summary>
/// <param name="Funnel">Null while fewer than two clinics rest on enough patients.</param>
/// <param name="Clinics">Those the caller may see, this one included; the limits rest on all.</param>
public sealed record FunnelView(ClinicSeen Clinic, Metric Metric, YearMonth Month, Funnel? Funnel, IReadOnlyList<FunnelClinic> Clinics)
{
    public static readonly IReadOnlyList<Metric> Shares = [.. Metrics.All.Where(m => m is { Unit: MetricUnit.Percent, CountsWeeks: false })];

    /// <summary>The others as they are published, this clinic as the caller may see it.</summary>
    internal static async Task<(FunnelView? View, Refused? Refused)> Read(Id<Clinic> clinicId, FunnelAsked asked, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await ClinicSeen.Of(clinicId, access, db, ct) is not { } clinic || Shares.FirstOrDefault(m => m.Code == (asked.Metric ?? RunChartView.UsualMetric)) is not { } metric) return (null, new(Refusals.NotFound));
        if (clinic.MonthOf(asked.Month, access.Now) is not { } month) return (null, new(Refusals.UnknownPeriod.At("month")));

        var published = OrganizationMetrics.ByMetric(await access.Transaction.Connection.PublishedOf(access.OrganizationId, month, month, null, ct)).GetValueOrDefault(metric.Code) ?? [];
        if (clinic.IsWhole)
        {
            var own = await ClinicSeries.Of(clinicId, month, 1, 0, [metric], new(), access, ct);
            if (own.Refused is { } refused) return (null, refused);
            published = [.. published.Where(p => p.Clinic != clinicId), (clinicId, own.Months[0].Values[metric.Code])];
        }

        var mine = access.Clinics.Select(c => new Id<Clinic>(c)).ToList();
        var names = await db.Clinics.AsNoTracking().Where(c => c.OrganizationId == access.OrganizationId && mine.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, ct);
        return (new(clinic, metric, month, PeerComparison.FunnelOf(published), [.. PeerComparison.Of(published).Where(p => names.ContainsKey(p.Clinic))
            .Select(p => new FunnelClinic(names[p.Clinic], p.Clinic == clinicId, p)).OrderByDescending(c => c.IsThis).ThenBy(c => c.Name, StringComparer.Ordinal)]), null);
    }

    /// <summary>Those that have a place: a suppressed figure has none.</summary>
    public IEnumerable<FunnelClinic> Drawn => Clinics.Where(c => c.Figure.Value is { Value: not null, Denominator: not null });

    public string Link(Metric metric) => PageLinks.With(PageLinks.Funnel(Clinic.Id), ("metric", metric.Code), ("month", Words.Of(Month)));

    public string Csv => PageLinks.With(PageLinks.Funnel(Clinic.Id) + "/csv", ("metric", Metric.Code), ("month", Words.Of(Month)));

    internal DataTable AsTable() => new(
        Words.FunnelColumns,
        [.. Clinics.Select(c => (IReadOnlyList<string>)[
            c.Name, DataTable.Number(c.Figure.Value.Value), DataTable.Number(c.Figure.Value.Numerator), DataTable.Number(c.Figure.Value.Denominator), Words.NoValue(c.Figure.Value.NoValue),
            DataTable.Number(c.Figure.Low), DataTable.Number(c.Figure.High), c.Figure.Place ?? ""])]);
}

/// <param name="IsThis">The clinic the page is about.</param>
public sealed record FunnelClinic(string Name, bool IsThis, PeerFigure Figure);
