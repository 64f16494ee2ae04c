using System.Security.Cryptography;
using System.Text;

namespace Registry.Sandbox;

public static class SyntheticChecksum
{
    /// <summary>The same for the same seed, day and size, on every machine; different as soon as one fact is.</summary>
    public static string Checksum(this SyntheticProgram program)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(object? fact) => hash.AppendData(Encoding.UTF8.GetBytes($"{fact}\n"));

        foreach (var clinic in program.Team.Clinics) Add(clinic);
        foreach (var member in program.Team.Staff) Add(member);
        foreach (var patient in program.Patients)
        {
            Add((patient.Id, patient.ClinicId, patient.FamilyName, patient.GivenName, patient.BirthDate, patient.MedicalRecordNumber, patient.RecordedAt));
            foreach (var assessment in patient.Assessments) Add((assessment, assessment.Items is null ? "" : string.Join(',', assessment.Items)));
            foreach (var episode in patient.Episodes)
            {
                Add((episode.Id, episode.EnrolledOn, episode.PrimaryScale, episode.TreatingProvider, episode.EndedOn, episode.DischargeReason, episode.RecordedAt));
                foreach (var fact in episode.StatusChanges) Add(fact);
                foreach (var fact in episode.CareManagers) Add(fact);
                foreach (var fact in episode.Contacts) Add(fact);
                foreach (var fact in episode.Consultations) Add(fact);
                foreach (var fact in episode.Plans) Add(fact);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
