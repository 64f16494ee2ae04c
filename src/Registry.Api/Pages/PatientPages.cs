using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>One episode to look at: the same facts, rights and rules as GET /v1/episodes/{id}/view.</summary>
internal static class PatientPages
{
    public static void MapPatientPages(this IEndpointRouteBuilder pages) =>
        pages.MapGet("/episodes/{episodeId}", Patient).Requires(Permissions.ReadEpisode);

    internal static async Task<Results<RazorComponentResult, Refused>> Patient(
        Id<Episode> episodeId, [FromQuery] AsOf? asOf, [FromQuery] string? profile, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var connection = access.Transaction.Connection;
        if (await connection.SettingsOfEpisode(access.OrganizationId, episodeId, access.Clinics, ct) is not { } settings) return new Refused(Refusals.NotFound);
        var (question, refused) = new AskedFor { AsOf = asOf, Profile = profile }.In(settings, access);
        if (refused is not null) return refused;
        if (await connection.EpisodeFactsOf(access.OrganizationId, episodeId, access.Clinics, question.AsOf, null, ct) is not { } found) return new Refused(Refusals.NotFound);

        var patient = found.For(access.Decision.Fields, question.AsOf);
        access.Touches(patient.Facts.PatientId);
        var notes = await ReviewNotes.Of([episodeId], question.AsOf, access, db, ct);
        return Page.Of<PatientPage>(new()
        {
            [nameof(PatientPage.Frame)] = await PageFrame.Of(access, db, ct),
            [nameof(PatientPage.View)] = PatientView.Of(patient, question, PayerProfile.ByName(settings.PayerProfile)!, notes),
            [nameof(PatientPage.Ways)] = await PatientWays.Of(patient.Facts, question.AsOf, access, db, ct),
        });
    }
}

/// <param name="OpenAdvice">Recommendations that nobody had settled by that day.</param>
public sealed record PatientView(
    string DisplayName, string? Identifier, EpisodeSummary Episode, CaseloadRow Row, EpisodeOutcome Outcome, IReadOnlyList<RaisedFlag> Flags, BillingMonth Month,
    TimeAxis Axis, IReadOnlyList<Trajectory> Trajectories, IReadOnlyList<Score> SelfHarm,
    IReadOnlyList<TreatmentLine> Treatment, IReadOnlyList<AdviceLine> OpenAdvice, IReadOnlyList<ConsultationLine> Consultations)
{
    internal static PatientView Of(CaseloadPatient patient, Question question, PayerProfile payer, ReviewNotes notes)
    {
        var episode = question.Summary(patient.Facts);
        var outcome = EpisodeOutcome.Of(episode);
        var axis = TimeAxis.Of(episode);
        var id = patient.Facts.EpisodeId;
        return new(
            patient.DisplayName, patient.Identifier, episode, CaseloadRow.Of(episode), outcome, Clinical.Flags.Raised(episode),
            BillingMonth.Of(patient.Facts, question.AsOf.ToYearMonth(), question.AsOf, payer),
            axis, [.. outcome.ByInstrument.Select(o => Trajectory.Of(o, episode, axis))], Spark.ScoresOf(episode, Instruments.Phq9),
            notes.TreatmentChangesOf(id), [.. notes.AllAdviceOf(id).Where(a => a.State is RecommendationState.Open)],
            [.. notes.ConsultationsOf(id).Select(c => ConsultationLine.Of(c, question.AsOf))]);
    }

    public override string ToString() => $"{nameof(PatientView)} {Row.EpisodeId}";
}

/// <param name="Advice">Null when the case was only heard.</param>
public sealed record ConsultationLine(LocalDate On, int Minutes, AdviceLine? Advice, string? Note)
{
    internal static ConsultationLine Of(Consultation c, LocalDate asOf) => new(c.On, c.Minutes, c.Recommendation is null ? null : AdviceLine.Of(c, asOf), c.Note);

    public override string ToString() => nameof(ConsultationLine);
}
