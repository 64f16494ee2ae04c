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

    public static void Copy(NpgsqlConnection connection, Id<Organization> tenant, IReadOnlyCollection<SyntheticPatient> patients)
    {
        var organization = tenant.Value;
        var generator = ProgramLoader.Generator.Value;
        var episodes = patients.SelectMany(p => p.Episodes, (patient, episode) => (patient, episode)).ToList();
        var scores = patients.SelectMany(p => p.Assessments, (patient, score) => (patient, score)).ToList();

        connection.Copy("patient (organization_id, id, clinic_id, family_name, given_name, birth_date, version, recorded_at, recorded_by)", patients,
            p => [organization, p.Id.Value, p.ClinicId.Value, p.FamilyName, p.GivenName, Date(p.BirthDate), 1, Moment(p.RecordedAt), generator]);
        connection.Copy("patient_identifier (organization_id, system, value, patient_id)", patients,
            p => [organization, MedicalRecordNumbers, p.MedicalRecordNumber, p.Id.Value]);

        connection.Copy(
            "episode (organization_id, id, patient_id, clinic_id, enrolled_on, primary_scale, status, care_manager_id, treating_provider_id, ended_on, discharge_reason, version, recorded_at, recorded_by)",
            episodes, x =>
            [
                organization, x.episode.Id.Value, x.patient.Id.Value, x.patient.ClinicId.Value, Date(x.episode.EnrolledOn), x.episode.PrimaryScale.Code,
                Kebab.Of(x.episode.Status), x.episode.CareManagers[^1].CareManager.Value, x.episode.TreatingProvider?.Value, Date(x.episode.EndedOn),
                x.episode.DischargeReason is { } reason ? Kebab.Of(reason) : null, 1, Moment(x.episode.RecordedAt), generator,
            ]);
        connection.Copy("episode_status_change (organization_id, episode_id, sequence, status, on_day)",
            episodes.SelectMany(x => x.episode.StatusChanges.Index(), (x, change) => (x.episode.Id, Sequence: change.Index + 1, change.Item)),
            x => [organization, x.Id.Value, x.Sequence, Kebab.Of(x.Item.Status), Date(x.Item.On)]);
        connection.Copy("care_manager_assignment (organization_id, episode_id, from_on, care_manager_id, until_on)",
            episodes.SelectMany(x => x.episode.CareManagers, (x, assignment) => (x.episode.Id, assignment)),
            x => [organization, x.Id.Value, Date(x.assignment.From), x.assignment.CareManager.Value, Date(x.assignment.Until)]);

        connection.Copy(
            "assessment (organization_id, id, patient_id, instrument, administered_on, administered_at, total, items, self_harm_answer, origin, status, source, version, recorded_at, recorded_by)",
            scores, x =>
            [
                organization, x.score.Id.Value, x.patient.Id.Value, x.score.Instrument.Code, Date(x.score.On), Moment(x.score.At), x.score.Total, x.score.Items,
                x.score.SelfHarmAnswer, Kebab.Of(x.score.Origin), Kebab.Of(x.score.Status), x.score.SourceId is null ? "registry" : "sandbox-ehr", 1, Moment(x.score.RecordedAt), generator,
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
            "consultation (organization_id, id, patient_id, episode_id, consultant_id, on_day, minutes, recommendation, entered_in_error, version, recorded_at, recorded_by)",
            episodes.SelectMany(x => x.episode.Consultations, (x, consultation) => (x.patient, x.episode, consultation)), x =>
            [
                organization, x.consultation.Id.Value, x.patient.Id.Value, x.episode.Id.Value, x.consultation.Consultant.Value, Date(x.consultation.On), x.consultation.Minutes,
                x.consultation.Recommendation is { } kind ? Kebab.Of(kind) : null, false, 1, Moment(x.consultation.RecordedAt), generator,
            ]);
        connection.Copy(
            "relapse_prevention_plan (organization_id, id, patient_id, episode_id, staff_member_id, on_day, minutes, entered_in_error, version, recorded_at, recorded_by)",
            episodes.SelectMany(x => x.episode.Plans, (x, plan) => (x.patient, x.episode, plan)),
            x => [organization, x.plan.Id.Value, x.patient.Id.Value, x.episode.Id.Value, x.plan.Staff.Value, Date(x.plan.On), x.plan.Minutes, false, 1, Moment(x.plan.RecordedAt), generator]);
    }
}
