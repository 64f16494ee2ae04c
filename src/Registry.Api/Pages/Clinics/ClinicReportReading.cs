using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Reads a clinic's month as whoever asks may see it.</summary>
internal static class ClinicReportReading
{
    /// <summary>A year and the month itself: the same month of last year stands first.</summary>
    private const int MonthsShown = 13;

    public static async Task<(ClinicReport? View, Refused? Refused)> Of(Id<Clinic> clinicId, Month? asked, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await ClinicSeen.Of(clinicId, access, db, ct) is not { } clinic) return (null, new(Refusals.NotFound));
        if (clinic.MonthOf(asked, access.Now) is not { } month) return (null, new(Refusals.UnknownPeriod.At("month")));

        var published = await access.Transaction.Connection.PublishedOf(access.OrganizationId, month, month, null, ct);
        var (months, profile, refused) = clinic.IsWhole ? await FromFacts(clinic, month, access, ct) : await FromPublished(clinic, month, access, ct);
        if (refused is not null) return (null, refused);

        var targets = await TargetEndpoints.InForce(access, db, ct);
        var peers = OrganizationMetrics.ByMetric(published);
        return (new(
            clinic, month, profile,
            months.Count == 0 ? [] : [.. AggregateTable.Compared.Where(m => months[^1].Values.ContainsKey(m.Code)).Select(m => Line(m, clinic, months, peers.GetValueOrDefault(m.Code), targets))],
            months.Count == 0 ? [] : await Warnings(clinic, month, access, db, ct),
            [.. (await PdsaEndpoints.List(access, db, ct)).Value!.Items.Where(c => c.ClinicId == clinicId && Ran(c, month)).Select(c => new CycleLine(c.Title, c.Aim, c.Prediction, c.StartedOn, c.EndedOn, c.Decision, c.Metrics))],
            [.. (await ActionPlanEndpoints.List(access, db, ct)).Value!.Items.Where(p => p.ClinicId == clinicId && p.ReviewDueOn is not null)
                .Select(p => new PlanLine(p.Goal, p.Steps, p.Owner, p.AdoptedOn, p.ReviewDueOn, p.IsOverdue, p.Metrics))]), null);
    }

    private static async Task<(IReadOnlyList<ClinicMonth> Months, string Profile, Refused? Refused)> FromFacts(ClinicSeen clinic, YearMonth month, Access access, CancellationToken ct)
    {
        var series = await ClinicSeries.Of(clinic.Id, month, MonthsShown, 0, AggregateTable.Compared, new(), access, ct);
        return series.Refused is { } refused ? ([], "", refused) : (series.Months, series.Asked.Profile.Name, null);
    }

    private static async Task<(IReadOnlyList<ClinicMonth> Months, string Profile, Refused? Refused)> FromPublished(ClinicSeen clinic, YearMonth month, Access access, CancellationToken ct)
    {
        var first = month.PlusMonths(1 - MonthsShown);
        var rows = (await OrganizationMetrics.OfMonths(first, month, null, access, ct)).Where(r => r.Row == new AggregateRow(clinic.Id)).ToDictionary(r => r.Month);
        if (!rows.TryGetValue(month, out var last)) return ([], "", null);
        return ([.. Enumerable.Range(0, MonthsShown).Select(first.PlusMonths).Select(m => new ClinicMonth(m, rows.TryGetValue(m, out var row) ? row.Values.ToDictionary(v => v.Code) : []))], last.Profile, null);
    }

    /// <summary>Among the others, the clinic stands with the figure that is shown of it, which may know more than the published one.</summary>
    private static FigureLine Line(Metric metric, ClinicSeen clinic, IReadOnlyList<ClinicMonth> months, List<(Id<Clinic> Clinic, MetricValue Value)>? published, MetricTargets targets)
    {
        List<FigureMonth> line = [.. months.Select(m => new FigureMonth(m.Month, m.Values.GetValueOrDefault(metric.Code) ?? new(metric.Code, metric.Version, metric.Unit, null, null, null) { NoValue = "not-published" }))];
        var peers = published is null ? null
            : PeerComparison.Of([.. published.Where(p => p.Clinic != clinic.Id), (clinic.Id, line[^1].Value)]).Single(p => p.Clinic == clinic.Id);
        return new(metric, line, peers, targets.Of(metric.Code, clinic.Id));
    }

    private static async Task<List<WarningLine>> Warnings(ClinicSeen clinic, YearMonth month, Access access, RegistryDbContext db, CancellationToken ct)
    {
        IReadOnlyList<DriftHistoryResponse> histories = clinic.IsWhole
            ? (await DriftEndpoints.OfClinic(clinic.Id, new(), access, db, ct, new Month(month))).Result is Ok<DriftResponse> { Value: { } own } ? own.Items : []
            : (await DriftEndpoints.OfOrganization(new(month), access, db, ct)).Result is Ok<OrganizationDriftResponse> { Value: { } all } ? all.Clinics.Single(c => c.ClinicId == clinic.Id).Items : [];
        var limits = (await DriftEndpoints.Catalogue(access, db, ct)).Value!.Items.ToDictionary(i => i.Code, i => i.Threshold);
        var owners = histories.Select(h => h.Plan?.OwnerId).OfType<Id<StaffMember>>().ToHashSet();
        var names = await db.Staff.AsNoTracking().Where(s => s.OrganizationId == access.OrganizationId && owners.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.DisplayName, ct);
        return [.. histories.Select(h =>
        {
            var now = h.Months[^1];
            var answer = h.Plan is { } p ? new WarningAnswer(names[p.OwnerId], p.Intervention, p.MadeOn, p.ReviewOn) : null;
            return new WarningLine(DriftIndicators.ByCode(h.Code)!, limits[h.Code], h.Level, now.Value, now.Numerator, now.Denominator, now.NoValue, now.RedBecause, h.Since, answer, h.IsAnswered);
        })];
    }

    private static bool Ran(PdsaCycleResponse cycle, YearMonth month) =>
        cycle.StartedOn <= month.ToDateInterval().End && !(cycle.EndedOn < month.OnDayOfMonth(1));
}
