using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>How long records are kept, and holds that keep them longer. Erasing is a verb of its own, with a role of its own.</summary>
internal static class RetentionEndpoints
{
    public static void MapRetention(this IEndpointRouteBuilder routes)
    {
        var retention = routes.MapGroup("/v1").WithTags("Retention");
        retention.MapGet("/retention-policy", ReadPolicy).WithName("ReadRetentionPolicy").Requires(Permissions.ReadRetention);
        retention.MapPut("/retention-policy", WritePolicy).WithName("WriteRetentionPolicy").Requires(Permissions.WriteRetention);
        retention.MapPost("/patients/{patientId}/legal-holds", Place).WithName("PlaceLegalHold").Requires(Permissions.WriteLegalHold);
        retention.MapGet("/patients/{patientId}/legal-holds", List).WithName("ListLegalHolds").Requires(Permissions.ReadLegalHold);
        retention.MapGet("/legal-holds/{holdId}", Read).WithName("ReadLegalHold").Requires(Permissions.ReadLegalHold);
        retention.MapPost("/legal-holds/{holdId}/release", Release).WithName("ReleaseLegalHold").Requires(Permissions.WriteLegalHold);
    }

    /// <summary>How long the organization keeps records. While it has chosen nothing, nothing is erased.</summary>
    internal static async Task<Versioned<RetentionResponse>> ReadPolicy(Access access, RegistryDbContext db, CancellationToken ct) =>
        await db.RetentionPolicies.AsNoTracking().SingleOrDefaultAsync(p => p.OrganizationId == access.OrganizationId, ct) is { } policy
            ? new(new(RetentionPolicyBody.Of(policy)), policy.Version) : new(new(null), 0);

    /// <summary>Chooses how long records are kept: state law says how long at least, and longer for minors.</summary>
    /// <remarks>While nothing was chosen, the version read is 0.</remarks>
    internal static async Task<Results<Versioned<RetentionPolicyBody>, Refused>> WritePolicy(
        RetentionPolicyBody request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var policy = await db.RetentionPolicies.AsTracking().SingleOrDefaultAsync(p => p.OrganizationId == access.OrganizationId, ct);
        if (ETags.Check(ifMatch, policy?.Version ?? 0) is { } stale) return new Refused(stale);
        var checks = request.Check();
        if (checks.Failed) return checks.Refused;
        if (policy is null) db.Add(policy = request.ToPolicy(access.OrganizationId));
        else request.ApplyTo(policy);
        await db.SaveChangesAsync(ct);
        return new Versioned<RetentionPolicyBody>(request, policy.Version);
    }

    /// <summary>Places a legal hold: whatever the policy says, nothing of this patient is erased until it is released.</summary>
    internal static async Task<Results<Recorded<LegalHoldResponse>, Refused>> Place(
        Id<Patient> patientId, LegalHoldRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Holds(access, db).SingleOrDefaultAsync(h => h.Id == new Id<LegalHold>(id), ct) is { } existing) return Answer(existing, access, replayed: true);

        var checks = new Checks().Text("matter", request.Matter, 400);
        if (checks.Failed) return checks.Refused;
        // An auditor sees no patients; whether this is one of the organization's, the foreign key knows.
        var hold = new LegalHold { OrganizationId = access.OrganizationId, Id = Id<LegalHold>.New(), PatientId = patientId, Matter = request.Matter.Trim(), PlacedAt = access.Now, PlacedBy = access.Caller!.PrincipalId };
        db.Add(hold);
        await idempotency.Keep(hold.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(hold, access, replayed: false);
    }

    /// <summary>A patient's legal holds, newest first; released ones are among them.</summary>
    internal static async Task<Ok<ItemsResponse<LegalHoldResponse>>> List(Id<Patient> patientId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        access.Touches(patientId);
        var holds = await Holds(access, db).Where(h => h.PatientId == patientId).OrderByDescending(h => h.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<LegalHoldResponse>([.. holds.Select(LegalHoldResponse.Of)]));
    }

    /// <summary>One legal hold.</summary>
    internal static async Task<Results<Versioned<LegalHoldResponse>, Refused>> Read(Id<LegalHold> holdId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Holds(access, db).SingleOrDefaultAsync(h => h.Id == holdId, ct) is not { } hold) return new Refused(Refusals.NotFound);
        access.Touches(hold.PatientId);
        return new Versioned<LegalHoldResponse>(LegalHoldResponse.Of(hold), VersionOf(hold));
    }

    /// <summary>Releases a legal hold: the policy decides again.</summary>
    internal static async Task<Results<Versioned<LegalHoldResponse>, Refused>> Release(
        Id<LegalHold> holdId, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Holds(access, db).AsTracking().SingleOrDefaultAsync(h => h.Id == holdId, ct) is not { } hold) return new Refused(Refusals.NotFound);
        access.Touches(hold.PatientId);
        if (ETags.Check(ifMatch, VersionOf(hold)) is { } stale) return new Refused(stale);
        if (hold.Release(access.Caller!.PrincipalId, access.Now) is { } refusal) return new Refused(refusal);
        await db.SaveChangesAsync(ct);
        return new Versioned<LegalHoldResponse>(LegalHoldResponse.Of(hold), VersionOf(hold));
    }

    private static IQueryable<LegalHold> Holds(Access access, RegistryDbContext db) => db.LegalHolds.AsNoTracking().Where(h => h.OrganizationId == access.OrganizationId);

    private static int VersionOf(LegalHold hold) => hold.ReleasedAt is null ? 1 : 2;

    private static Recorded<LegalHoldResponse> Answer(LegalHold hold, Access access, bool replayed)
    {
        access.Touches(hold.PatientId);
        return new($"/v1/legal-holds/{hold.Id}", LegalHoldResponse.Of(hold), VersionOf(hold), replayed);
    }
}

/// <param name="YearsAfterLastActivity">1 to 100.</param>
/// <param name="MinorsUntilAge">A minor's record is kept at least until this age: 18 to 50.</param>
/// <param name="AuditYears">How long the audit trail is kept: 6 to 100.</param>
internal sealed record RetentionPolicyBody(int YearsAfterLastActivity, int MinorsUntilAge, int AuditYears)
{
    private static readonly Refusal OutOfRange = new("out-of-range", RefusalKind.Rule, "The number lies outside what is allowed.");

    public static RetentionPolicyBody Of(RetentionPolicy p) => new(p.YearsAfterLastActivity, p.MinorsUntilAge, p.AuditYears);

    public Checks Check() => new Checks()
        .Add(YearsAfterLastActivity is < 1 or > 100 ? OutOfRange.At("yearsAfterLastActivity") : null)
        .Add(MinorsUntilAge is < 18 or > 50 ? OutOfRange.At("minorsUntilAge") : null)
        .Add(AuditYears is < RetentionPolicy.LeastAuditYears or > 100 ? OutOfRange.At("auditYears") : null);

    public RetentionPolicy ToPolicy(Id<Organization> organization) =>
        new() { OrganizationId = organization, YearsAfterLastActivity = YearsAfterLastActivity, MinorsUntilAge = MinorsUntilAge, AuditYears = AuditYears };

    public void ApplyTo(RetentionPolicy p) => (p.YearsAfterLastActivity, p.MinorsUntilAge, p.AuditYears, p.Version) = (YearsAfterLastActivity, MinorsUntilAge, AuditYears, p.Version + 1);
}

/// <param name="Policy">Null while nothing was chosen: nothing is erased then.</param>
internal sealed record RetentionResponse(RetentionPolicyBody? Policy);

/// <param name="Matter">The matter it serves: the case, the request; at most 400 characters.</param>
internal sealed record LegalHoldRequest(string Matter)
{
    public override string ToString() => nameof(LegalHoldRequest);
}

/// <param name="ReleasedAt">Null while it is in force.</param>
internal sealed record LegalHoldResponse(Id<LegalHold> Id, Id<Patient> PatientId, string Matter, Instant PlacedAt, Id<Principal> PlacedBy, Instant? ReleasedAt, Id<Principal>? ReleasedBy)
{
    public static LegalHoldResponse Of(LegalHold h) => new(h.Id, h.PatientId, h.Matter, h.PlacedAt, h.PlacedBy, h.ReleasedAt, h.ReleasedBy);

    public override string ToString() => $"{nameof(LegalHoldResponse)} {Id}";
}
