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

    /// <summary>A clinic's month in minutes, codes and dollars, for those who consult on its patients. Of a running month what is known until today.</summary>
    internal static async Task<Results<Ok<FinanceResponse>, Refused>> OfClinic(Id<Clinic> clinicId, Month month, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var connection = access.Transaction.Connection;
        if (await connection.SettingsOfClinic(access.OrganizationId, clinicId, access.Clinics, ct) is not { } settings) return new Refused(Refusals.NotFound);
        var today = ClinicDays.On(access.Now, settings.TimeZone);
        if (month.Value.OnDayOfMonth(1) > today) return new Refused(NotBegun.At("month"));

        var question = await Question(month.Value, today, settings, [clinicId.Value], null, access, ct);
        var episodes = await connection.EpisodesOfClinics(access.OrganizationId, [clinicId.Value], MetricSpan.Of(question), null, ct);
        var row = new FinanceRow(clinicId, FinanceMonth.Of(episodes, question, await Prices(access, db, ct)), ShowsYield: true, ShowsMoney: true, ShowsLost: true);
        return TypedResults.Ok(new FinanceResponse(month.Value, question.End, null, question.Payer.Name, [FinanceRowResponse.Of(row)]));
    }

    /// <summary>A month of the organization and its clinics in dollars, for those who may see no patient: groups of 1 to 10 are never shown, and do not follow from units and rates.</summary>
    /// <remarks>Calendar months only, as known 15 days after their end, so that no two answers can be subtracted.</remarks>
    internal static async Task<Results<Ok<FinanceResponse>, Refused>> OfOrganization(Month month, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (connection, end) = (access.Transaction.Connection, month.Value.ToDateInterval().End);
        var knownAt = OrganizationMetrics.SettledAt(end);
        if (knownAt > access.Now) return new Refused(Refusals.MonthNotSettled.At("month"));

        var program = await connection.ProgramOf(access.OrganizationId, ct);
        var questions = new Dictionary<Guid, MetricQuestion>();
        foreach (var clinic in program.Clinics) questions[clinic] = await Question(month.Value, end, program.Chosen, [clinic], knownAt, access, ct);
        var whole = await Question(month.Value, end, program.Chosen, program.Clinics, knownAt, access, ct);
        var prices = await Prices(access, db, ct);
        var episodes = await connection.EpisodesOfClinics(access.OrganizationId, program.Clinics, MetricSpan.Of(whole), knownAt, ct);
        var table = FinanceTable.Of(episodes, (clinic, some) => FinanceMonth.Of(some, clinic is { } one ? questions[one.Value] : whole, prices));
        var seesAll = program.Clinics.All(access.Clinics.Contains);
        return TypedResults.Ok(new FinanceResponse(month.Value, end, knownAt, whole.Payer.Name,
            [.. table.Where(row => row.Clinic is { } clinic ? access.Clinics.Contains(clinic.Value) : seesAll).Select(FinanceRowResponse.Of)]));
    }

    private static async Task<MetricQuestion> Question(YearMonth month, LocalDate asOf, CaseloadSettings settings, Guid[] clinics, Instant? knownAt, Access access, CancellationToken ct)
    {
        var question = new MetricQuestion(MetricPeriod.Month(month), asOf, OutcomeProfile.ByName(settings.OutcomeProfile)!, AskedFor.ParametersOf(settings), PayerProfile.ByName(settings.PayerProfile)!);
        return question with { AttestedFte = await access.Transaction.Connection.AttestedFteOf(access.OrganizationId, null, clinics, question.End, knownAt, ct) };
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
