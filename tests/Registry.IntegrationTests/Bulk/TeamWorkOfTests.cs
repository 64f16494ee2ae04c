using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.IntegrationTests.Bulk;

/// <summary>What a generator does not make up: every kind of team entry, corrections, and what was entered in error.</summary>
internal static class TeamWorkOfTests
{
    public static async Task Add(RegistryApp app, LocalDate today)
    {
        await using var db = app.Owner();
        var (by, at) = (await db.Principals.Select(p => p.Id).FirstAsync(), app.Clock.Now);
        var episodes = await db.Episodes.AsNoTracking().Include(e => e.CareTeam).Where(e => e.EndedOn == null).OrderBy(e => e.Id).ToListAsync();
        foreach (var (i, episode) in episodes.Index())
        {
            var scores = await db.Assessments.Where(a => a.PatientId == episode.PatientId).OrderBy(a => a.AdministeredOn).ToListAsync();
            foreach (var entry in Entries(i, episode, scores, today))
            {
                entry.Recorded(by, at);
                db.Add(entry);
            }

            if (i % 4 == 0 && scores.Count > 0)
            {
                var last = scores[^1];
                if (i % 8 == 0) last.Status = AssessmentStatus.EnteredInError;
                else (last.Status, last.Origin, last.Total, last.Items, last.SelfHarmAnswer) = (AssessmentStatus.Amended, ScoreOrigin.Stated, last.Total / 2, null, null);
                last.Corrected(by, at);
            }

            if (i % 5 == 0 && scores.Count > 2) Quarantine(scores[1], by, at);
        }

        foreach (var contact in await db.Contacts.OrderBy(c => c.Id).Take(300).Where(c => c.Minutes % 3 == 0).ToListAsync())
        {
            contact.EnteredInError = true;
            contact.Corrected(by, at);
        }

        await db.SaveChangesAsync();
    }

    private static void Quarantine(Assessment score, Id<Principal> by, Instant at)
    {
        (score.Status, score.Total) = (AssessmentStatus.Quarantined, score.Total is 0 ? 1 : score.Total - 1);
        score.Corrected(by, at);
    }

    private static IEnumerable<TeamEntry> Entries(int number, Episode episode, List<Assessment> scores, LocalDate today)
    {
        var (organization, patient, id) = (episode.OrganizationId, episode.PatientId, episode.Id);
        var day = today.PlusDays(-(number % 40));
        var staff = episode.CareTeam[0].StaffMemberId;
        yield return new MinutesEntry { OrganizationId = organization, Id = Id<TeamEntry>.New(), PatientId = patient, EpisodeId = id, On = day, StaffMemberId = staff, Work = WorkKind.PatientContact, By = WorkBy.CareManager, Minutes = 5 + number % 20, EnteredInError = number % 7 == 0 };
        if (number % 2 == 0) yield return new ManualFlag { OrganizationId = organization, Id = Id<TeamEntry>.New(), PatientId = patient, EpisodeId = id, On = day, Flag = number % 4 == 0 ? ManualFlagKind.Safety : ManualFlagKind.Discussion, ClearedOn = number % 6 == 0 ? today : null, Note = "Line one\nline \"two\"" };
        if (number % 3 == 0) yield return new ConsultationRequest { OrganizationId = organization, Id = Id<TeamEntry>.New(), PatientId = patient, EpisodeId = id, On = day, Reason = ConsultationReason.NotImproving };
        if (number % 3 == 1) yield return new Reminder { OrganizationId = organization, Id = Id<TeamEntry>.New(), PatientId = patient, EpisodeId = id, On = day, DueOn = day.PlusDays(3) };
        if (number % 3 == 2) yield return new BriefNote { OrganizationId = organization, Id = Id<TeamEntry>.New(), PatientId = patient, EpisodeId = id, On = day, Note = "Called the pharmacy" };
        if (scores.Count == 0) yield break;
        yield return new FlagAcknowledgement { OrganizationId = organization, Id = Id<TeamEntry>.New(), PatientId = patient, EpisodeId = id, On = day, FlagId = number % 2 == 0 ? "F01" : "F14", Disposition = FlagDisposition.RiskAssessed, AssessmentId = scores[number % scores.Count].Id, SnoozedUntil = number % 2 == 0 ? null : today.PlusDays(number % 9) };
        if (number % 5 == 1) yield return new BaselineOverride { OrganizationId = organization, Id = Id<TeamEntry>.New(), PatientId = patient, EpisodeId = id, On = day, AssessmentId = scores[^1].Id, Note = "Taken after the crisis" };
    }
}
