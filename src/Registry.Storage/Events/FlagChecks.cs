using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A clinic where somebody listens for flags, and the day they were last looked at because it had begun.</summary>
public readonly record struct WatchedClinic(Id<Organization> OrganizationId, Id<Clinic> ClinicId, string TimeZone, LocalDate? CheckedOn);

/// <summary>Whose flags are to be looked at: patients of one organization.</summary>
/// <param name="Patients">Each with whether it is only the first look.</param>
public sealed record FlagBatch(Id<Organization> OrganizationId, IReadOnlyDictionary<Guid, bool> Patients);

/// <summary>The statements that say whose flags are to be looked at.</summary>
public static class FlagChecks
{
    public static async Task<List<WatchedClinic>> WatchedClinics(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.AcrossOrganizations(), """
            select c.organization_id, c.id, c.time_zone, d.checked_on
            from clinic c left join flag_day d on d.organization_id = c.organization_id and d.clinic_id = c.id
            where exists (select from webhook w where w.organization_id = c.organization_id and w.state <> 'ended' and 'flag-raised' = any(w.kinds))
            """);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var clinics = new List<WatchedClinic>();
        while (await rows.ReadAsync(ct)) clinics.Add(new(new(rows.GetGuid(0)), new(rows.GetGuid(1)), rows.GetString(2), rows.Day(3)));
        return clinics;
    }

    /// <summary>A day has begun at a clinic: everybody in care there is looked at once, by whichever instance comes first.</summary>
    public static async Task BeginDay(NpgsqlDataSource database, WatchedClinic clinic, LocalDate day, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.ForSystem(clinic.OrganizationId), """
            with begun as (
              insert into flag_day as d (organization_id, clinic_id, checked_on) values ($1, $2, $3)
              on conflict (organization_id, clinic_id) do update set checked_on = excluded.checked_on where d.checked_on < excluded.checked_on
              returning 1)
            insert into flag_check (organization_id, patient_id, is_first)
            select distinct e.organization_id, e.patient_id, $4 from episode e, begun
            where e.organization_id = $1 and e.clinic_id = $2 and e.ended_on is null
            """);
        foreach (var value in (object[])[clinic.OrganizationId.Value, clinic.ClinicId.Value, day.ToDateOnly(), clinic.CheckedOn is null]) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Takes up to so many checks off the queue, of an organization that no other instance is looking at; null when there is none.</summary>
    /// <remarks>They come back if the transaction does not commit. The lock keeps an older look from overwriting a newer one.</remarks>
    public static async Task<FlagBatch?> Take(NpgsqlConnection connection, int most, CancellationToken ct)
    {
        await Enter(connection, RowContext.AcrossOrganizations(), ct);
        await using var command = new NpgsqlCommand("""
            with recursive waiting as (
              (select organization_id from flag_check order by organization_id limit 1)
              union all
              select (select c.organization_id from flag_check c where c.organization_id > w.organization_id order by c.organization_id limit 1)
              from waiting w where w.organization_id is not null)
            select organization_id from waiting where organization_id is not null and pg_try_advisory_xact_lock(hashtextextended('flags ' || organization_id, 0)) limit 1
            """, connection);
        if (await command.ExecuteScalarAsync(ct) is not Guid organization) return null;
        await Enter(connection, RowContext.ForSystem(new(organization)), ct);

        await using var take = new NpgsqlCommand("""
            delete from flag_check where organization_id = $1 and sequence in (select sequence from flag_check where organization_id = $1 order by sequence limit $2)
            returning patient_id, is_first
            """, connection)
        {
            Parameters = { new() { Value = organization }, new() { Value = most } },
        };
        await using var rows = await take.ExecuteReaderAsync(ct);
        var patients = new Dictionary<Guid, bool>();
        while (await rows.ReadAsync(ct)) patients[rows.GetGuid(0)] = rows.GetBoolean(1) || patients.GetValueOrDefault(rows.GetGuid(0));
        return new(new(organization), patients);
    }

    /// <summary>The clinics of these patients' episodes.</summary>
    public static async Task<List<Id<Clinic>>> ClinicsOf(NpgsqlConnection connection, FlagBatch batch, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select distinct clinic_id from episode where organization_id = $1 and patient_id = any($2)", connection)
        {
            Parameters = { new() { Value = batch.OrganizationId.Value }, new() { Value = batch.Patients.Keys.ToArray() } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var clinics = new List<Id<Clinic>>();
        while (await rows.ReadAsync(ct)) clinics.Add(new(rows.GetGuid(0)));
        return clinics;
    }

    private static async Task Enter(NpgsqlConnection connection, NpgsqlBatchCommand context, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { context } };
        await batch.ExecuteNonQueryAsync(ct);
    }
}
