using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Enrols a patient as another registry has it: the phases are gone through one by one, by the episode's own rules.</summary>
internal sealed class EpisodeImport(Access access, RegistryDbContext db)
{
    public async Task<EntryOutcome> Take(FhirResource resource, Id<Episode> id, CancellationToken ct)
    {
        var (reading, issues) = EpisodeReading.Of(resource);
        if (reading is null) return EntryOutcome.Refused(resource.Type, issues, issues[0].Status);
        var patient = await db.PatientsIn(access.OrganizationId, access.Clinics).AsNoTracking().SingleOrDefaultAsync(p => p.Id == new Id<Patient>(reading.PatientId), ct);
        if (patient is null) return MovedRecords.Refused(resource, FhirIssue.Refused(IssueCode.NotFound, resource.Path + ".patient", "No patient of this registry has this id."));

        var (episode, refusal) = Replay(reading, patient, id);
        if (refusal is not null) return Refused(resource, ".statusHistory", refusal);
        await db.OpenEpisodesAlone(patient.Id, ct);
        var others = await db.Episodes.AsNoTracking().Include(e => e.StatusChanges)
            .Where(e => e.OrganizationId == access.OrganizationId && (e.PatientId == patient.Id || e.Id == id)).ToListAsync(ct);
        access.Touches(patient.Id);
        if (others.Find(e => e.Id == id) is { } known)
        {
            return Says(known, episode!)
                ? new(StatusCodes.Status200OK, resource.Type, id.Value, known.Version, known.RecordedAt, null, [MovedRecords.StoredAlready(resource)])
                : MovedRecords.Refused(resource, MovedRecords.Taken(resource));
        }

        if (EpisodeTransitions.RefuseStay(others.Where(e => e.Program == episode!.Program).Select(e => e.ToStay()), episode!.ToStay()) is { } beside) return Refused(resource, ".statusHistory", beside);
        db.Episodes.Add(episode!);
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        MovedRecords.KeepLabels(resource, id.Value, patient.Id, access);
        return new(StatusCodes.Status201Created, resource.Type, id.Value, 1, access.Now, null, []);
    }

    private (Episode? Episode, Refusal? Refusal) Replay(EpisodeReading reading, Patient patient, Id<Episode> id)
    {
        var first = reading.Phases[0];
        var episode = new Episode
        {
            OrganizationId = access.OrganizationId,
            Id = id,
            PatientId = patient.Id,
            ClinicId = patient.ClinicId,
            Program = (string)reading.Rest["program"]!,
            PrimaryScale = Instruments.ByCode((string)reading.Rest["primary-scale"]!)!,
            IsPart2 = reading.Rest["is-part2"] is true,
            Prerequisites = new()
            {
                ConsentOn = (LocalDate?)reading.Rest["consent-on"],
                ConsentWithdrawnOn = (LocalDate?)reading.Rest["consent-withdrawn-on"],
                InitiatingVisitOn = (LocalDate?)reading.Rest["initiating-visit-on"],
                LastSeenByPractitionerOn = (LocalDate?)reading.Rest["last-seen-by-practitioner-on"],
                CarePlanOn = (LocalDate?)reading.Rest["care-plan-on"],
            },
        };
        if (first.Status is not (EpisodeStatus.Treatment or EpisodeStatus.Referred)) return (null, Refusals.TransitionNotAllowed);
        if (first.On < patient.BirthDate) return (null, Refusals.DateBeforeBirth);
        if (reading.Phases.Any(phase => phase.On > MovedRecords.LastDay(access))) return (null, Refusals.DateInFuture);
        episode = first.Status is EpisodeStatus.Treatment ? episode.Enrolled(first.On, access.Now) : episode.Referred(first.On, access.Now);
        foreach (var phase in reading.Phases.Skip(1))
        {
            if (episode.Change(phase.Status, phase.On, phase.Status is EpisodeStatus.Inactive ? reading.Reason : null, access.Now) is { } refusal) return (null, refusal);
        }

        episode.Recorded(access.Caller!.PrincipalId, access.Now);
        return (episode, null);
    }

    private static bool Says(Episode stored, Episode sent) =>
        stored.PatientId == sent.PatientId && stored.Program == sent.Program && stored.PrimaryScale == sent.PrimaryScale && stored.DischargeReason == sent.DischargeReason
        && Days(stored.Prerequisites) == Days(sent.Prerequisites)
        && stored.StatusChanges.OrderBy(c => c.Sequence).Select(c => (c.Status, c.On)).SequenceEqual(sent.StatusChanges.Select(c => (c.Status, c.On)));

    private static (LocalDate?, LocalDate?, LocalDate?, LocalDate?, LocalDate?) Days(EpisodePrerequisites p) =>
        (p.ConsentOn, p.ConsentWithdrawnOn, p.InitiatingVisitOn, p.LastSeenByPractitionerOn, p.CarePlanOn);

    private static EntryOutcome Refused(FhirResource resource, string element, Refusal refusal) =>
        MovedRecords.Refused(resource, FhirIssue.Refused(IssueCode.BusinessRule, resource.Path + element, refusal.Text));
}
