using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Whose data somebody reached in a period: one row per patient.</summary>
/// <param name="Actions">The permissions that were used on this patient's data.</param>
/// <param name="Changed">Whether anything was created, changed or deleted.</param>
public sealed record PatientImpact(Id<Patient> PatientId, long Accesses, Instant First, Instant Last, IReadOnlyList<string> Actions, bool Changed);

/// <summary>What a compromise may have disclosed. What was refused disclosed nothing, and is left out.</summary>
public static class ImpactQuery
{
    /// <summary>Those of principal, token and client that are null do not narrow; the period always does.</summary>
    public static async Task<IReadOnlyList<PatientImpact>> Impact(
        this NpgsqlConnection connection, Id<Organization> organization, Id<Principal>? principal, string? tokenId, string? clientId, Instant from, Instant until, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        string Value(object value)
        {
            command.Parameters.Add(new() { Value = value });
            return $"${command.Parameters.Count}";
        }

        string Narrow(string column, object? value) => value is null ? "" : $" and e.{column} = {Value(value)}";
        command.CommandText = $"""
            select a.id, count(*), min(e.at), max(e.at), array_agg(distinct e.action order by e.action), bool_or(e.event in ('create', 'update', 'delete'))
            from audit_entry e cross join unnest(e.patient_ids) as a (id)
            where e.organization_id = {Value(organization.Value)} and e.at >= {Value(from.ToDateTimeUtc())} and e.at < {Value(until.ToDateTimeUtc())} and e.outcome = 'success'
              {Narrow("principal_id", principal?.Value)}{Narrow("token_id", tokenId)}{Narrow("client_id", clientId)}
            group by a.id order by a.id
            """;
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<PatientImpact>();
        while (await rows.ReadAsync(ct))
        {
            found.Add(new(new(rows.GetGuid(0)), rows.GetInt64(1), rows.Moment(2)!.Value, rows.Moment(3)!.Value, rows.GetFieldValue<string[]>(4), rows.GetBoolean(5)));
        }

        return found;
    }
}
