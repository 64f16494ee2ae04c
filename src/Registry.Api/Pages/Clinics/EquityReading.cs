using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Reads what GET /v1/clinics/{id}/equity and GET /v1/organization/equity/{month} answer, and keeps one figure of it.</summary>
internal static class EquityReading
{
    public static async Task<(EquityView? View, Refused? Refused)> OfClinic(Id<Clinic> clinicId, EquityAsked asked, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await ClinicSeen.Of(clinicId, access, db, ct) is not { IsWhole: true } clinic) return (null, new(Refusals.NotFound));
        var (stratum, metric, refused) = Chosen(asked);
        if (refused is not null) return (null, refused);
        if (clinic.MonthOf(asked.Month, access.Now) is not { } month) return (null, new(Refusals.UnknownPeriod.At("month")));
        var answer = await ComparisonEndpoints.EquityOfClinic(clinicId, new() { Period = Words.Of(month), By = stratum }, new(), access, ct);
        return answer.Result is Ok<EquityResponse> { Value: { } equity }
            ? (Of(new(clinic, clinic.Name, month, clinic.KnownOn(month), stratum, metric, null, null, null, []), equity), null) : (null, (Refused)answer.Result);
    }

    public static async Task<(EquityView? View, Refused? Refused)> OfOrganization(EquityAsked asked, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (stratum, metric, refused) = Chosen(asked);
        if (refused is not null) return (null, refused);
        var month = asked.Month?.Value ?? PublishedMonth.LastSettled(access.Now);
        if (month.CompareTo(access.Now.InUtc().Date.ToYearMonth()) > 0 || month.Year < ClinicSeen.FirstYear) return (null, new(Refusals.UnknownPeriod.At("month")));
        var name = await db.Organizations.AsNoTracking().Where(o => o.Id == access.OrganizationId).Select(o => o.Name).SingleAsync(ct);
        var view = new EquityView(null, name, month, month.ToDateInterval().End.PlusDays(PublishedMonth.DaysToSettle), stratum, metric, null, null, null, []);
        return (await ComparisonEndpoints.EquityOfOrganization(new(month), stratum, access, ct)).Result switch
        {
            Ok<EquityResponse> { Value: { } equity } => (Of(view, equity), null),
            Refused notOut when notOut.Refusals.All(r => r.Code == Refusals.MonthNotSettled.Code || r.Code == Refusals.NotPublished.Code) => (view, null),
            var other => (null, (Refused)other),
        };
    }

    private static (string Stratum, Metric Metric, Refused? Refused) Chosen(EquityAsked asked)
    {
        if (Stratum.ByName(asked.By ?? Stratum.All[0].Name) is not { } stratum) return ("", null!, new(Refusals.UnknownStratum.At("by")));
        return Metrics.ByCode(asked.Metric ?? RunChartView.UsualMetric) is { } metric ? (stratum.Name, metric, null) : ("", null!, new(Refusals.NotFound));
    }

    private static EquityView Of(EquityView view, EquityResponse equity) =>
        equity.Items.FirstOrDefault(i => i.Everybody.Code == view.Metric.Code) is not { } item ? view : view with
        {
            Everybody = Line(Words.Everybody, new("", item.Everybody, null, null, null, null, null)),
            Largest = item.Largest,
            UnknownShare = item.UnknownShare,
            Groups = [.. item.Groups.Select(g => Line(Words.GroupOf(view.By, g.Group), g))],
        };

    private static EquityLine Line(string name, EquityGroupResponse g) => new(
        name, g.Figure.Value, g.Figure.Numerator, g.Figure.Denominator, g.Figure.Low, g.Figure.High, g.Figure.NoValue, g.DifferenceToLargest, g.RatioToLargest, g.DifferenceToAll, g.RatioToAll);
}
