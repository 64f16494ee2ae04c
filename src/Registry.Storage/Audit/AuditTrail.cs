using Npgsql;
using NpgsqlTypes;

namespace Registry.Storage;

public static class AuditTrail
{
    internal static NpgsqlBatchCommand Insert(AuditEntry entry) => new("""
        insert into audit_entry (organization_id, id, at, principal_id, action, method, route, status, outcome, patient_ids, request_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """)
    {
        Parameters =
        {
            new() { Value = entry.OrganizationId.Value },
            new() { Value = entry.Id.Value },
            new() { Value = entry.At.ToDateTimeUtc() },
            new() { Value = entry.PrincipalId is { } id ? id.Value : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
            new() { Value = entry.Action },
            new() { Value = entry.Method },
            new() { Value = entry.Route },
            new() { Value = entry.Status },
            new() { Value = Kebab.Of(entry.Outcome) },
            new() { Value = entry.PatientIds },
            new() { Value = entry.RequestId },
        },
    };
}
