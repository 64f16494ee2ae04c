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

    internal static readonly string Sql = $"""
        with labelled as materialized ({Episodes}), withheld as (
          select id from labelled
          {string.Concat(new[] { "contact", "consultation", "relapse_prevention_plan", "team_entry" }.SelectMany(table => new[] { Of(table, "not t.entered_in_error"), Of(table, "t.entered_in_error") }))}
          {Of("care_team_assignment", "t.patient_id = e.patient_id")}
          union all select t.id from labelled e cross join lateral (select a.id from {ScoresOf("e")} offset 0) t
        )
        select set_config('{RowContext.Withheld}', coalesce((select array_agg(id)::text from withheld), ''), true)
        """;

    /// <summary>Found for each episode through an index, also where nobody knows how many episodes there are: "offset 0" keeps the planner from reading the table as a whole.</summary>
    /// <param name="by">The condition of an index that begins with the episode or the patient.</param>
    private static string Of(string table, string by) => $"union all select t.id from labelled e cross join lateral (select t.id from {table} t where t.organization_id = e.organization_id and t.episode_id = e.id and {by} offset 0) t ";

    /// <summary>Takes them out of sight until the transaction ends: before something is read that goes to somebody outside.</summary>
    public static Task WithholdRecords(this NpgsqlConnection connection, Instant now, CancellationToken ct) => connection.Enter(Command(now), ct);

    public static NpgsqlBatchCommand Command(Instant now) => new(Sql) { Parameters = { new() { Value = now.InUtc().Date.ToDateOnly() } } };
}
