using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What the organization aims at, what others reached, and when Collaborative Care began at a clinic.</summary>
internal static class TargetEndpoints
{
    public static void MapTargets(this IEndpointRouteBuilder routes)
    {
        var targets = routes.MapGroup("/v1").WithTags("Program");
        targets.MapGet("/benchmarks", Benchmarks).WithName("ListBenchmarks").Requires(Permissions.ReadMetrics);
        targets.MapGet("/metric-targets", Read).WithName("ListMetricTargets").Requires(Permissions.ReadMetrics);
        targets.MapPut("/metric-targets/{metric}", Write).WithName("WriteMetricTarget").Requires(Permissions.WriteMetricTarget);
        targets.MapPut("/clinics/{clinicId}/launch", Launch).WithName("WriteClinicLaunch").Requires(Permissions.WriteMetricTarget);
    }

    /// <summary>Figures from the literature and of authorities, each with its source. Their populations and definitions differ from ours.</summary>
    internal static Ok<ItemsResponse<BenchmarkResponse>> Benchmarks(Access access) =>
        TypedResults.Ok(new ItemsResponse<BenchmarkResponse>([.. PublishedBenchmarks.All.Select(b => new BenchmarkResponse(b.Metric, b.Kind, b.Low, b.High, b.Name, b.Source))]));

    /// <summary>The targets in force: the organization's, and those of single clinics.</summary>
    internal static async Task<Ok<ItemsResponse<MetricTargetBody>>> Read(Access access, RegistryDbContext db, CancellationToken ct) =>
        TypedResults.Ok(new ItemsResponse<MetricTargetBody>([.. (await InForce(access, db, ct)).InForce.Select(t => new MetricTargetBody(t.Lowest, t.Highest, t.ClinicId, t.Metric))]));

    /// <summary>Sets a target for a figure, everywhere or in one clinic; without limits it takes it back. The target of M02 is the caseload's.</summary>
    /// <param name="metric">Code of the metric.</param>
    internal static async Task<Results<Ok<MetricTargetBody>, Refused>> Write(string metric, MetricTargetBody request, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (Clinical.Metrics.ByCode(metric) is null) return new Refused(Refusals.NotFound);
        var checks = new Checks().Add(request.ClinicId is { } clinic && !access.Clinics.Contains(clinic.Value) ? Refusals.UnknownReference.At("clinicId") : null)
            .Add(request.Metric is not null && request.Metric != metric ? Refusals.UnknownReference.At("metric") : null)
            .Add(request.Lowest is < 0 or > 9999 || request.Highest is < 0 or > 9999 || request.Lowest > request.Highest ? Refusals.TargetOutOfRange.At("lowest") : null);
        if (checks.Failed) return checks.Refused;
        db.MetricTargets.Add(new()
        {
            OrganizationId = access.OrganizationId, Id = Id<MetricTarget>.New(), Metric = metric, ClinicId = request.ClinicId,
            Lowest = request.Lowest, Highest = request.Highest, RecordedAt = access.Now, RecordedBy = access.Caller!.PrincipalId,
        });
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(request with { Metric = metric });
    }

    /// <summary>Says on which day Collaborative Care began at a clinic: run charts and collaboratives can then count months from it.</summary>
    internal static async Task<Results<Ok<LaunchBody>, Refused>> Launch(Id<Clinic> clinicId, LaunchBody request, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (!access.Clinics.Contains(clinicId.Value)) return new Refused(Refusals.NotFound);
        var checks = new Checks();
        if (request.LaunchedOn is { } day) checks.Day("launchedOn", day, await db.TodayAt(access.OrganizationId, clinicId, access.Now, ct));
        if (checks.Failed) return checks.Refused;
        await db.Launch(access.OrganizationId, clinicId, request.LaunchedOn, ct);
        return TypedResults.Ok(request);
    }

    internal static async Task<MetricTargets> InForce(Access access, RegistryDbContext db, CancellationToken ct) =>
        new(await db.MetricTargets.AsNoTracking().Where(t => t.OrganizationId == access.OrganizationId).ToListAsync(ct));
}

/// <param name="Metric">Our metric that comes nearest.</param>
/// <param name="Kind">A target, a median of clinics, or the range in which clinics lay.</param>
internal sealed record BenchmarkResponse(string Metric, BenchmarkKind Kind, decimal? Low, decimal? High, string Name, string Source);

/// <param name="Lowest">Null for no lower limit.</param>
/// <param name="Highest">Null for no upper limit.</param>
/// <param name="ClinicId">Null for every clinic that has no target of its own.</param>
/// <param name="Metric">Code of the metric; the address names it already.</param>
internal sealed record MetricTargetBody(decimal? Lowest, decimal? Highest, Id<Clinic>? ClinicId = null, string? Metric = null);

/// <param name="LaunchedOn">Null takes it back.</param>
internal sealed record LaunchBody(LocalDate? LaunchedOn);
