using Npgsql;

namespace Registry.Storage;

/// <summary>Whether row-level security would hold on this database, for the role the service signs in as.</summary>
/// <param name="ServerVersion">As PostgreSQL numbers it: 150018 is 15.18.</param>
public sealed record DatabaseFitness(int ServerVersion, bool IsSuperuser, bool BypassesRowSecurity, bool OwnsTables)
{
    /// <summary>The first releases without CVE-2025-8713, by which statistics show rows that a policy hides.</summary>
    private static readonly int[] FirstSound = [150014, 160010, 170006, 180000];

    public string? WhyUnfit =>
        ServerVersion < 150000 ? "PostgreSQL 15 or later is needed."
        : FirstSound.FirstOrDefault(first => first / 10000 == ServerVersion / 10000) is var first && ServerVersion < first
            ? $"This PostgreSQL shows rows that policies hide (CVE-2025-8713): {first / 10000}.{first % 10000} is the first of its line that does not."
        : IsSuperuser ? "The service signs in as a superuser, whom row security does not hold: sign in as registry_service."
        : BypassesRowSecurity ? "The service signs in as a role that bypasses row security: sign in as registry_service."
        : OwnsTables ? "The service signs in as a role that owns tables: sign in as registry_service."
        : null;

    public static async Task<DatabaseFitness> Of(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("""
            select current_setting('server_version_num')::int, r.rolsuper, r.rolbypassrls,
              exists (select from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace)
            from pg_roles r where r.rolname = current_user
            """);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new(row.GetInt32(0), row.GetBoolean(1), row.GetBoolean(2), row.GetBoolean(3));
    }
}
