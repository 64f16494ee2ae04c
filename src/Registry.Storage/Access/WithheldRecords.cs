using NodaTime;
using Npgsql;

namespace Registry.Storage;

/// <summary>Takes out of sight what no other system may see: records of episodes under 42 CFR Part 2 whose patient did not consent.</summary>
/// <remarks>
/// Of the scores those that the team took in the time of such an episode: one that came from outside tells its sender nothing new. The list is made
/// once a transaction, in the organization that its context names, and is empty where no episode is labelled.
/// </remarks>
public static class WithheldRecords
{
    /// <summary>Labelled, and no consent holds on day $1.</summary>
    internal const string Episodes = """
        select e.organization_id, e.id, e.patient_id, e.enrolled_on, e.ended_on from episode e
        where e.organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and e.is_part2 and not exists (
          select from part2_consent c where c.organization_id = e.organization_id and c.patient_id = e.patient_id
            and c.given_on <= $1 and (c.expires_on is null or c.expires_on > $1) and (c.revoked_on is null or c.revoked_on > $1))
        """;

    /// <summary>From the scores that the team took in the time of an episode.</summary>
    internal static string ScoresOf(string episode) => $"""
        assessment a where a.organization_id = {episode}.organization_id and a.patient_id = {episode}.patient_id
          and a.administered_on >= {episode}.enrolled_on and ({episode}.ended_on is null or a.administered_on <= {episode}.ended_on) and a.source = 'registry'
        """;

    private static readonly string Sql = $"""
        with labelled as materialized ({Episodes}), withheld as (
          select id from labelled
          {string.Concat(new[] { "contact", "consultation", "relapse_prevention_plan", "team_entry", "care_team_assignment" }.Select(table => $"union all select t.id from {table} t join labelled e on t.organization_id = e.organization_id and t.episode_id = e.id "))}
          union all select a.id from labelled e, {ScoresOf("e")}
        )
        select set_config('{RowContext.Withheld}', coalesce((select array_agg(id)::text from withheld), ''), true)
        """;

    public static NpgsqlBatchCommand Command(Instant now) => new(Sql) { Parameters = { new() { Value = now.InUtc().Date.ToDateOnly() } } };
}
