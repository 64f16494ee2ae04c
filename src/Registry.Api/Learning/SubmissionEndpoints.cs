using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class SubmissionEndpoints
{
    private static readonly Refusal MonthNotDue = new("month-not-due", RefusalKind.Rule, "The month is none of those that the collaborative submits.");

    public static void MapSubmissions(this IEndpointRouteBuilder routes)
    {
        var collaborative = routes.MapGroup("/v1/collaboratives/{collaborativeId}").WithTags("Collaboratives");
        collaborative.MapPost("/submissions", Submit).WithName("SubmitToCollaborative").Requires(Permissions.WriteCollaborative);
        collaborative.MapGet("/submissions", List).WithName("ListSubmissions").Requires(Permissions.ReadSharedFigures);
        collaborative.MapGet("/charts/{metric}", Chart).WithName("ReadCollaborativeChart").Requires(Permissions.ReadSharedFigures);
    }

    /// <summary>Submits a clinic's month: the collaborative's measures as the registry has published them, small groups suppressed. They are frozen, and every member sees exactly this.</summary>
    /// <remarks>Nothing is reckoned anew, so nothing follows from a submission that does not follow from what the organization shows to whoever may see no patient.</remarks>
    internal static async Task<Results<Ok<SubmissionResponse>, Refused>> Submit(
        Id<Collaborative> collaborativeId, SubmissionRequest request, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await db.CollaborativeOfMember(access.OrganizationId, collaborativeId, ct) is not { } collaborative) return new Refused(Refusals.NotFound);
        var isSite = access.Clinics.Contains(request.ClinicId.Value) && await db.SitesSharedWith(access.OrganizationId, collaborativeId)
            .AnyAsync(s => s.OrganizationId == access.OrganizationId && s.ClinicId == request.ClinicId, ct);
        if (!isSite) return new Refused(Refusals.UnknownReference.At("clinicId"));
        if (request.Month.CompareTo(PublishedMonth.LastSettled(access.Now)) > 0) return new Refused(Refusals.MonthNotSettled.At("month"));
        if (!collaborative.MonthsDue(PublishedMonth.LastSettled(access.Now)).Contains(request.Month)) return new Refused(MonthNotDue.At("month"));
        if (await db.SharedSubmissions.AnyAsync(s => s.OrganizationId == access.OrganizationId && s.CollaborativeId == collaborativeId && s.ClinicId == request.ClinicId && s.MonthOn == request.Month.OnDayOfMonth(1), ct))
            return new Refused(Refusals.MonthClosed);

        if (await OrganizationMetrics.OfMonth(request.Month, null, access, ct) is not { } figures) return OrganizationMetrics.NotOut(request.Month, access);
        var submission = Frozen(collaborative, request, figures, access);
        db.Add(submission);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(SubmissionResponse.Of(submission));
    }

    /// <summary>Who has submitted which month with which figures, what is missing, and how complete it is.</summary>
    internal static async Task<Results<Ok<SubmissionsResponse>, Refused>> List(Id<Collaborative> collaborativeId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await db.CollaborativeOfMember(access.OrganizationId, collaborativeId, ct) is not { } collaborative) return new Refused(Refusals.NotFound);
        var (sites, submitted) = await Shared(collaborativeId, access, db, ct);
        return TypedResults.Ok(SubmissionsResponse.Of(collaborative.MonthsDue(PublishedMonth.LastSettled(access.Now)), sites, submitted, access.OrganizationId));
    }

    /// <summary>A measure of every site as a run chart with its signals, by calendar month or by months since launch; on the own sites with what was tried there.</summary>
    /// <param name="metric">Code of one of the collaborative's measures.</param>
    /// <param name="axis">month (by default) or months-since-launch; a site that has not launched is not on the latter.</param>
    internal static async Task<Results<Ok<CollaborativeChartResponse>, Refused>> Chart(
        Id<Collaborative> collaborativeId, string metric, Access access, RegistryDbContext db, CancellationToken ct, string axis = ChartAxis.Month)
    {
        if (await db.CollaborativeOfMember(access.OrganizationId, collaborativeId, ct) is not { } collaborative) return new Refused(Refusals.NotFound);
        if (collaborative.Measures.SingleOrDefault(m => m.MetricCode == metric) is not { } measure) return new Refused(Refusals.NotFound);
        if (axis is not (ChartAxis.Month or ChartAxis.MonthsSinceLaunch)) return new Refused(ChartAxis.Unknown.At("axis"));

        var (sites, submitted) = await Shared(collaborativeId, access, db, ct);
        var cycles = await PdsaEndpoints.OnChartOf(metric, access, db, ct);
        return TypedResults.Ok(CollaborativeChartResponse.Of(measure, axis, sites.Select(s => SiteSeriesResponse.Of(s, metric, axis, submitted[s.ClinicId], cycles[s.ClinicId], access.OrganizationId))));
    }

    private static async Task<(List<CollaborativeSite> Sites, ILookup<Id<Clinic>, SharedSubmission> Submitted)> Shared(
        Id<Collaborative> collaborativeId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var sites = await db.SitesSharedWith(access.OrganizationId, collaborativeId).OrderBy(s => s.Name).ThenBy(s => s.ClinicId).ToListAsync(ct);
        var submitted = await db.SubmissionsSharedWith(access.OrganizationId, collaborativeId).Include(s => s.Measures).ToListAsync(ct);
        return (sites, submitted.ToLookup(s => s.ClinicId));
    }

    private static SharedSubmission Frozen(Collaborative collaborative, SubmissionRequest request, List<PublishedFigures> figures, Access access)
    {
        var month = request.Month.OnDayOfMonth(1);
        var row = figures.SingleOrDefault(f => f.Row == new AggregateRow(request.ClinicId));
        return new()
        {
            OrganizationId = access.OrganizationId,
            CollaborativeId = collaborative.Id,
            ClinicId = request.ClinicId,
            MonthOn = month,
            SubmittedAt = access.Now,
            SubmittedBy = access.Caller!.PrincipalId,
            KnownAt = PublishedMonth.SettledAt(request.Month),
            Measures = [.. collaborative.Measures.Select(m => Measure(m.MetricCode, row?.Values.Single(v => v.Code == m.MetricCode)))],
        };

        // A clinic nobody was in has no row.
        SharedMeasure Measure(string code, MetricValue? value) => new()
        {
            OrganizationId = access.OrganizationId,
            CollaborativeId = collaborative.Id,
            ClinicId = request.ClinicId,
            MonthOn = month,
            MetricCode = code,
            MetricVersion = value?.Version ?? Clinical.Metrics.ByCode(code)!.Version,
            Value = value?.Value,
            Numerator = value?.Numerator,
            Denominator = value?.Denominator,
            NoValue = value is null ? "no-patients" : value.NoValue,
        };
    }
}
