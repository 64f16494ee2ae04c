using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class RecommendationEndpoints
{
    public static void MapRecommendations(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/consultations/{id}/settlement", Settle).WithName("SettleRecommendation").WithTags("Consultations").Requires(Permissions.WriteConsultation);

    /// <summary>Says what became of a consultant's recommendation: the treating provider accepted or declined it, or it was done.</summary>
    internal static async Task<Results<Versioned<ConsultationResponse>, Refused>> Settle(
        Id<Consultation> id, SettlementRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var consultation = await db.ConsultationsIn(access.OrganizationId, access.Clinics).AsTracking().SingleOrDefaultAsync(c => c.Id == id && !c.EnteredInError, ct);
        if (consultation is null) return new Refused(Refusals.NotFound);
        access.Touches(consultation.PatientId);
        if (ETags.Check(ifMatch, consultation.Version) is { } stale) return new Refused(stale);

        var episode = (await Episodes.Find(consultation.EpisodeId, access, db, ct))!;
        var checks = new Checks().Day("on", request.On, await db.TodayAt(access.OrganizationId, episode.ClinicId, access.Now, ct));
        if (!checks.Failed) checks.Add(consultation.Settle(request.State, request.On));
        return checks.Failed ? checks.Refused : await FactEdits.Save(consultation, ConsultationResponse.Of, access, db, ct);
    }
}

/// <param name="State">accepted, declined or done.</param>
/// <param name="On">The day the treating provider decided, or it was done. When it was accepted before, the day of that stays.</param>
internal sealed record SettlementRequest(RecommendationState State, LocalDate On);
