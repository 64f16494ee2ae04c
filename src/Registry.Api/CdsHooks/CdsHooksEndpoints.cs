using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>CDS Hooks 2.0: an EHR that opens a chart asks whether Collaborative Care has something to say, and mostly it has not.</summary>
internal static class CdsHooksEndpoints
{
    public const string Prefix = "/cds-services";

    /// <summary>For what any web page may read: it is public, or guarded by a token that no browser sends by itself.</summary>
    public const string OpenToPages = "open-to-pages";

    private const string PatientView = "collaborative-care-patient-view";

    private static readonly CdsServices Services = new([new(
        "patient-view", "Collaborative Care: safety, worsening, not improving, review due",
        "At most one card for a patient in Collaborative Care whose course needs attention now; none for most.",
        PatientView, new Dictionary<string, string> { ["patient"] = "Patient/{{context.patientId}}" })]);

    public static void AddCdsHooks(this IServiceCollection services)
    {
        services.AddSingleton<CdsClientKeys>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, CdsAuthentication>(CdsAuthentication.Name, null);
        services.AddCors(cors => cors.AddPolicy(OpenToPages, policy => policy.AllowAnyOrigin().WithMethods("GET", "POST").WithHeaders("Authorization", "Content-Type", "Accept")));
    }

    public static void MapCdsHooks(this IEndpointRouteBuilder routes)
    {
        var hooks = routes.MapGroup(Prefix).ExcludeFromDescription().RequireCors(OpenToPages);
        hooks.MapGet("", () => TypedResults.Ok(Services)).AllowAnonymous();
        hooks.MapPost("/{serviceId}", Call).Requires(Permissions.ShowCards);
    }

    private static async Task<Results<Ok<CdsCards>, Refused, StatusCodeHttpResult>> Call(string serviceId, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (serviceId != PatientView) return new Refused(Refusals.NotFound);
        var request = await CdsRequest.Read(http, ct);
        if (request.Problem is { } status) return TypedResults.StatusCode(status);

        var card = await Card(request, access, settings, ct);
        return TypedResults.Ok(new CdsCards(card is null ? [] : [card]));
    }

    /// <summary>The card of the one patient whom the identifiers name; none when they name nobody, or two.</summary>
    private static async Task<CdsCard?> Card(CdsRequest request, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var connection = access.Transaction.Connection;
        var found = await ImportLookup.Read(connection, access.OrganizationId, access.Clinics, [], [.. request.Identifiers.Distinct()], [], ct);
        var patients = found.PatientsByIdentifier.SelectMany(named => named).Select(patient => patient.Id).Distinct().ToList();
        if (patients is not [var patientId]) return null;

        access.Touches(patientId);
        if (await connection.EpisodeInCareOf(access.OrganizationId, patientId, access.Clinics, ct) is not { } episodeId) return null;
        if (await connection.SettingsOfEpisode(access.OrganizationId, episodeId, access.Clinics, ct) is not { } chosen) return null;
        var (question, _) = new AskedFor().In(chosen, access);
        var episode = await connection.EpisodeFactsOf(access.OrganizationId, episodeId, access.Clinics, question.AsOf, null, ct);
        return PatientCard.Of(question.Summary(episode!.Facts)) is { } card ? CdsCard.Of(card, patientId, settings) : null;
    }
}
