using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class NationalEndpoints
{
    public static void MapNationalMeasures(this IEndpointRouteBuilder routes)
    {
        var measures = routes.MapGroup("/v1").WithTags("National measures");
        measures.MapGet("/national-measures", Catalogue).WithName("ListNationalMeasures").Requires(Permissions.ReadNationalMeasures);
        measures.MapGet("/clinics/{clinicId}/national-measures/{year}", OfClinic).WithName("ReadClinicNationalMeasures").Requires(Permissions.ReadClinicNationalMeasures);
        measures.MapGet("/organization/national-measures/{year}", OfOrganization).WithName("ReadOrganizationNationalMeasures").Requires(Permissions.ReadNationalMeasures);
    }

    /// <summary>Every national measure the registry can reckon on its own population: what is counted, of whom, and who is left out.</summary>
    internal static Ok<ItemsResponse<MetricDefinitionResponse>> Catalogue(Access access) =>
        TypedResults.Ok(new ItemsResponse<MetricDefinitionResponse>([.. NationalMeasures.All.Select(MetricDefinitionResponse.Of)]));

    /// <summary>The national measures of a clinic, for those who consult on its patients. Whoever's window is not over by asOf does not count yet.</summary>
    internal static async Task<Results<Ok<NationalMeasuresResponse>, Refused>> OfClinic(
        Id<Clinic> clinicId, Year year, Access access, CancellationToken ct, AsOf? asOf = null, KnownAt? knownAt = null)
    {
        var connection = access.Transaction.Connection;
        if (await connection.SettingsOfClinic(access.OrganizationId, clinicId, access.Clinics, ct) is not { } settings) return new Refused(Refusals.NotFound);
        var (day, refused) = new AskedFor { AsOf = asOf, KnownAt = knownAt }.In(settings, access);
        if (refused is not null) return refused;

        var question = NationalMeasures.Question(year.Value, day.AsOf);
        var episodes = await connection.EpisodesOfClinics(access.OrganizationId, [clinicId.Value], MetricSpan.OfNationalMeasures(question), day.KnownAt, ct);
        var report = new MetricsReport(episodes, question);
        return TypedResults.Ok(new NationalMeasuresResponse(year.Value, day.AsOf, day.KnownAt, NationalMeasures.Population,
            [new(clinicId, [.. NationalMeasures.All.Select(m => MetricValueResponse.Of(report.Of(m)))])]));
    }

    /// <summary>The national measures of the organization and its clinics in a year that is over, for those who may see no patient: groups of 1 to 10 are never shown, and do not follow from what is.</summary>
    /// <remarks>As known 15 days after the year's end, so that no two answers can be subtracted.</remarks>
    internal static async Task<Results<Ok<NationalMeasuresResponse>, Refused>> OfOrganization(Year year, Access access, CancellationToken ct)
    {
        var first = new LocalDate(year.Value, 1, 1);
        var rows = await access.Transaction.Connection.AggregatesOf<IReadOnlyList<MetricValue>>(access.OrganizationId, AggregateKind.NationalMeasures, first, first, ct);
        if (rows.Count == 0) return new Refused((PublishedMonth.SettledAt(new(year.Value, 12)) > access.Now ? Refusals.YearNotSettled : Refusals.NotPublished).At("year"));

        var seesAll = (await access.Transaction.Connection.ProgramOf(access.OrganizationId, ct)).Clinics.All(access.Clinics.Contains);
        return TypedResults.Ok(new NationalMeasuresResponse(year.Value, new(year.Value, 12, 31), rows[0].KnownAt, NationalMeasures.Population,
            [.. rows.Where(r => r.Clinic is { } clinic ? access.Clinics.Contains(clinic.Value) : seesAll)
                .Select(r => new NationalRowResponse(r.Clinic, [.. r.Figures.Select(MetricValueResponse.Of)]))]));
    }
}

/// <param name="Year">The measurement year.</param>
/// <param name="Population">Whose figures these are.</param>
/// <param name="Rows">The organization, then its clinics; of one clinic, that clinic alone.</param>
internal sealed record NationalMeasuresResponse(int Year, LocalDate AsOf, Instant? KnownAt, string Population, IReadOnlyList<NationalRowResponse> Rows);

/// <param name="ClinicId">Null for the organization.</param>
internal sealed record NationalRowResponse(Id<Clinic>? ClinicId, IReadOnlyList<MetricValueResponse> Items);
