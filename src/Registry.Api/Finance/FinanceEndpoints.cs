using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class FinanceEndpoints
{
    private static readonly Refusal NotBegun = new("month-not-begun", RefusalKind.Malformed, "month is one that has begun at the clinic.");

    public static void MapFinance(this IEndpointRouteBuilder routes)
    {
        var finance = routes.MapGroup("/v1").WithTags("Finance");
        finance.MapGet("/finance/settings", Settings).WithName("ReadFinanceSettings").Requires(Permissions.ReadFinanceSettings);
        finance.MapPut("/finance/rates", WriteRate).WithName("WriteFinanceRate").Requires(Permissions.WriteFinance);
        finance.MapPut("/finance/costs", WriteCost).WithName("WriteFinanceCost").Requires(Permissions.WriteFinance);
        finance.MapPost("/finance/what-if", Imagine).WithName("AskWhatIf").Requires(Permissions.ReadFinance);
        finance.MapGet("/clinics/{clinicId}/finance/{month}", OfClinic).WithName("ReadClinicFinance").Requires(Permissions.ReadClinicFinance);
        finance.MapGet("/organization/finance/{month}", OfOrganization).WithName("ReadOrganizationFinance").Requires(Permissions.ReadFinance);
    }

    /// <summary>What payers pay and what staff costs, with sources and the days on which each holds: the organization's own, and the defaults where it has said nothing.</summary>
    internal static async Task<Ok<FinanceSettingsResponse>> Settings(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (rates, costs) = await Own(access, db, ct);
        return TypedResults.Ok(new FinanceSettingsResponse(PlanningDefaults.Name, [.. PlanningDefaults.Rates.Select(RateBody.Of)], [.. PlanningDefaults.Costs.Select(CostBody.Of)],
            [.. rates.Select(r => RateBody.Of(new(r.Payer, r.Code, r.FromOn, r.UntilOn, r.Amount, r.Source)))], [.. costs.Select(c => CostBody.Of(new(c.Kind, c.FromOn, c.UntilOn, c.Amount, c.Source)))]));
    }

    /// <summary>Says what a payer pays for a code from a day on. What was said before stays on record; the rate that begins latest holds, and of two that begin together the one said last.</summary>
    internal static async Task<Results<Ok<RateBody>, Refused>> WriteRate(RateBody request, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var checks = request.Check();
        if (checks.Failed) return checks.Refused;
        db.Add(request.ToRate(access));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(request);
    }

    /// <summary>Says what a part of the program costs from a day on. What was said before stays on record.</summary>
    internal static async Task<Results<Ok<CostBody>, Refused>> WriteCost(CostBody request, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var checks = request.Check();
        if (checks.Failed) return checks.Refused;
        db.Add(request.ToCost(access));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(request);
    }

    /// <summary>What an imagined caseload would bring and cost in a month, with the organization's rates: nothing is read of any patient, and nothing is kept.</summary>
    internal static async Task<Results<Ok<WhatIfResponse>, Refused>> Imagine(WhatIfRequest request, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var checks = request.Check();
        if (checks.Failed) return checks.Refused;
        var profile = PayerProfile.ByName(await db.Organizations.Where(o => o.Id == access.OrganizationId).Select(o => o.PayerProfile).SingleAsync(ct))!;
        return TypedResults.Ok(WhatIfResponse.Of(request.Month, profile, request.ToWhatIf().Under(profile, await Prices(access, db, ct))));
    }

    /// <summary>A clinic's month in minutes, codes and dollars, for those who consult on its patients. Of a running month the work until today, and no net.</summary>
    internal static async Task<Results<Ok<FinanceResponse>, Refused>> OfClinic(Id<Clinic> clinicId, Month month, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var connection = access.Transaction.Connection;
        if (await connection.SettingsOfClinic(access.OrganizationId, clinicId, access.Clinics, ct) is not { } settings) return new Refused(Refusals.NotFound);
        var today = ClinicDays.On(access.Now, settings.TimeZone);
        if (month.Value.OnDayOfMonth(1) > today) return new Refused(NotBegun.At("month"));

        var question = new MetricQuestion(MetricPeriod.Month(month.Value), today, OutcomeProfile.ByName(settings.OutcomeProfile)!, AskedFor.ParametersOf(settings), PayerProfile.ByName(settings.PayerProfile)!);
        var episodes = await connection.EpisodesOfClinics(access.OrganizationId, [clinicId.Value], MetricSpan.Of(question), null, ct);
        var fte = await connection.AttestedFteOf(access.OrganizationId, null, [clinicId.Value], question.End, null, ct);
        var row = FinanceMonth.Of(FinanceWork.Of(episodes, question).Figures, question.End, await Prices(access, db, ct), fte);
        return TypedResults.Ok(new FinanceResponse(month.Value, question.End, null, question.Payer.Name, [FinanceRowResponse.Of(clinicId, row)]));
    }

    /// <summary>A month of the organization and its clinics in dollars, for those who may see no patient: minutes and codes as they were published, priced by the rates as they stand now.</summary>
    /// <remarks>Groups of 1 to 10 patients are never shown, and do not follow from units and rates.</remarks>
    internal static async Task<Results<Ok<FinanceResponse>, Refused>> OfOrganization(Month month, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (connection, first, end) = (access.Transaction.Connection, month.Value.OnDayOfMonth(1), month.Value.ToDateInterval().End);
        var rows = await connection.AggregatesOf<FinanceFigures>(access.OrganizationId, AggregateKind.Finance, first, first, ct);
        if (rows.Count == 0) return OrganizationMetrics.NotOut(month.Value, access);

        var program = await connection.ProgramOf(access.OrganizationId, ct);
        var seesAll = program.Clinics.All(access.Clinics.Contains);
        var prices = await Prices(access, db, ct);
        var answer = new List<FinanceRowResponse>();
        foreach (var (_, knownAt, clinic, figures) in rows.Where(r => r.Clinic is { } one ? access.Clinics.Contains(one.Value) : seesAll))
        {
            var fte = await connection.AttestedFteOf(access.OrganizationId, null, clinic is { } of ? [of.Value] : program.Clinics, end, knownAt, ct);
            answer.Add(FinanceRowResponse.Of(clinic, FinanceMonth.Of(figures, end, prices, fte)));
        }

        return TypedResults.Ok(new FinanceResponse(month.Value, end, rows[0].KnownAt, program.Chosen.PayerProfile, answer));
    }

    private static async Task<PriceList> Prices(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (rates, costs) = await Own(access, db, ct);
        return PriceList.Of(rates, costs);
    }

    private static async Task<(List<FinanceRate> Rates, List<FinanceCost> Costs)> Own(Access access, RegistryDbContext db, CancellationToken ct) => (
        await db.FinanceRates.AsNoTracking().Where(r => r.OrganizationId == access.OrganizationId).OrderBy(r => r.Payer).ThenBy(r => r.Code).ThenBy(r => r.FromOn).ThenBy(r => r.RecordedAt).ToListAsync(ct),
        await db.FinanceCosts.AsNoTracking().Where(c => c.OrganizationId == access.OrganizationId).OrderBy(c => c.Kind).ThenBy(c => c.FromOn).ThenBy(c => c.RecordedAt).ToListAsync(ct));
}
