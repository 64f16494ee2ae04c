using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class PdsaEndpoints
{
    public static void MapPdsaCycles(this IEndpointRouteBuilder routes)
    {
        var cycles = routes.MapGroup("/v1/pdsa-cycles").WithTags("PDSA cycles");
        cycles.MapPost("", Create).WithName("StartPdsaCycle").Requires(Permissions.WriteLearning);
        cycles.MapGet("", List).WithName("ListPdsaCycles").Requires(Permissions.ReadLearning);
        cycles.MapGet("/{cycleId}", Read).WithName("ReadPdsaCycle").Requires(Permissions.ReadLearning);
        cycles.MapPut("/{cycleId}", Write).WithName("WritePdsaCycle").Requires(Permissions.WriteLearning);
    }

    /// <summary>Starts a small test of a change: the prediction is said before anything is tried.</summary>
    internal static async Task<Results<Recorded<PdsaCycleResponse>, Refused>> Create(
        PdsaCycleRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Find(new(id), access, db, ct) is { } existing) return Started(existing, replayed: true);
        if (!access.Clinics.Contains(request.ClinicId.Value)) return new Refused(Refusals.UnknownReference.At("clinicId"));
        if (request.CollaborativeId is { } collaborative && await db.CollaborativeOfMember(access.OrganizationId, collaborative, ct) is null) return new Refused(Refusals.UnknownReference.At("collaborativeId"));
        var checks = request.Check(await db.TodayAt(access.OrganizationId, request.ClinicId, access.Now, ct));
        if (checks.Failed) return checks.Refused;

        var cycle = request.ToCycle(access);
        db.Add(cycle);
        await idempotency.Keep(cycle.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Started(cycle, replayed: false);
    }

    /// <summary>The cycles of the caller's clinics, those begun last first.</summary>
    /// <param name="metric">Only cycles that are meant to move this metric.</param>
    internal static async Task<Ok<ItemsResponse<PdsaCycleResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct, string? metric = null)
    {
        var cycles = await Visible(access, db).Where(c => metric == null || c.MetricCodes.Contains(metric)).OrderByDescending(c => c.StartedOn).ThenByDescending(c => c.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<PdsaCycleResponse>([.. cycles.Select(PdsaCycleResponse.Of)]));
    }

    /// <summary>One cycle.</summary>
    internal static async Task<Results<Versioned<PdsaCycleResponse>, Refused>> Read(Id<PdsaCycle> cycleId, Access access, RegistryDbContext db, CancellationToken ct) =>
        await Find(cycleId, access, db, ct) is { } cycle ? new Versioned<PdsaCycleResponse>(PdsaCycleResponse.Of(cycle), cycle.Version) : new Refused(Refusals.NotFound);

    /// <summary>Says anew what is known of a cycle: what was done, seen and learned, and the decision. Its clinic and collaborative stay.</summary>
    internal static async Task<Results<Versioned<PdsaCycleResponse>, Refused>> Write(
        Id<PdsaCycle> cycleId, PdsaCycleRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Find(cycleId, access, db, ct) is not { } cycle) return new Refused(Refusals.NotFound);
        if (ETags.Check(ifMatch, cycle.Version) is { } stale) return new Refused(stale);
        var checks = request.Check(await db.TodayAt(access.OrganizationId, cycle.ClinicId, access.Now, ct))
            .Add(request.ClinicId == cycle.ClinicId ? null : Refusals.UnknownReference.At("clinicId")).Add(request.CollaborativeId == cycle.CollaborativeId ? null : Refusals.UnknownReference.At("collaborativeId"));
        if (checks.Failed) return checks.Refused;

        request.CopyTo(cycle);
        (cycle.Version, cycle.RecordedAt, cycle.RecordedBy) = (cycle.Version + 1, access.Now, access.Caller!.PrincipalId);
        await db.SaveChangesAsync(ct);
        return new Versioned<PdsaCycleResponse>(PdsaCycleResponse.Of(cycle), cycle.Version);
    }

    /// <summary>The cycles of the caller's clinics that the chart of a metric shows, those begun first first: those meant to move it, and those that name no metric.</summary>
    internal static async Task<ILookup<Id<Clinic>, PdsaCycle>> OnChartOf(string metric, Access access, RegistryDbContext db, CancellationToken ct) =>
        (await Visible(access, db).AsNoTracking().Where(c => c.MetricCodes.Contains(metric) || c.MetricCodes.Length == 0).OrderBy(c => c.StartedOn).ThenBy(c => c.Id).ToListAsync(ct)).ToLookup(c => c.ClinicId);

    private static IQueryable<PdsaCycle> Visible(Access access, RegistryDbContext db)
    {
        var mine = access.Clinics.Select(c => new Id<Clinic>(c)).ToArray();
        return db.PdsaCycles.AsTracking().Where(c => c.OrganizationId == access.OrganizationId && mine.Contains(c.ClinicId));
    }

    private static Task<PdsaCycle?> Find(Id<PdsaCycle> id, Access access, RegistryDbContext db, CancellationToken ct) => Visible(access, db).SingleOrDefaultAsync(c => c.Id == id, ct);

    private static Recorded<PdsaCycleResponse> Started(PdsaCycle cycle, bool replayed) => new($"/v1/pdsa-cycles/{cycle.Id}", PdsaCycleResponse.Of(cycle), cycle.Version, replayed);
}
