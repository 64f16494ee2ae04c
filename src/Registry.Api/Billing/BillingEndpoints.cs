using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class BillingEndpoints
{
    public static void MapBilling(this IEndpointRouteBuilder routes)
    {
        var billing = routes.MapGroup("/v1").WithTags("Billing");
        billing.MapGet("/episodes/{episodeId}/billing-months/{month}", OfEpisode).WithName("ReadBillingMonth").Requires(Permissions.ReadBilling);
        billing.MapPost("/episodes/{episodeId}/billing-months/{month}/closure", Close).WithName("CloseBillingMonth").Requires(Permissions.CloseBilling);
        billing.MapGet("/caseloads/{careManagerId}/billing-months/{month}", OfCaseload).WithName("ReadCaseloadBillingMonth").Requires(Permissions.ReadBilling);
        billing.MapGet("/clinics/{clinicId}/billing-months/{month}", OfClinic).WithName("ReadClinicBillingMonth").Requires(Permissions.ReadBilling);
    }

    /// <summary>One patient's calendar month: counted minutes, uncounted ones each with its reason, codes, what the next code lacks, prerequisites.</summary>
    /// <remarks>Of a closed month also what corrections have changed since, as an adjustment.</remarks>
    /// <param name="payer">Payer profile: midpoint or full-time; by default the organization's.</param>
    internal static async Task<Results<Ok<BillingMonthResponse>, Refused>> OfEpisode(
        Id<Episode> episodeId, Month month, [AsParameters] AskedFor asked, Access access, RegistryDbContext db, CancellationToken ct, string? payer = null)
    {
        var connection = access.Transaction.Connection;
        if (await connection.SettingsOfEpisode(access.OrganizationId, episodeId, access.Clinics, ct) is not { } settings) return new Refused(Refusals.NotFound);
        var (question, profile, refused) = Ask(asked, settings, payer, access);
        if (refused is not null) return refused;
        if (await connection.EpisodeFactsOf(access.OrganizationId, episodeId, access.Clinics, question.AsOf, question.KnownAt, ct) is not { } patient) return new Refused(Refusals.NotFound);

        access.Touches(patient.Facts.PatientId);
        var now = BillingMonth.Of(patient.Facts, month.Value, question.AsOf, profile);
        var closed = await db.ClosedBillingMonths.AsNoTracking()
            .SingleOrDefaultAsync(c => c.OrganizationId == access.OrganizationId && c.EpisodeId == episodeId && c.MonthOn == month.Value.OnDayOfMonth(1), ct);
        if (closed is null) return TypedResults.Ok(BillingMonthResponse.Of(now, patient, null, null));

        var then = await connection.EpisodeFactsOf(access.OrganizationId, episodeId, access.Clinics, question.AsOf, closed.ClosedAt, ct);
        var asClosed = BillingMonth.Of(then!.Facts, month.Value, question.AsOf, PayerProfile.ByName(closed.PayerProfile)!);
        return TypedResults.Ok(BillingMonthResponse.Of(now, patient, closed.ClosedAt, asClosed.AdjustedTo(now)));
    }

    /// <summary>Closes a patient's month. Later corrections show as adjustments, never as silent edits.</summary>
    internal static async Task<Results<Ok<BillingMonthResponse>, Refused>> Close(
        Id<Episode> episodeId, Month month, Access access, RegistryDbContext db, CancellationToken ct, string? payer = null)
    {
        await db.CloseMinutesAlone(episodeId, access, ct);
        var connection = access.Transaction.Connection;
        if (await connection.SettingsOfEpisode(access.OrganizationId, episodeId, access.Clinics, ct) is not { } settings) return new Refused(Refusals.NotFound);
        var (question, profile, refused) = Ask(new(), settings, payer, access);
        if (refused is not null) return refused;
        if (question.AsOf <= month.Value.ToDateInterval().End) return new Refused(Refusals.MonthNotOver);

        var patient = (await connection.EpisodeFactsOf(access.OrganizationId, episodeId, access.Clinics, question.AsOf, null, ct))!;
        access.Touches(patient.Facts.PatientId);
        db.ClosedBillingMonths.Add(new()
        {
            OrganizationId = access.OrganizationId,
            EpisodeId = episodeId,
            PatientId = patient.Facts.PatientId,
            MonthOn = month.Value.OnDayOfMonth(1),
            PayerProfile = profile.Name,
            ClosedAt = access.Now,
            ClosedBy = access.Caller!.PrincipalId,
        });
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(BillingMonthResponse.Of(BillingMonth.Of(patient.Facts, month.Value, question.AsOf, profile), patient, access.Now, null));
    }

    /// <summary>The month of every patient on a caseload.</summary>
    /// <param name="payer">Payer profile: midpoint or full-time; by default the organization's.</param>
    internal static async Task<Results<Ok<BillingListResponse>, ChargesCsv, Refused>> OfCaseload(
        Id<StaffMember> careManagerId, Month month, [AsParameters] AskedFor asked, HttpRequest http, Access access, RegistryDbContext db, CancellationToken ct, string? payer = null)
    {
        var connection = access.Transaction.Connection;
        if (await connection.SettingsOfCareManager(access.OrganizationId, careManagerId, access.ClinicsOfCaseload(careManagerId), ct) is not { } settings) return new Refused(Refusals.NotFound);
        var (question, profile, refused) = Ask(asked, settings, payer, access);
        if (refused is not null) return refused;

        var caseload = await connection.CaseloadOf(access.OrganizationId, careManagerId, access.Clinics, question.AsOf, question.KnownAt, month.Value.OnDayOfMonth(1), ct);
        return await Answer(caseload, month, question, profile, http, access, db, ct);
    }

    /// <summary>The month of every patient of a clinic, as JSON; as the charge export by Accept: text/csv, billable months only.</summary>
    /// <param name="payer">Payer profile: midpoint or full-time; by default the organization's.</param>
    internal static async Task<Results<Ok<BillingListResponse>, ChargesCsv, Refused>> OfClinic(
        Id<Clinic> clinicId, Month month, [AsParameters] AskedFor asked, HttpRequest http, Access access, RegistryDbContext db, CancellationToken ct, string? payer = null)
    {
        var connection = access.Transaction.Connection;
        if (await connection.SettingsOfClinic(access.OrganizationId, clinicId, access.Clinics, ct) is not { } settings) return new Refused(Refusals.NotFound);
        var (question, profile, refused) = Ask(asked, settings, payer, access);
        if (refused is not null) return refused;
        if (question.KnownAt is not null) return new Refused(Refusals.KnownAtNotHere.At("knownAt"));

        return await Answer(await connection.EpisodesOverlapping(access.OrganizationId, [clinicId.Value], month.Value, question.AsOf, ct), month, question, profile, http, access, db, ct);
    }

    /// <remarks>The charge export goes to health plans, so patients who restricted that are not in it; the list shows them.</remarks>
    private static async Task<Results<Ok<BillingListResponse>, ChargesCsv, Refused>> Answer(
        List<CaseloadPatient> patients, Month month, Question question, PayerProfile profile, HttpRequest http, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var rules = http.Accepts("text/csv") ? await ExportRules.For(RecipientKind.HealthPlan, access, db, ct) : null;
        if (rules is not null) patients.RemoveAll(p => !rules.Allow(p.Facts));
        foreach (var patient in patients) access.Touches(patient.Facts.PatientId);
        var months = patients.Select(p => (Patient: p, Month: BillingMonth.Of(p.Facts, month.Value, question.AsOf, profile)))
            .OrderBy(p => p.Patient.DisplayName, StringComparer.Ordinal).ThenBy(p => p.Patient.Facts.EpisodeId).ToList();
        if (rules is not null) return new ChargesCsv(months, month.Value, rules);
        return TypedResults.Ok(new BillingListResponse(month.Value, question.AsOf, profile.Name, [.. months.Select(p => BillingMonthResponse.Of(p.Month, p.Patient, null, null))]));
    }

    private static (Question Question, PayerProfile Payer, Refused? Refused) Ask(AskedFor asked, CaseloadSettings settings, string? payer, Access access)
    {
        var (question, refused) = asked.In(settings, access);
        var profile = PayerProfile.ByName(payer ?? settings.PayerProfile);
        return (question, profile!, refused ?? (profile is null ? new Refused(Refusals.UnknownProfile.At("payer")) : null));
    }
}
