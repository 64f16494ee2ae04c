using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>When something that a billing month counts, or that decides whether it counts, was recorded last.</summary>
public static class LastOfMinutesQuery
{
    /// <summary>By both of the episode's indexes of each table: of what counts, and of what was withdrawn.</summary>
    private static readonly string Sql = $"""
        select max(at) from (
          select e.recorded_at as at from episode e where e.organization_id = $1 and e.id = $2
          {string.Concat(from table in (string[])["contact", "consultation", "relapse_prevention_plan", "team_entry"]
            from index in (string[])["not t.entered_in_error", "t.entered_in_error"]
            select $"union all select t.recorded_at from {table} t where t.organization_id = $1 and t.episode_id = $2 and {index} ")}
        ) recorded
        """;

    public static async Task<Instant?> LastOfMinutes(this NpgsqlConnection connection, Id<Organization> organization, Id<Episode> episode, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = organization.Value }, new() { Value = episode.Value } } };
        return await command.ExecuteScalarAsync(ct) is DateTime at ? Instant.FromDateTimeUtc(at) : null;
    }
}
