using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>An audit entry as a row of a hand-written statement.</summary>
internal static class AuditEntryRow
{
    /// <summary>The columns of an entry "e", in the order in which <see cref="Read"/> takes them.</summary>
    public const string Columns =
        "e.organization_id, e.id, e.at, e.principal_id, e.action, e.event, e.method, e.route, e.status, e.outcome, e.patient_ids, e.resources, e.roles, " +
        "e.purpose_of_use, e.client_id, e.token_id, e.network_address, e.request_id, e.xid";

    public const int Count = 19;

    public static AuditEntry Read(NpgsqlDataReader row) => new()
    {
        OrganizationId = new(row.GetGuid(0)),
        Id = new(row.GetGuid(1)),
        At = Instant.FromDateTimeUtc(row.GetFieldValue<DateTime>(2)),
        PrincipalId = row.Id(3) is { } principal ? new Id<Principal>(principal) : null,
        Action = row.GetString(4),
        Event = Word(row.GetString(5), AuditEventKind.Execute),
        Method = row.GetString(6),
        Route = row.GetString(7),
        Status = row.GetInt32(8),
        Outcome = Word(row.GetString(9), AuditOutcome.Failed),
        PatientIds = row.GetFieldValue<Guid[]>(10),
        Resources = row.GetFieldValue<string[]>(11),
        Roles = row.GetFieldValue<string[]>(12),
        PurposeOfUse = row.GetString(13),
        ClientId = row.Text(14),
        TokenId = row.Text(15),
        NetworkAddress = row.Text(16),
        RequestId = row.GetString(17),
        Xid = row.GetInt64(18),
    };

    /// <summary>A word that is none of ours was put there by somebody else: the verifier is to say so, and nothing is to stumble over it.</summary>
    private static T Word<T>(string text, T otherwise) where T : struct, Enum => Kebab.TryParse<T>(text, out var value) ? value : otherwise;
}
