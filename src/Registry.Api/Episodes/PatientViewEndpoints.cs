using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class PatientViewEndpoints
{
    public static void MapPatientView(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/episodes/{episodeId}/view", View).WithName("ViewEpisode").WithTags("Episodes").Requires(Permissions.ReadEpisode);

    /// <summary>Everything about one episode on one answer: trajectories, outcomes, contacts, consultations, open recommendations, flags with reasons, minutes.</summary>
    internal static async Task<Results<Ok<PatientViewResponse>, Refused>> View(
        Id<Episode> episodeId, [AsParameters] AskedFor asked, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var connection = access.Transaction.Connection;
        if (await connection.SettingsOfEpisode(access.OrganizationId, episodeId, access.Clinics, ct) is not { } settings) return new Refused(Refusals.NotFound);
        var (question, refused) = asked.In(settings, access);
        if (refused is not null) return refused;
        if (await connection.EpisodeFactsOf(access.OrganizationId, episodeId, access.Clinics, question.AsOf, question.KnownAt, ct) is not { } found) return new Refused(Refusals.NotFound);

        var patient = found.For(access.Decision.Fields, question.AsOf);
        access.Touches(patient.Facts.PatientId);
        var summary = question.Summary(patient.Facts);
        var payer = PayerProfile.ByName(settings.PayerProfile)!;
        return TypedResults.Ok(PatientViewResponse.Of(patient, summary, question, BillingMonth.Of(patient.Facts, question.AsOf.ToYearMonth(), question.AsOf, payer)));
    }
}
