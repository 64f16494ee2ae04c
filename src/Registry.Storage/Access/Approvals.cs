using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The one place where an approval is spent.</summary>
public static class Approvals
{
    public static readonly Refusal Needed = new("approval-needed", RefusalKind.Forbidden,
        "This takes two people: ask for an approval, let another administrator give it, and send its id within 24 hours. Each serves once.");

    /// <summary>Spends the approval in the running transaction: it is used exactly if what it allows is committed.</summary>
    /// <param name="by">Who does it: the administrator who asked for the approval or the one who gave it, and nobody else.</param>
    /// <param name="at">The moment of the access.</param>
    /// <returns>Null when it was good for exactly this; of two at once, one gets it.</returns>
    public static async Task<Refusal?> Spend(
        this NpgsqlConnection connection, Id<Organization> organization, Id<Approval>? approval, ApprovalKind kind, Guid? subject, Id<Principal> by, Instant at, CancellationToken ct)
    {
        if (approval is not { } id) return Needed;
        await using var command = new NpgsqlCommand("""
            update approval set used_at = $6, version = version + 1
            where organization_id = $1 and id = $2 and kind = $3 and subject_id is not distinct from $4 and $5 in (requested_by, approved_by)
              and approved_at is not null and used_at is null and expires_at > $6
            """, connection)
        {
            Parameters =
            {
                new() { Value = organization.Value },
                new() { Value = id.Value },
                new() { Value = Kebab.Of(kind) },
                new() { Value = (object?)subject ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = by.Value },
                new() { Value = at.ToDateTimeUtc() },
            },
        };
        return await command.ExecuteNonQueryAsync(ct) == 1 ? null : Needed;
    }
}
