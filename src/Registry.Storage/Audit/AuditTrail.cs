using Npgsql;
using NpgsqlTypes;

namespace Registry.Storage;

public static class AuditTrail
{
    internal static NpgsqlBatchCommand Insert(AuditEntry entry) => new("""
        insert into audit_entry (organization_id, id, at, principal_id, action, event, method, route, status, outcome, patient_ids, resources, roles,
          purpose_of_use, client_id, token_id, network_address, request_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        """)
    {
        Parameters =
        {
            new() { Value = entry.OrganizationId.Value },
            new() { Value = entry.Id.Value },
            new() { Value = entry.At.ToDateTimeUtc() },
            new() { Value = entry.PrincipalId is { } id ? id.Value : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
            new() { Value = entry.Action },
            new() { Value = Kebab.Of(entry.Event) },
            new() { Value = entry.Method },
            new() { Value = entry.Route },
            new() { Value = entry.Status },
            new() { Value = Kebab.Of(entry.Outcome) },
            new() { Value = entry.PatientIds },
            new() { Value = entry.Resources },
            new() { Value = entry.Roles },
            new() { Value = entry.PurposeOfUse },
            OrNull(entry.ClientId),
            OrNull(entry.TokenId),
            OrNull(entry.NetworkAddress),
            new() { Value = entry.RequestId },
        },
    };

    private static NpgsqlParameter OrNull(string? text) => new() { Value = text is null ? DBNull.Value : text, NpgsqlDbType = NpgsqlDbType.Text };
}

/// <summary>The audit entry could not be written, so nothing was done and nothing may be shown.</summary>
public sealed class AuditNotWrittenException(Exception cause) : Exception("The audit entry could not be written.", cause);
