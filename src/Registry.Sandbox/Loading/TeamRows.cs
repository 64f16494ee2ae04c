using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Storage;
using static Registry.Sandbox.Copying;

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
        connection.Copy("attested_fte (organization_id, staff_member_id, from_on, recorded_at, recorded_by, fte)", team.Staff.Where(s => s.Role is StaffRole.CareManager),
            s => [organization, s.Id.Value, Date(new(2020, 1, 1)), Moment(Instant.FromUtc(2020, 1, 1, 0, 0)), ProgramLoader.Generator.Value, (decimal)s.FullTime]);
    }
}
