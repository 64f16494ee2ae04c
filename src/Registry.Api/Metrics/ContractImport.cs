using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Makes records of what the tables of the contract say, by the registry's own rules.</summary>
internal sealed class ContractImport(Id<Clinic> clinic, Id<StaffMember> careManager, Id<StaffMember> consultant, Access access, RegistryDbContext db)
{
    private const string Source = "cocm-contract";

    /// <summary>By the name under which the site reports: a pseudonym is known only within it.</summary>
    private static string IdentifierSystem(ContractReading reading) => $"urn:cocm-contract:{Uri.EscapeDataString(reading.Site)}";

    /// <summary>Whether one of the pseudonyms is of a patient already: tables come in once.</summary>
    public Task<bool> KnowsSomebody(ContractReading reading, CancellationToken ct)
    {
        var (system, keys) = (IdentifierSystem(reading), access.Transaction.Connection.KeysOf(access.OrganizationId));
        var digests = reading.Patients.SelectMany(p => keys.DigestsOf(system, p.Pseudonym)).Select(d => d.Bytes).ToArray();
        return db.PatientIdentifierDigests.AnyAsync(d => d.OrganizationId == access.OrganizationId && digests.Contains(d.Digest), ct);
    }

    /// <summary>Null when everything was added.</summary>
    public Refusal? Add(ContractReading reading)
    {
        if (reading.Fte is { } fte)
        {
            db.AttestedFtes.Add(new()
            {
                OrganizationId = access.OrganizationId, StaffMemberId = careManager, FromOn = reading.Month.OnDayOfMonth(1), RecordedAt = access.Now, RecordedBy = By, Fte = fte,
            });
        }

        foreach (var person in reading.Patients)
        {
            var patient = Patient(person, IdentifierSystem(reading));
            db.Patients.Add(patient);
            db.PatientBackgrounds.Add(Background(person, patient.Id));
            foreach (var score in person.Scores) db.Assessments.Add(Score(score, patient.Id));
            foreach (var course in person.Episodes.OrderBy(e => e.EnrolledOn))
            {
                if (Care(course, patient.Id) is { } refusal) return refusal;
            }

            access.Touches(patient.Id);
        }

        return null;
    }

    private Id<Principal> By => access.Caller!.PrincipalId;

    private Patient Patient(ContractPatient person, string system)
    {
        var id = Id<Patient>.New();
        return Stamped(new Patient
        {
            OrganizationId = access.OrganizationId, Id = id, ClinicId = clinic, FamilyName = person.Pseudonym, GivenName = "", BirthDate = person.BirthDate,
            Identifiers = [new() { OrganizationId = access.OrganizationId, PatientId = id, System = system, Value = person.Pseudonym }],
        });
    }

    private PatientBackground Background(ContractPatient person, Id<Patient> patient) => new()
    {
        OrganizationId = access.OrganizationId, PatientId = patient, Version = 1, RecordedAt = access.Now, RecordedBy = By,
        Coverage = [.. person.Coverage.Select((c, i) => new PatientCoverage { OrganizationId = access.OrganizationId, PatientId = patient, Version = 1, Sequence = i + 1, Payer = c.Payer, StartOn = c.StartOn, EndOn = c.EndOn })],
    };

    private Assessment Score(ContractScore score, Id<Patient> patient) => Stamped(new Assessment
    {
        OrganizationId = access.OrganizationId, Id = Id<Assessment>.New(), PatientId = patient, Instrument = score.Instrument, AdministeredOn = score.On, Total = score.Total,
        Origin = ScoreOrigin.Stated, Status = AssessmentStatus.Final, Source = Source,
    });

    private Refusal? Care(ContractEpisode course, Id<Patient> patient)
    {
        var episode = Stamped(new Episode
        {
            OrganizationId = access.OrganizationId, Id = Id<Episode>.New(), PatientId = patient, ClinicId = clinic, PrimaryScale = course.PrimaryScale,
        }.Enrolled(course.EnrolledOn, access.Now));
        if (episode.Assign(StaffRole.CareManager, careManager, course.EnrolledOn, By, access.Now) is { } unassigned) return unassigned;
        if (course.DischargedOn is { } left && episode.Change(EpisodeStatus.Inactive, left, course.Reason ?? DischargeReason.Other, access.Now) is { } refusal) return refusal;
        db.Episodes.Add(episode);
        foreach (var contact in course.Contacts)
        {
            db.Contacts.Add(Stamped(new Contact
            {
                OrganizationId = access.OrganizationId, Id = Id<Contact>.New(), PatientId = patient, EpisodeId = episode.Id, On = contact.On,
                StaffMemberId = careManager, Purpose = contact.Purpose, Mode = contact.Mode, Minutes = 0, Kept = contact.Kept,
            }));
        }

        foreach (var review in course.Reviews)
        {
            db.Consultations.Add(Stamped(new Consultation
            {
                OrganizationId = access.OrganizationId, Id = Id<Consultation>.New(), PatientId = patient, EpisodeId = episode.Id, On = review.On,
                ConsultantId = consultant, Minutes = 0, Recommendation = review.HasRecommendation ? RecommendationKind.Other : null,
            }));
        }

        return null;
    }

    private T Stamped<T>(T fact) where T : Fact
    {
        fact.Recorded(By, access.Now);
        return fact;
    }
}
