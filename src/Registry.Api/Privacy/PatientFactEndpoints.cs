using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What records a fact of a patient.</summary>
internal interface IPatientFactRequest<TFact>
{
    /// <summary>The fact, or what is wrong with the request.</summary>
    /// <param name="today">At the patient's clinic.</param>
    Task<(TFact? Fact, Checks Checks)> Make(Patient patient, LocalDate today, Access access, RegistryDbContext db, CancellationToken ct);
}

/// <summary>How a fact of a patient is shown.</summary>
internal interface IPatientFactResponse<TSelf, TFact>
{
    static abstract TSelf Of(TFact fact);
}

/// <summary>The routes that every kind of patient fact has: recorded, listed, read. What changes one is a route of its kind.</summary>
internal static class PatientFactEndpoints<TFact, TRequest, TResponse>
    where TFact : PatientFact<TFact>
    where TRequest : class, IPatientFactRequest<TFact>
    where TResponse : IPatientFactResponse<TResponse, TFact>
{
    public static void Map(IEndpointRouteBuilder routes, FactNames names, Permission read, Permission write)
    {
        var group = routes.MapGroup("/v1").WithTags(names.Tag);
        var path = names.Path;
        group.MapPost($"/patients/{{patientId}}/{path}", AtRunTime((Id<Patient> patientId, TRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct) =>
                Record(path, patientId, request, access, db, idempotency, ct)))
            .WithName($"Record{names.One}").WithSummary($"Records {names.Article}.").WithDescription(names.Description).Requires(write);
        group.MapGet($"/patients/{{patientId}}/{path}", AtRunTime(List))
            .WithName($"List{names.Many}").WithSummary($"The {names.Plural} of a patient, newest first.").WithDescription("Those that have ended are among them.").Requires(read);
        group.MapGet($"/{path}/{{id}}", AtRunTime(Read)).WithName($"Read{names.One}").WithSummary($"Reads {names.Article}.").WithDescription("As it stands now.").Requires(read);
    }

    /// <summary>Changes one over the version that was read; the database keeps what it was.</summary>
    /// <param name="change">Given the day it is at the patient's clinic; null means done.</param>
    public static async Task<Results<Versioned<TResponse>, Refused>> Change(
        Id<TFact> id, string? ifMatch, Func<TFact, LocalDate, Task<Refusal?>> change, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Visible(db, access).AsTracking().SingleOrDefaultAsync(f => f.Id == id, ct) is not { } fact) return new Refused(Refusals.NotFound);
        access.Touches(fact.PatientId);
        if (ETags.Check(ifMatch, fact.Version) is { } stale) return new Refused(stale);
        var patient = await db.Patients.AsNoTracking().SingleAsync(p => p.OrganizationId == access.OrganizationId && p.Id == fact.PatientId, ct);
        if (await change(fact, await db.TodayAt(access.OrganizationId, patient.ClinicId, access.Now, ct)) is { } refusal) return new Refused(refusal);
        return await FactEdits.Save(fact, TResponse.Of, access, db, ct);
    }

    private static async Task<Results<Recorded<TResponse>, Refused>> Record(
        string path, Id<Patient> patientId, TRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } known && await Visible(db, access).AsNoTracking().SingleOrDefaultAsync(f => f.Id == new Id<TFact>(known), ct) is { } existing)
        {
            access.Touches(existing.PatientId);
            return new Recorded<TResponse>($"/v1/{path}/{existing.Id}", TResponse.Of(existing), existing.Version, replayed: true);
        }

        var patient = await db.PatientsIn(access.OrganizationId, access.Clinics).AsNoTracking().SingleOrDefaultAsync(p => p.Id == patientId, ct);
        if (patient is null) return new Refused(Refusals.NotFound);
        access.Touches(patientId);
        var (fact, checks) = await request.Make(patient, await db.TodayAt(access.OrganizationId, patient.ClinicId, access.Now, ct), access, db, ct);
        if (checks.Failed) return checks.Refused;
        fact!.Recorded(access.Caller!.PrincipalId, access.Now);
        db.Add(fact);
        await idempotency.Keep(fact.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return new Recorded<TResponse>($"/v1/{path}/{fact.Id}", TResponse.Of(fact), fact.Version, replayed: false);
    }

    private static async Task<Results<Ok<ItemsResponse<TResponse>>, Refused>> List(Id<Patient> patientId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (!await db.PatientsIn(access.OrganizationId, access.Clinics).AnyAsync(p => p.Id == patientId, ct)) return new Refused(Refusals.NotFound);
        access.Touches(patientId);
        var facts = await Visible(db, access).AsNoTracking().Where(f => f.PatientId == patientId).OrderByDescending(f => f.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<TResponse>([.. facts.Select(TResponse.Of)]));
    }

    private static async Task<Results<Versioned<TResponse>, Refused>> Read(Id<TFact> id, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Visible(db, access).AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct) is not { } fact) return new Refused(Refusals.NotFound);
        access.Touches(fact.PatientId);
        return new Versioned<TResponse>(TResponse.Of(fact), fact.Version);
    }

    private static IQueryable<TFact> Visible(RegistryDbContext db, Access access) =>
        from f in db.Set<TFact>()
        join p in db.PatientsIn(access.OrganizationId, access.Clinics) on new { f.OrganizationId, Id = f.PatientId } equals new { p.OrganizationId, p.Id }
        select f;

    /// <summary>The compiler writes no handler for a route whose types it does not know.</summary>
    private static Delegate AtRunTime(Delegate handler) => handler;
}
