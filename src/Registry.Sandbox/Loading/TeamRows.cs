using Npgsql;
using Registry.Storage;

namespace Registry.Sandbox;

internal static class TeamRows
{
    public static void Copy(NpgsqlConnection connection, SyntheticTeam team)
    {
        var organization = team.Organization.Id.Value;
        connection.Copy("organization (id, name, outcome_profile, payer_profile)", [team.Organization], o => [o.Id.Value, o.Name, o.OutcomeProfile, o.PayerProfile]);
        connection.Copy("clinic (organization_id, id, name, time_zone)", team.Clinics, c => [organization, c.Id.Value, c.Name, c.Zone.Id]);
        connection.Copy("staff_member (organization_id, id, clinic_id, display_name, role)", team.Staff,
            s => [organization, s.Id.Value, s.ClinicId.Value, s.DisplayName, Kebab.Of(s.Role)]);
        connection.Copy("principal (organization_id, id, issuer, subject, may_create_patients)", [ProgramLoader.Generator],
            id => [organization, id.Value, "urn:registry-sandbox", "synthetic-program", false]);
    }
}
