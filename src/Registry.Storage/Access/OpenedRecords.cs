using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A patient's record that is open to the caller because of an emergency.</summary>
public readonly record struct OpenedRecord(Id<Patient> PatientId, Id<Clinic> ClinicId);

/// <summary>Which records the caller opened in an emergency and may still read; lets the transaction see them.</summary>
internal static class OpenedRecords
{
    /// <summary>Runs after <see cref="CallerQuery.Commands"/>, which say who is calling.</summary>
    public static NpgsqlBatchCommand Command(Instant now) => new($"""
        with opened as (
          select distinct e.patient_id, e.clinic_id from emergency_access e
          where e.organization_id = {RowContext.Uuid(RowContext.Organization)} and e.principal_id = {RowContext.Uuid(RowContext.Principal)}
            and e.opened_at <= $1 and e.expires_at > $1 and e.patient_id is not null
        )
        select patient_id, clinic_id, set_config('{RowContext.InSight}', (select array_agg(patient_id)::text from opened), true) from opened
        """)
    {
        Parameters = { new() { Value = now.ToDateTimeUtc() } },
    };

    public static async Task<IReadOnlyList<OpenedRecord>> Read(NpgsqlDataReader reader, CancellationToken ct)
    {
        await reader.NextResultAsync(ct);
        var opened = new List<OpenedRecord>();
        while (await reader.ReadAsync(ct)) opened.Add(new(new(reader.GetGuid(0)), new(reader.GetGuid(1))));
        return opened;
    }
}
