using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Storage;
using static Registry.Sandbox.Copying;

namespace Registry.Sandbox;

/// <summary>Synthetic records as rows. Referenced tables come first.</summary>
internal static class PatientRows
{
    private const string MedicalRecordNumbers = "https://sandbox.example/mrn";
    private const string Observations = "https://sandbox.example/observations";

    public static void Copy(NpgsqlConnection connection, OrganizationKeys keys, IReadOnlyCollection<SyntheticPatient> patients, LocalDate today)
    {
        var team = new FollowThrough(today);
        var organization = keys.OrganizationId.Value;
        var generator = ProgramLoader.Generator.Value;
        var episodes = patients.SelectMany(p => p.Episodes, (patient, episode) => (patient, episode)).ToList();
        var scores = patients.SelectMany(p => p.Assessments, (patient, score) => (patient, score)).ToList();

        connection.Copy("patient (organization_id, id, clinic_id, family_name_encrypted, given_name_encrypted, birth_date_encrypted, version, recorded_at, recorded_by)", patients, p =>
        [
            organization, p.Id.Value, p.ClinicId.Value, keys.Encrypt("patient", "family_name_encrypted", p.Id.Value, p.FamilyName),
            keys.Encrypt("patient", "given_name_encrypted", p.Id.Value, p.GivenName), keys.EncryptDay("patient", "birth_date_encrypted", p.Id.Value, p.BirthDate), 1, Moment(p.RecordedAt), generator,
        ]);
        var identifiers = patients.Select(p => (Id: SyntheticIds.Named($"identifier {p.Id}"), p.MedicalRecordNumber, Patient: p.Id.Value)).ToList();
        connection.Copy("patient_identifier (organization_id, id, system, value_encrypted, patient_id)", identifiers,
            i => [organization, i.Id, MedicalRecordNumbers, keys.Encrypt("patient_identifier", "value_encrypted", i.Id, i.MedicalRecordNumber), i.Patient]);
        connection.Copy("patient_identifier_digest (organization_id, digest, key_version, identifier_id, patient_id)",
            identifiers.SelectMany(i => keys.DigestsOf(MedicalRecordNumbers, i.MedicalRecordNumber), (i, digest) => (i.Id, i.Patient, digest)),
            d => [organization, d.digest.Bytes, d.digest.KeyVersion, d.Id, d.Patient]);

        BackgroundRows.Copy(connection, organization, [.. patients.Where(p => p.Background is not null)]);

        connection.Copy(
            "episode (organization_id, id, patient_id, clinic_id, program, enrolled_on, primary_scale, status, consent_on, initiating_visit_on, care_plan_on, ended_on, discharge_reason, version, recorded_at, recorded_by)",
            episodes, x =>
            [
                organization, x.episode.Id.Value, x.patient.Id.Value, x.patient.ClinicId.Value, Episode.DefaultProgram, Date(x.episode.EnrolledOn), x.episode.PrimaryScale.Code,
                Kebab.Of(x.episode.Status), Date(FollowThrough.Consent(x.episode)), Date(FollowThrough.InitiatingVisit(x.episode)), Date(FollowThrough.CarePlan(x.episode)), Date(x.episode.EndedOn),
                x.episode.DischargeReason is { } reason ? Kebab.Of(reason) : null, 1, Moment(x.episode.RecordedAt), generator,
            ]);
        connection.Copy("episode_status_change (organization_id, episode_id, sequence, status, on_day, recorded_at)",
            episodes.SelectMany(x => x.episode.StatusChanges.Index(), (x, change) => (x.episode, Sequence: change.Index + 1, change.Item)),
            x => [organization, x.episode.Id.Value, x.Sequence, Kebab.Of(x.Item.Status), Date(x.Item.On), Moment(x.episode.RecordedAt)]);
        connection.Copy("care_team_assignment (organization_id, id, patient_id, episode_id, role, staff_member_id, from_on, until_on, version, recorded_at, recorded_by)",
            episodes.SelectMany(x => CareTeam(x.episode), (x, part) => (x.patient, x.episode, part)), x =>
            [
                organization, SyntheticIds.Named($"{x.part.Role} {x.episode.Id} {x.part.From}"), x.patient.Id.Value, x.episode.Id.Value, Kebab.Of(x.part.Role), x.part.Who.Value,
                Date(x.part.From), Date(x.part.Until), 1, Moment(x.episode.RecordedAt), generator,
            ]);
        connection.Copy(
            "team_entry (organization_id, id, patient_id, episode_id, kind, on_day, treatment, change, description_encrypted, entered_in_error, version, recorded_at, recorded_by)",
            episodes.SelectMany(x => team.Treatment(x.episode), (x, change) => (x.patient, x.episode, change)), x =>
            [
                organization, x.change.Id, x.patient.Id.Value, x.episode.Id.Value, "treatment-change", Date(x.change.On), Kebab.Of(x.change.Treatment), Kebab.Of(x.change.Change),
                keys.Encrypt("team_entry", "description_encrypted", x.change.Id, x.change.Description), false, 1, Moment(x.change.RecordedAt), generator,
            ]);

        connection.Copy(
            "assessment (organization_id, id, patient_id, instrument, administered_on, administered_at, total, items, self_harm_answer, origin, status, source, received_on, reviewed_on, version, recorded_at, recorded_by)",
            scores, x =>
            [
                organization, x.score.Id.Value, x.patient.Id.Value, x.score.Instrument.Code, Date(x.score.On), Moment(x.score.At), x.score.Total, x.score.Items,
                x.score.SelfHarmAnswer, Kebab.Of(x.score.Origin), Kebab.Of(x.score.Status), x.score.SourceId is null ? "registry" : "sandbox-ehr", Date(team.Review(x.score).Received),
                Date(team.Review(x.score).Reviewed), 1, Moment(x.score.RecordedAt), generator,
            ]);
        connection.Copy("assessment_identifier (organization_id, system, value, assessment_id)", scores.Where(x => x.score.SourceId is not null),
            x => [organization, Observations, x.score.SourceId, x.score.Id.Value]);

        connection.Copy(
            "contact (organization_id, id, patient_id, episode_id, staff_member_id, purpose, mode, on_day, started_at, minutes, kept, entered_in_error, version, recorded_at, recorded_by)",
            episodes.SelectMany(x => x.episode.Contacts, (x, contact) => (x.patient, x.episode, contact)), x =>
            [
                organization, x.contact.Id.Value, x.patient.Id.Value, x.episode.Id.Value, x.contact.Staff.Value, Kebab.Of(x.contact.Purpose), Kebab.Of(x.contact.Mode),
                Date(x.contact.On), Moment(x.contact.StartedAt), x.contact.Minutes, x.contact.Kept, false, 1, Moment(x.contact.RecordedAt), generator,
            ]);
        connection.Copy(
            "consultation (organization_id, id, patient_id, episode_id, consultant_id, on_day, minutes, recommendation, recommendation_state, settled_on, entered_in_error, version, recorded_at, recorded_by)",
            episodes.SelectMany(x => x.episode.Consultations, (x, consultation) => (x.patient, x.episode, consultation)), x =>
            [
                organization, x.consultation.Id.Value, x.patient.Id.Value, x.episode.Id.Value, x.consultation.Consultant.Value, Date(x.consultation.On), x.consultation.Minutes,
                x.consultation.Recommendation is { } kind ? Kebab.Of(kind) : null, Kebab.Of(team.Settled(x.consultation).State),
                Date(team.Settled(x.consultation).On), false, 1, Moment(x.consultation.RecordedAt), generator,
            ]);
        connection.Copy(
            "relapse_prevention_plan (organization_id, id, patient_id, episode_id, staff_member_id, on_day, minutes, entered_in_error, version, recorded_at, recorded_by)",
            episodes.SelectMany(x => x.episode.Plans, (x, plan) => (x.patient, x.episode, plan)),
            x => [organization, x.plan.Id.Value, x.patient.Id.Value, x.episode.Id.Value, x.plan.Staff.Value, Date(x.plan.On), x.plan.Minutes, false, 1, Moment(x.plan.RecordedAt), generator]);
    }

    private static IEnumerable<(StaffRole Role, Id<StaffMember> Who, LocalDate From, LocalDate? Until)> CareTeam(SyntheticEpisode episode)
    {
        foreach (var assignment in episode.CareManagers) yield return (StaffRole.CareManager, assignment.CareManager, assignment.From, assignment.Until);
        if (episode.TreatingProvider is { } provider) yield return (StaffRole.TreatingProvider, provider, episode.EnrolledOn, null);
    }
}
