using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>An organization's clinics, and what it has chosen. Its time zone is that of the first of them.</summary>
public sealed record ProgramSettings(Guid[] Clinics, CaseloadSettings Chosen);

public static class ProgramQuery
{
    public static async Task<string?> NameOfClinic(this NpgsqlConnection connection, Id<Organization> organization, Guid clinic, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select name from clinic where organization_id = $1 and id = $2", connection)
        {
            Parameters = { new() { Value = organization.Value }, new() { Value = clinic } },
        };
        return await command.ExecuteScalarAsync(ct) as string;
    }

    public static async Task<ProgramSettings> ProgramOf(this NpgsqlConnection connection, Id<Organization> organization, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select array(select c.id from clinic c where c.organization_id = o.id order by c.id),
              (select c.time_zone from clinic c where c.organization_id = o.id order by c.id limit 1), o.outcome_profile, o.payer_profile, o.flag_parameters
            from organization o where o.id = $1
            """, connection) { Parameters = { new() { Value = organization.Value } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new(row.GetFieldValue<Guid[]>(0), new(row.GetString(1), row.GetString(2), row.GetString(3), row.Text(4)));
    }
}
