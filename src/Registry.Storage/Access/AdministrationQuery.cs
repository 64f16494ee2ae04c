using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>How far an administrator may go at this moment.</summary>
/// <param name="Now">By the database's clock, which also decides which grants hold.</param>
/// <param name="Clinics">Where they administer.</param>
/// <param name="IsOfOrganization">Whether they administer the organization as a whole, clinics to come included.</param>
public sealed record Administration(Instant Now, Guid[] Clinics, bool IsOfOrganization)
{
    /// <summary>Whether their own level includes this; null is the whole organization.</summary>
    public bool Includes(Id<Clinic>? clinic) => IsOfOrganization || (clinic is { } one && Clinics.Contains(one.Value));
}

public static class AdministrationQuery
{
    /// <summary>What the caller may administer, read again after everybody else's changes: two administrators who end each other's rights come one after the other.</summary>
    /// <returns>With no clinic when the caller's rights ended a moment ago.</returns>
    public static async Task<Administration> AdministrationOf(this NpgsqlConnection connection, Id<Organization> organization, Id<Principal> principal, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("select pg_advisory_xact_lock(hashtextextended('registry.administration/' || $1, 0))") { Parameters = { new() { Value = organization.ToString() } } },
                new("""
                    select clock_timestamp(), coalesce(array_agg(distinct c.id) filter (where c.id is not null), '{}'), coalesce(bool_or(g.clinic_id is null), false)
                    from principal p
                    join role_grant g on g.organization_id = p.organization_id and g.principal_id = p.id
                    join clinic c on c.organization_id = g.organization_id and (g.clinic_id is null or c.id = g.clinic_id)
                    where p.organization_id = $1 and p.id = $2 and p.disabled_at is null
                      and g.role = 'administrator' and g.valid_from <= clock_timestamp() and (g.valid_to is null or g.valid_to > clock_timestamp())
                    """) { Parameters = { new() { Value = organization.Value }, new() { Value = principal.Value } } },
            },
        };
        await using var row = await batch.ExecuteReaderAsync(ct);
        await row.NextResultAsync(ct);
        await row.ReadAsync(ct);
        return new(row.Moment(0)!.Value, row.GetFieldValue<Guid[]>(1), row.GetBoolean(2));
    }
}
