using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Break-glass: whoever treats may read one patient out of reach, for a short time, with a reason, and somebody else looks at it afterwards.</summary>
internal static class EmergencyEndpoints
{
    public static void MapEmergencyAccesses(this IEndpointRouteBuilder routes)
    {
        var accesses = routes.MapGroup("/v1/emergency-accesses").WithTags("Privacy");
        accesses.MapPost("", Open).WithName("OpenEmergencyAccess").Requires(Permissions.OpenEmergencyAccess);
        accesses.MapGet("", List).WithName("ListEmergencyAccesses").Requires(Permissions.ReadEmergencyAccess);
        accesses.MapGet("/{emergencyAccessId}", Read).WithName("ReadEmergencyAccess").Requires(Permissions.ReadEmergencyAccess);
        accesses.MapPost("/{emergencyAccessId}/review", Review).WithName("ReviewEmergencyAccess").Requires(Permissions.ReviewEmergencyAccess);
    }

    /// <summary>Opens the record of a patient out of reach in an emergency: to read, for at most an hour.</summary>
    /// <remarks>
    /// The patient is named by an identifier, and the answer is the same whether somebody has it or not; the search and the reads then find the patient, if there is one.
    /// Every use is announced to the privacy officer and reviewed by a second person; more than a few a day are answered 429.
    /// </remarks>
    internal static async Task<Results<Recorded<EmergencyAccessResponse>, Refused>> Open(
        EmergencyAccessRequest request, HttpContext http, Access access, RegistryDbContext db, Idempotency idempotency, RegistrySettings settings, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id) return Answer(await db.EmergencyAccesses.AsNoTracking().SingleAsync(e => e.OrganizationId == access.OrganizationId && e.Id == new Id<EmergencyAccess>(id), ct), access, replayed: true);

        var checks = request.Check();
        if (checks.Failed) return checks.Refused;
        if (await IsQuotaUsed(access, db, settings.Emergency, ct))
        {
            http.Response.Headers.RetryAfter = $"{(int)EmergencyRules.QuotaPeriod.TotalSeconds}";
            return new Refused(EmergencyRules.QuotaUsed);
        }

        var opened = request.ToAccess(await access.Transaction.AskOfAll(() => Find(request, access, db, ct), ct), access, settings.Emergency);
        if (opened.PatientId is { } patient) access.Touches(patient);
        db.Add(opened);
        await idempotency.Keep(opened.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(opened, access, replayed: false);
    }

    /// <summary>Emergency accesses, newest first: the own ones; a clinic lead's clinics; for auditors all.</summary>
    /// <param name="reviewed">false for those that wait for a second person, true for those that were reviewed.</param>
    internal static async Task<Results<Ok<PageResponse<EmergencyAccessResponse>>, Refused>> List(
        Access access, RegistryDbContext db, Cursors cursors, CancellationToken ct, bool? reviewed = null, int limit = 50, string? cursor = null)
    {
        if (limit is < 1 or > Cursors.Most || !cursors.TryReadPlace(cursor, access, out var after)) return new Refused(Cursors.Invalid);
        var visible = Visible(access, db);
        if (reviewed is { } wanted) visible = visible.Where(e => e.Review != null == wanted);
        if (after is var (at, id)) visible = visible.Where(e => e.OpenedAt < at || e.OpenedAt == at && e.Id < new Id<EmergencyAccess>(id));
        var rows = await visible.OrderByDescending(e => e.OpenedAt).ThenByDescending(e => e.Id).Take(limit + 1).ToListAsync(ct);
        var shown = rows.Take(limit).ToList();
        return TypedResults.Ok(new PageResponse<EmergencyAccessResponse>(
            [.. shown.Select(e => EmergencyAccessResponse.Of(e, access))], rows.Count > limit ? cursors.WritePlace(shown[^1].OpenedAt, shown[^1].Id.Value, access) : null));
    }

    /// <summary>One emergency access.</summary>
    internal static async Task<Results<Versioned<EmergencyAccessResponse>, Refused>> Read(Id<EmergencyAccess> emergencyAccessId, Access access, RegistryDbContext db, CancellationToken ct) =>
        await Visible(access, db).SingleOrDefaultAsync(e => e.Id == emergencyAccessId, ct) is { } found
            ? new Versioned<EmergencyAccessResponse>(EmergencyAccessResponse.Of(found, access), VersionOf(found)) : new Refused(Refusals.NotFound);

    /// <summary>A second person says whether the emergency justified it. Once, and never of one's own.</summary>
    internal static async Task<Results<Recorded<EmergencyAccessResponse>, Refused>> Review(
        Id<EmergencyAccess> emergencyAccessId, EmergencyReviewRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (await Visible(access, db).SingleOrDefaultAsync(e => e.Id == emergencyAccessId, ct) is not { } found) return new Refused(Refusals.NotFound);
        if (first is not null) return Answer(found, access, replayed: true);

        if (await db.AreOnePerson(access.OrganizationId, found.PrincipalId, access.Caller!.PrincipalId, ct)) return new Refused(EmergencyRules.OwnAccess);
        if (found.Review is not null) return new Refused(EmergencyRules.ReviewedBefore);
        var checks = request.Check();
        if (checks.Failed) return checks.Refused;
        db.Add(request.ToReview(emergencyAccessId, access));
        await idempotency.Keep(emergencyAccessId.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(await Visible(access, db).SingleAsync(e => e.Id == emergencyAccessId, ct), access, replayed: false);
    }

    /// <summary>In the whole organization.</summary>
    private static Task<Patient?> Find(EmergencyAccessRequest request, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var digests = access.Transaction.Connection.KeysOf(access.OrganizationId).DigestsOf(request.System, request.Value).Select(d => d.Bytes).ToArray();
        var named = db.PatientIdentifierDigests.Where(d => d.OrganizationId == access.OrganizationId && digests.Contains(d.Digest)).Select(d => d.PatientId);
        return db.Patients.AsNoTracking().SingleOrDefaultAsync(p => p.OrganizationId == access.OrganizationId && named.Contains(p.Id), ct);
    }

    /// <summary>Two at once are counted one after the other.</summary>
    private static async Task<bool> IsQuotaUsed(Access access, RegistryDbContext db, EmergencySettings settings, CancellationToken ct)
    {
        var principal = access.Caller!.PrincipalId;
        await db.HoldAlone("emergencies of " + principal, ct);
        var since = access.Now - EmergencyRules.QuotaPeriod;
        return await db.EmergencyAccesses.CountAsync(e => e.OrganizationId == access.OrganizationId && e.PrincipalId == principal && e.OpenedAt > since, ct) >= settings.PerDay;
    }

    /// <summary>For auditors all, those about nobody included; for everybody else the own ones, and for a clinic lead those of the clinic.</summary>
    private static IQueryable<EmergencyAccess> Visible(Access access, RegistryDbContext db)
    {
        var (principal, isAuditor) = (access.Caller!.PrincipalId, access.Caller.Has(Role.Auditor));
        Id<Clinic>?[] led = [.. access.Caller.ClinicsAs(Role.ClinicLead).Select(c => (Id<Clinic>?)new Id<Clinic>(c))];
        return db.EmergencyAccesses.AsNoTracking().Include(e => e.Review)
            .Where(e => e.OrganizationId == access.OrganizationId && (isAuditor || e.PrincipalId == principal || led.Contains(e.ClinicId)));
    }

    private static int VersionOf(EmergencyAccess access) => access.Review is null ? 1 : 2;

    private static Recorded<EmergencyAccessResponse> Answer(EmergencyAccess opened, Access access, bool replayed) =>
        new($"/v1/emergency-accesses/{opened.Id}", EmergencyAccessResponse.Of(opened, access), VersionOf(opened), replayed);
}
