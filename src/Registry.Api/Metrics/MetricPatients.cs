using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The patients behind the figures of a clinic, for those who may see all of them.</summary>
internal static class MetricPatients
{
    public static void MapMetricPatients(this IEndpointRouteBuilder routes)
    {
        var clinics = routes.MapGroup("/v1/clinics/{clinicId}").WithTags("Metrics");
        clinics.MapGet("/metrics/{metric}/patients", OfClinic).WithName("ListClinicMetricPatients").Requires(Permissions.ReadClinicMetricPatients);
        clinics.MapGet("/new-york/{month}/{newYorkMetric}/patients", OfNewYork).WithName("ListNewYorkMetricPatients").Requires(Permissions.ReadClinicMetricPatients);
        clinics.MapGet("/national-measures/{year}/{measure}/patients", OfNationalMeasure).WithName("ListNationalMeasurePatients").Requires(Permissions.ReadClinicMetricPatients);
    }

    /// <summary>The patients behind one figure of a clinic: above the line, below it, or left out, each with the reason.</summary>
    /// <param name="metric">Code of a metric, of a figure of case mix (CM1), or of an early warning (D9).</param>
    internal static async Task<Results<Ok<MetricPatientsResponse>, Refused>> OfClinic(
        Id<Clinic> clinicId, string metric, [AsParameters] MetricsAsked metrics, [AsParameters] AskedFor asked, Access access, CancellationToken ct)
    {
        if (AggregateTable.Shown.FirstOrDefault(m => m.Code == metric) is not { } definition) return new Refused(Refusals.NotFound);
        var reading = await MetricsReading.OfClinic(clinicId, metrics, asked, access, ct);
        return reading.Refused is { } refused ? refused : Behind(definition, reading.Episodes, reading.Question, reading.Asked.KnownAt, access);
    }

    /// <summary>The patients behind one of New York State's metrics of a month, as known at a moment: that of the submission shows what was submitted.</summary>
    /// <remarks>As the metric goes to the State: without episodes under 42 CFR Part 2 that no consent opened then.</remarks>
    /// <param name="newYorkMetric">Code of the metric: NYS1 to NYS8.</param>
    internal static async Task<Results<Ok<MetricPatientsResponse>, Refused>> OfNewYork(
        Id<Clinic> clinicId, Month month, string newYorkMetric, Access access, CancellationToken ct, KnownAt? knownAt = null)
    {
        if (NewYorkSet.All.FirstOrDefault(m => m.Code == newYorkMetric) is not { } definition) return new Refused(Refusals.NotFound);
        return await Of(clinicId, definition, knownAt, today => NewYorkSet.Question(month.Value, today), MetricSpan.Of, access, ct, asSent: true);
    }

    /// <summary>The patients behind one national measure of a year, as known at a moment.</summary>
    /// <param name="measure">Code of the measure: N01 to N10.</param>
    internal static async Task<Results<Ok<MetricPatientsResponse>, Refused>> OfNationalMeasure(
        Id<Clinic> clinicId, Year year, string measure, Access access, CancellationToken ct, KnownAt? knownAt = null)
    {
        if (NationalMeasures.All.FirstOrDefault(m => m.Code == measure) is not { } definition) return new Refused(Refusals.NotFound);
        return await Of(clinicId, definition, knownAt, today => NationalMeasures.Question(year.Value, today), MetricSpan.OfNationalMeasures, access, ct);
    }

    private static async Task<Results<Ok<MetricPatientsResponse>, Refused>> Of(
        Id<Clinic> clinicId, Metric definition, KnownAt? knownAt, Func<LocalDate, MetricQuestion> ask, Func<MetricQuestion, MetricSpan> span, Access access, CancellationToken ct, bool asSent = false)
    {
        var connection = access.Transaction.Connection;
        if (await connection.SettingsOfClinic(access.OrganizationId, clinicId, MetricsReading.WholeClinics(access), ct) is not { } settings) return new Refused(Refusals.NotFound);
        var (day, refused) = new AskedFor { KnownAt = knownAt }.In(settings, access);
        if (refused is not null) return refused;
        var question = ask(day.AsOf);
        Guid[] clinic = [clinicId.Value];
        var episodes = await connection.EpisodesOfClinics(access.OrganizationId, clinic, span(question), day.KnownAt, ct);
        if (asSent) episodes = await connection.WithoutWithheld(access.OrganizationId, clinic, episodes, day.KnownAt ?? access.Now, ct);
        return Behind(definition, episodes, question, day.KnownAt, access);
    }

    internal static Ok<MetricPatientsResponse> Behind(Metric definition, IReadOnlyList<MeasuredEpisode> episodes, MetricQuestion question, Instant? knownAt, Access access)
    {
        var behind = new MetricsReport(episodes, question).Behind(definition);
        foreach (var placed in behind) access.Touches(placed.Episode.Facts.PatientId);
        return TypedResults.Ok(new MetricPatientsResponse(definition.Code, definition.Version, question.Period.Name, question.AsOf, knownAt,
            [.. behind.OrderBy(p => p.Placement.Place).ThenBy(p => p.Episode.Facts.EpisodeId).Select(MetricPatientResponse.Of)]));
    }
}
