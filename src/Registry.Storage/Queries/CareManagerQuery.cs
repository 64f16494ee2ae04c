using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Where a care manager is at home, and what the organization has chosen.</summary>
public sealed record CaseloadSettings(string TimeZone, string OutcomeProfile, string PayerProfile, string? FlagParameters);

public static class CareManagerQuery
{
    /// <summary>Null when there is no such care manager in the clinics the caller may see.</summary>
    public static Task<CaseloadSettings?> SettingsOfCareManager(
        this NpgsqlConnection connection, Id<Organization> organization, Id<StaffMember> careManager, Guid[] clinics, CancellationToken ct) =>
        Read(connection, """
            select c.time_zone, o.outcome_profile, o.payer_profile, o.flag_parameters from staff_member s
            join clinic c on c.organization_id = s.organization_id and c.id = s.clinic_id
            join organization o on o.id = s.organization_id
            where s.organization_id = $1 and s.id = $2 and s.role = 'care-manager' and s.clinic_id = any($3)
            """, organization, careManager.Value, clinics, ct);

    /// <summary>The same for a clinic the caller may see.</summary>
    public static Task<CaseloadSettings?> SettingsOfClinic(
        this NpgsqlConnection connection, Id<Organization> organization, Id<Clinic> clinic, Guid[] clinics, CancellationToken ct) =>
        Read(connection, """
            select c.time_zone, o.outcome_profile, o.payer_profile, o.flag_parameters from clinic c join organization o on o.id = c.organization_id
            where c.organization_id = $1 and c.id = $2 and c.id = any($3)
            """, organization, clinic.Value, clinics, ct);

    /// <summary>The same for the clinic of an episode the caller may see.</summary>
    public static Task<CaseloadSettings?> SettingsOfEpisode(
        this NpgsqlConnection connection, Id<Organization> organization, Id<Episode> episode, Guid[] clinics, CancellationToken ct) =>
        Read(connection, """
            select c.time_zone, o.outcome_profile, o.payer_profile, o.flag_parameters from episode e
            join clinic c on c.organization_id = e.organization_id and c.id = e.clinic_id join organization o on o.id = c.organization_id
            where e.organization_id = $1 and e.id = $2 and e.clinic_id = any($3)
            """, organization, episode.Value, clinics, ct);

    /// <summary>The episode in which a patient is in care in one of the clinics, the latest when there are several; null when there is none.</summary>
    public static async Task<Id<Episode>?> EpisodeInCareOf(this NpgsqlConnection connection, Id<Organization> organization, Id<Patient> patient, Guid[] clinics, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select id from episode where organization_id = $1 and patient_id = $2 and clinic_id = any($3) and ended_on is null order by enrolled_on desc, id desc limit 1
            """, connection)
        {
            Parameters = { new() { Value = organization.Value }, new() { Value = patient.Value }, new() { Value = clinics } },
        };
        return await command.ExecuteScalarAsync(ct) is Guid id ? new(id) : null;
    }

    private static async Task<CaseloadSettings?> Read(NpgsqlConnection connection, string sql, Id<Organization> organization, Guid id, Guid[] clinics, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new() { Value = organization.Value }, new() { Value = id }, new() { Value = clinics } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new(row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)) : null;
    }
}
