using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The patient whom somebody out of reach names in an emergency.</summary>
public sealed record OpenedPatient(Id<Patient> Id, Id<Clinic> ClinicId);

public static class EmergencyLookup
{
    /// <summary>Looks in the whole organization. Afterwards no patient is in reach: only the emergency access itself is still to be recorded.</summary>
    public static Task<OpenedPatient?> PatientForEmergency(this RegistryTransaction transaction, Id<Organization> organization, string system, string value, CancellationToken ct) =>
        transaction.AskOfAll(
            new("""
                select p.id, p.clinic_id from patient_identifier i join patient p on p.organization_id = i.organization_id and p.id = i.patient_id
                where i.organization_id = $1 and i.system = $2 and i.value = $3
                """) { Parameters = { new() { Value = organization.Value }, new() { Value = system }, new() { Value = value } } },
            async rows => await rows.ReadAsync(ct) ? new OpenedPatient(new(rows.GetGuid(0)), new(rows.GetGuid(1))) : null, ct);
}
