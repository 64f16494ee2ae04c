using Npgsql;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Sandbox;

/// <summary>Lets the personas in, under the issuer's present address, which changes with --urls. Rights are rows; the tokens hold none.</summary>
public static class PersonaAccess
{
    /// <summary>Adds what is missing and takes nothing away: two sandboxes on one database, at two addresses, both work.</summary>
    /// <remarks>The care manager belongs to one clinic and cannot see the others; everybody else serves the whole organization.</remarks>
    public static async Task Grant(string ownerConnectionString, string issuer, CancellationToken ct = default)
    {
        await using var connection = new NpgsqlConnection(ownerConnectionString);
        await connection.OpenAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        var team = SyntheticTeam.Smallest;
        var home = team.Clinics[0].Id.Value;
        foreach (var persona in Personas.All)
        {
            var principal = SyntheticIds.Named($"principal {issuer} {persona.Subject}");
            var staff = team.Staff.FirstOrDefault(s => s.Persona == persona)?.Id.Value;
            var client = persona.Kind is PersonaKind.Client;
            batch.BatchCommands.Add(Command("""
                insert into principal (organization_id, id, issuer, subject, staff_member_id, may_create_patients, default_clinic_id, may_export)
                values ($1, $2, $3, $4, $5, $6, $7, $6) on conflict do nothing
                """, team.Organization.Id.Value, principal, issuer, persona.Subject, staff, client, client ? home : null));
            batch.BatchCommands.Add(Command("""
                insert into role_grant (organization_id, id, principal_id, role, clinic_id, valid_from)
                values ($1, $2, $3, $4, $5, timestamptz '2020-01-01 00:00Z') on conflict do nothing
                """, team.Organization.Id.Value, SyntheticIds.Named($"grant {principal}"), principal, Kebab.Of(persona.Role), persona == Personas.CareManager ? home : null));
        }

        await batch.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlBatchCommand Command(string sql, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value is null ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid } : new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
