using NodaTime;
using Npgsql;

namespace Registry.Storage;

/// <summary>What a CDS Hooks client's token is checked with, and whose rights it then has.</summary>
public sealed record CdsCredentials(Guid OrganizationId, Guid ClientId, string Issuer, string Subject, string? Jwks, string? JwksUri)
{
    /// <summary>The clients with this issuer, one of an organization at most: which of them calls, its key tells.</summary>
    public static async Task<IReadOnlyList<CdsCredentials>> Find(NpgsqlDataSource database, string issuer, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.AcrossOrganizations(), """
            select c.organization_id, c.id, p.issuer, p.subject, c.jwks, c.jwks_uri from principal p
            join cds_client c on c.organization_id = p.organization_id and c.principal_id = p.id and c.ended_at is null
            where p.issuer = $1 order by c.id limit 20
            """);
        command.Parameters.Add(new() { Value = issuer });
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<CdsCredentials>();
        while (await row.ReadAsync(ct)) found.Add(new(row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.Text(4), row.Text(5)));
        return found;
    }

    /// <summary>Uses a token up, in a step of its own: a request that is refused later has used it all the same.</summary>
    /// <returns>False when it was used before.</returns>
    public async Task<bool> Use(NpgsqlDataSource database, byte[] hash, Instant expires, Instant now, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.ForSystem(new(OrganizationId)), """
            with expired as (delete from used_token where organization_id = $1 and cds_client_id = $2 and expires_at < $5)
            insert into used_token (organization_id, cds_client_id, hash, expires_at) values ($1, $2, $3, $4) on conflict do nothing
            """);
        foreach (var value in (object[])[OrganizationId, ClientId, hash, expires.ToDateTimeUtc(), now.ToDateTimeUtc()]) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    public override string ToString() => $"{nameof(CdsCredentials)} {ClientId}";
}
