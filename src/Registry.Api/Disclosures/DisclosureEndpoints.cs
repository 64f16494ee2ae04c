using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class DisclosureEndpoints
{
    public static void MapDisclosures(this IEndpointRouteBuilder routes)
    {
        var patient = routes.MapGroup("/v1/patients/{patientId}").WithTags("Audit");
        patient.MapPost("/disclosures", Record).WithName("RecordDisclosure").Requires(Permissions.RecordDisclosure);
        patient.MapGet("/disclosures/{disclosureId}", Read).WithName("ReadDisclosure").Requires(Permissions.AccountForDisclosures);
        patient.MapPost("/accounting-suspensions", Suspend).WithName("SuspendAccounting").Requires(Permissions.SuspendAccounting);
        patient.MapGet("/accounting-suspensions", Suspensions).WithName("ListAccountingSuspensions").Requires(Permissions.AccountForDisclosures);
        patient.MapGet("/accounting", Account).WithName("AccountForDisclosures").Requires(Permissions.AccountForDisclosures);
    }

    /// <summary>Records that information about a patient was given to somebody outside. Never changed afterwards.</summary>
    internal static async Task<Results<Recorded<DisclosureResponse>, Refused>> Record(
        Id<Patient> patientId, DisclosureRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Find(patientId, new(id), access, db, ct) is { } existing) return Answer(existing, replayed: true);

        var checks = request.Check(access.Now.InUtc().Date);
        if (checks.Failed) return checks.Refused;
        // An auditor sees no patients; whether this is one of the organization's, the foreign key knows.
        if (!access.Caller!.Has(Role.Auditor) && !await db.PatientsIn(access.OrganizationId, access.Clinics).AnyAsync(p => p.Id == patientId, ct)) return new Refused(Refusals.NotFound);

        var disclosure = request.ToDisclosure(patientId, access);
        access.Touches(patientId);
        db.Add(disclosure);
        await idempotency.Keep(disclosure.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(disclosure, replayed: false);
    }

    /// <summary>One disclosure, accountable or not.</summary>
    internal static async Task<Results<Versioned<DisclosureResponse>, Refused>> Read(
        Id<Patient> patientId, Id<Disclosure> disclosureId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Find(patientId, disclosureId, access, db, ct) is not { } disclosure) return new Refused(Refusals.NotFound);
        access.Touches(patientId);
        return new Versioned<DisclosureResponse>(DisclosureResponse.Of(disclosure), version: 1);
    }

    /// <summary>The accounting of disclosures that a patient can ask for, over at most the last six years.</summary>
    /// <remarks>
    /// Without treatment, payment, operations, the patient's own copies, authorized disclosures and limited data sets. Repeated disclosures to one
    /// recipient for one purpose are one line. What an agency asked to withhold appears once its day has come.
    /// </remarks>
    /// <param name="from">Not before this day; by default six years ago.</param>
    internal static async Task<Ok<AccountingResponse>> Account(Id<Patient> patientId, Access access, RegistryDbContext db, CancellationToken ct, AsOf? from = null)
    {
        access.Touches(patientId);
        var today = access.Now.InUtc().Date;
        var begin = LocalDate.Max(from?.Day ?? LocalDate.MinIsoValue, Accounting.Earliest(today));
        var disclosures = await db.Disclosures.AsNoTracking()
            .Where(d => d.OrganizationId == access.OrganizationId && d.PatientId == patientId && d.DisclosedOn >= begin).ToListAsync(ct);
        return TypedResults.Ok(new AccountingResponse(begin, today, Accounting.Of(disclosures, begin, today, await OfPatient(patientId, access, db).ToListAsync(ct))));
    }

    /// <summary>Records that an oversight or law enforcement agency asked that the patient not be told of what it was given, until a day.</summary>
    /// <remarks>It hides the disclosures to that agency, earlier ones too, and no other recipient's.</remarks>
    internal static async Task<Results<Recorded<AccountingSuspensionResponse>, Refused>> Suspend(
        Id<Patient> patientId, AccountingSuspensionRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        access.Touches(patientId);
        if (first is { } id && await OfPatient(patientId, access, db).SingleOrDefaultAsync(s => s.Id == new Id<AccountingSuspension>(id), ct) is { } existing) return Answer(existing, replayed: true);

        var checks = request.Check(access.Now.InUtc().Date);
        if (checks.Failed) return checks.Refused;
        var suspension = request.ToSuspension(patientId, access);
        db.Add(suspension);
        await idempotency.Keep(suspension.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(suspension, replayed: false);
    }

    /// <summary>What agencies asked to keep from a patient's accounting, newest first.</summary>
    internal static async Task<Ok<ItemsResponse<AccountingSuspensionResponse>>> Suspensions(Id<Patient> patientId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        access.Touches(patientId);
        var suspensions = await OfPatient(patientId, access, db).OrderByDescending(s => s.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<AccountingSuspensionResponse>([.. suspensions.Select(AccountingSuspensionResponse.Of)]));
    }

    private static IQueryable<AccountingSuspension> OfPatient(Id<Patient> patientId, Access access, RegistryDbContext db) =>
        db.AccountingSuspensions.AsNoTracking().Where(s => s.OrganizationId == access.OrganizationId && s.PatientId == patientId);

    private static Recorded<AccountingSuspensionResponse> Answer(AccountingSuspension suspension, bool replayed) =>
        new($"/v1/patients/{suspension.PatientId}/accounting-suspensions", AccountingSuspensionResponse.Of(suspension), version: 1, replayed);

    private static Task<Disclosure?> Find(Id<Patient> patientId, Id<Disclosure> id, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.Disclosures.AsNoTracking().SingleOrDefaultAsync(d => d.OrganizationId == access.OrganizationId && d.PatientId == patientId && d.Id == id, ct);

    private static Recorded<DisclosureResponse> Answer(Disclosure disclosure, bool replayed) =>
        new($"/v1/patients/{disclosure.PatientId}/disclosures/{disclosure.Id}", DisclosureResponse.Of(disclosure), version: 1, replayed);
}
