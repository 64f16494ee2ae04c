using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The organization's own relapse prevention plan: what it watches, from where on it worries, and who does what about it.</summary>
internal static class DriftEndpoints
{
    private const int UsualMonths = 12;

    public static void MapDrift(this IEndpointRouteBuilder routes)
    {
        var drift = routes.MapGroup("/v1").WithTags("Program");
        drift.MapGet("/drift-indicators", Catalogue).WithName("ListDriftIndicators").Requires(Permissions.ReadMetrics);
        drift.MapPut("/drift-indicators/{indicator}/threshold", Choose).WithName("WriteDriftThreshold").Requires(Permissions.WriteDriftThreshold);
        drift.MapGet("/clinics/{clinicId}/drift", OfClinic).WithName("ReadClinicDrift").Requires(Permissions.ReadClinicMetrics);
        drift.MapPost("/clinics/{clinicId}/drift/{indicator}/plans", Plan).WithName("RecordDriftPlan").Requires(Permissions.WriteDriftPlan);
        drift.MapGet("/clinics/{clinicId}/drift-plans", Plans).WithName("ListDriftPlans").Requires(Permissions.ReadDriftPlan);
        drift.MapGet("/organization/drift/{month}", OfOrganization).WithName("ReadOrganizationDrift").Requires(Permissions.ReadMetrics);
    }

    /// <summary>Every early warning: its rule, its default limits, and those in force.</summary>
    internal static async Task<Ok<ItemsResponse<DriftIndicatorResponse>>> Catalogue(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var chosen = await Thresholds(access, db, ct);
        return TypedResults.Ok(new ItemsResponse<DriftIndicatorResponse>([.. DriftIndicators.All.Select(i => Of(i, chosen))]));
    }

    /// <summary>Chooses the limits of one indicator. The history is judged by them too, since it is derived and never stored.</summary>
    /// <param name="indicator">Code of the indicator.</param>
    internal static async Task<Results<Ok<DriftIndicatorResponse>, Refused>> Choose(string indicator, DriftThreshold request, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (DriftIndicators.ByCode(indicator) is not { } known) return new Refused(Refusals.NotFound);
        if (!request.IsSound()) return new Refused(Refusals.ThresholdsCross);
        var organization = await db.Organizations.AsTracking().SingleAsync(o => o.Id == access.OrganizationId, ct);
        var chosen = Read(organization.DriftThresholds);
        if (request == known.Default) chosen.Remove(known.Code);
        else chosen[known.Code] = request;
        organization.DriftThresholds = chosen.Count == 0 ? null : JsonSerializer.Serialize(chosen, JsonSerializerOptions.Web);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(Of(known, chosen));
    }

    /// <summary>The early warnings of a clinic, month by month: when each turned amber, red and back, and what is done about it.</summary>
    /// <param name="to">The last month (2025-03); by default the last that was over on asOf.</param>
    /// <param name="months">How many months, 1 to 60.</param>
    internal static async Task<Results<Ok<DriftResponse>, Refused>> OfClinic(
        Id<Clinic> clinicId, [AsParameters] AskedFor asked, Access access, RegistryDbContext db, CancellationToken ct, Month? to = null, int months = UsualMonths)
    {
        var series = await ClinicSeries.Of(clinicId, to?.Value, months, DriftIndicators.MonthsBefore, DriftMetrics.All, asked, access, ct);
        if (series.Refused is not null) return series.Refused;
        var (thresholds, targets, plans) = (await Thresholds(access, db, ct), await TargetEndpoints.InForce(access, db, ct), await PlansOf([clinicId], access, db, ct));
        return TypedResults.Ok(new DriftResponse(series.Asked.AsOf, series.Asked.KnownAt, series.Asked.Profile.Name,
            Histories(series.Months, months, thresholds, targets.CaseloadOf(clinicId), plans.Where(p => p.MadeOn <= series.Asked.AsOf))));
    }

    /// <summary>Answers an indicator: who owns it, what is done, and when it is looked at again. It stands until the next answer.</summary>
    /// <param name="indicator">Code of the indicator.</param>
    internal static async Task<Results<Recorded<DriftPlanResponse>, Refused>> Plan(
        Id<Clinic> clinicId, string indicator, DriftPlanRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        if (DriftIndicators.ByCode(indicator) is not { } known || !access.Clinics.Contains(clinicId.Value)) return new Refused(Refusals.NotFound);
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await db.DriftPlans.AsNoTracking().SingleOrDefaultAsync(p => p.OrganizationId == access.OrganizationId && p.Id == new Id<DriftPlan>(id), ct) is { } made) return Answer(made, replayed: true);

        var today = await db.TodayAt(access.OrganizationId, clinicId, access.Now, ct);
        var isStaff = await db.Staff.AnyAsync(s => s.OrganizationId == access.OrganizationId && s.Id == request.OwnerId, ct);
        var checks = new Checks().Text("intervention", request.Intervention, 1000).Add(isStaff ? null : Refusals.UnknownReference.At("ownerId")).Add(request.ReviewOn < today ? Refusals.ReviewInPast.At("reviewOn") : null);
        if (checks.Failed) return checks.Refused;

        var plan = new DriftPlan
        {
            OrganizationId = access.OrganizationId,
            Id = Id<DriftPlan>.New(),
            ClinicId = clinicId,
            Indicator = known.Code,
            OwnerId = request.OwnerId,
            Intervention = request.Intervention,
            ReviewOn = request.ReviewOn,
            MadeOn = today,
            RecordedAt = access.Now,
            RecordedBy = access.Caller!.PrincipalId,
        };
        db.DriftPlans.Add(plan);
        await idempotency.Keep(plan.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(plan, replayed: false);
    }

    /// <summary>Every answer a clinic has given to its early warnings, the latest first.</summary>
    internal static async Task<Results<Ok<ItemsResponse<DriftPlanResponse>>, Refused>> Plans(Id<Clinic> clinicId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (!access.Clinics.Contains(clinicId.Value)) return new Refused(Refusals.NotFound);
        return TypedResults.Ok(new ItemsResponse<DriftPlanResponse>([.. (await PlansOf([clinicId], access, db, ct)).OrderByDescending(p => p.RecordedAt).Select(DriftPlanResponse.Of)]));
    }

    /// <summary>The early warnings of the caller's clinics in a month that is out, for those who may see no patient: only from figures that are shown.</summary>
    internal static async Task<Results<Ok<OrganizationDriftResponse>, Refused>> OfOrganization(Month month, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var rows = await OrganizationMetrics.OfMonths(month.Value.PlusMonths(-DriftIndicators.MonthsBefore), month.Value, null, access, ct);
        if (rows.TrueForAll(r => r.Month != month.Value)) return OrganizationMetrics.NotOut(month.Value, access);
        var clinics = rows.Where(r => r.Row.Clinic is not null).GroupBy(r => r.Row.Clinic!.Value).OrderBy(g => g.Key.Value).Where(g => g.Any(r => r.Month == month.Value)).ToList();
        var (thresholds, targets, plans) = (await Thresholds(access, db, ct), await TargetEndpoints.InForce(access, db, ct), await PlansOf([.. clinics.Select(c => c.Key)], access, db, ct));
        return TypedResults.Ok(new OrganizationDriftResponse(month.Value, [.. clinics.Select(c => new ClinicDriftResponse(c.Key, Histories(
            [.. c.Select(r => new ClinicMonth(r.Month, r.Values.ToDictionary(v => v.Code)))], 1, thresholds, targets.CaseloadOf(c.Key), plans.Where(p => p.ClinicId == c.Key))))]));
    }

    private static List<DriftHistoryResponse> Histories(
        IReadOnlyList<ClinicMonth> months, int wanted, IReadOnlyDictionary<string, DriftThreshold> thresholds, CaseloadTarget target, IEnumerable<DriftPlan> plans)
    {
        var latest = plans.GroupBy(p => p.Indicator).ToDictionary(g => g.Key, g => g.MaxBy(p => p.RecordedAt));
        return [.. DriftIndicators.All.Select(i => DriftHistoryResponse.Of(
            DriftHistory.Of(i, months, wanted, thresholds.GetValueOrDefault(i.Code) ?? i.Default, target), latest.GetValueOrDefault(i.Code)))];
    }

    internal static Task<List<DriftPlan>> PlansOf(IReadOnlyCollection<Id<Clinic>> clinics, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.DriftPlans.AsNoTracking().Where(p => p.OrganizationId == access.OrganizationId && clinics.Contains(p.ClinicId)).ToListAsync(ct);

    private static async Task<Dictionary<string, DriftThreshold>> Thresholds(Access access, RegistryDbContext db, CancellationToken ct) =>
        Read(await db.Organizations.Where(o => o.Id == access.OrganizationId).Select(o => o.DriftThresholds).SingleAsync(ct));

    private static Dictionary<string, DriftThreshold> Read(string? json) => json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, DriftThreshold>>(json, JsonSerializerOptions.Web)!;

    private static DriftIndicatorResponse Of(DriftIndicator i, Dictionary<string, DriftThreshold> chosen) =>
        new(i.Code, i.Name, i.Title, i.Rule, i.Metric, i.Default, chosen.GetValueOrDefault(i.Code) ?? i.Default);

    private static Recorded<DriftPlanResponse> Answer(DriftPlan plan, bool replayed) => new($"/v1/clinics/{plan.ClinicId}/drift-plans", DriftPlanResponse.Of(plan), 1, replayed);
}
