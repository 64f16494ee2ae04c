using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class MetricsEndpoints
{
    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        var metrics = routes.MapGroup("/v1").WithTags("Metrics");
        metrics.MapGet("/metrics", Catalogue).WithName("ListMetrics").Requires(Permissions.ReadMetrics);
        metrics.MapGet("/caseloads/{careManagerId}/metrics", OfCaseload).WithName("ReadCaseloadMetrics").Requires(Permissions.ReadMetrics);
        metrics.MapGet("/caseloads/{careManagerId}/metrics/{metric}/patients", Behind).WithName("ListMetricPatients").Requires(Permissions.ReadMetricPatients);
        metrics.MapGet("/clinics/{clinicId}/metrics", OfClinic).WithName("ReadClinicMetrics").Requires(Permissions.ReadClinicMetrics);
        routes.MapMetricPatients();
        metrics.MapGet("/organization/metrics/{month}", OfOrganization).WithName("ReadOrganizationMetrics").Requires(Permissions.ReadMetrics);
    }

    /// <summary>Every metric: what is counted, of whom, who is left out, and where the definition comes from.</summary>
    internal static Ok<ItemsResponse<MetricDefinitionResponse>> Catalogue(Access access) =>
        TypedResults.Ok(new ItemsResponse<MetricDefinitionResponse>([.. Clinical.Metrics.All.Select(MetricDefinitionResponse.Of)]));

    /// <summary>The figures of a caseload: patients who were on it on the last day that is looked at.</summary>
    internal static async Task<Results<Ok<MetricsResponse>, Refused>> OfCaseload(
        Id<StaffMember> careManagerId, [AsParameters] MetricsAsked metrics, [AsParameters] AskedFor asked, Access access, CancellationToken ct) =>
        await MetricsReading.OfCaseload(careManagerId, metrics, asked, access, ct) switch
        {
            { Refused: { } refused } => refused,
            var reading => TypedResults.Ok(MetricsResponse.Of(reading.Episodes, reading.Question, reading.Asked, reading.Stratum)),
        };

    /// <summary>The patients behind one figure of a caseload: above the line, below it, or left out, each with the reason.</summary>
    /// <param name="metric">Code of the metric.</param>
    internal static async Task<Results<Ok<MetricPatientsResponse>, Refused>> Behind(
        Id<StaffMember> careManagerId, string metric, [AsParameters] MetricsAsked metrics, [AsParameters] AskedFor asked, Access access, CancellationToken ct)
    {
        if (Clinical.Metrics.ByCode(metric) is not { } definition) return new Refused(Refusals.NotFound);
        var reading = await MetricsReading.OfCaseload(careManagerId, metrics, asked, access, ct);
        return reading.Refused is { } refused ? refused : MetricPatients.Behind(definition, reading.Episodes, reading.Question, reading.Asked.KnownAt, access);
    }

    /// <summary>The figures of a clinic, for those who consult on its patients. Others read the organization's, in which small groups are suppressed.</summary>
    internal static async Task<Results<Ok<MetricsResponse>, Refused>> OfClinic(
        Id<Clinic> clinicId, [AsParameters] MetricsAsked metrics, [AsParameters] AskedFor asked, Access access, CancellationToken ct) =>
        await MetricsReading.OfClinic(clinicId, metrics, asked, access, ct) switch
        {
            { Refused: { } refused } => refused,
            var reading => TypedResults.Ok(MetricsResponse.Of(reading.Episodes, reading.Question, reading.Asked, reading.Stratum)),
        };

    /// <summary>A month of the organization and of its clinics, for those who may see no patient: groups of 1 to 10 are never shown, and do not follow from what is.</summary>
    /// <remarks>Calendar months only, as known 15 days after their end and published then, so that no two answers can be subtracted.</remarks>
    internal static async Task<Results<Ok<OrganizationMetricsResponse>, Refused>> OfOrganization(Month month, Access access, CancellationToken ct, string? by = null)
    {
        if (by is not null && by != Stratum.CareManager.Name && Stratum.ByName(by) is null) return new Refused(Refusals.UnknownStratum.At("by"));
        if (by == Stratum.CareManager.Name && !OrganizationMetrics.MayCompareCareManagers(access)) return new Refused(Refusals.NotFound);
        return await OrganizationMetrics.OfMonth(month.Value, by, access, ct) is { } rows ? TypedResults.Ok(OrganizationMetricsResponse.Of(rows)) : OrganizationMetrics.NotOut(month.Value, access);
    }
}
