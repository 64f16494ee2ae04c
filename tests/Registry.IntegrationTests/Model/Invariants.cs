using Npgsql;

namespace Registry.IntegrationTests;

/// <summary>What no command and no crossing of commands may break, asked of the tables themselves.</summary>
internal static class Invariants
{
    private static readonly string[] Facts = ["patient", "episode", "care_team_assignment", "assessment", "contact", "consultation", "relapse_prevention_plan", "team_entry", "review_session"];

    private static readonly (string Broken, string Query)[] Rules =
    [
        ("two open episodes of one patient", "select patient_id from episode where status <> 'inactive' group by patient_id, program having count(*) > 1"),
        ("episodes of one patient that overlap", """
            select a.id from episode a join episode b on a.patient_id = b.patient_id and a.id < b.id and a.program = b.program
            where coalesce(a.ended_on, 'infinity') > coalesce(b.referred_on, b.enrolled_on) and coalesce(b.ended_on, 'infinity') > coalesce(a.referred_on, a.enrolled_on)
              and a.ended_on is distinct from coalesce(a.referred_on, a.enrolled_on) and b.ended_on is distinct from coalesce(b.referred_on, b.enrolled_on)
            """),
        ("an episode whose status is not its last change", """
            select e.id from episode e where e.status <> (select c.status from episode_status_change c where c.episode_id = e.id order by c.sequence desc limit 1)
            """),
        ("changes of status with a gap or out of order", """
            select episode_id from (select episode_id, sequence, on_day, lag(on_day) over w as before, row_number() over w as place from episode_status_change
              window w as (partition by episode_id order by sequence)) c where place <> sequence or on_day < before
            """),
        ("an episode without exactly one care manager at a time", """
            select episode_id from (select episode_id, from_on, until_on, lead(from_on) over (partition by episode_id order by from_on, until_on) as next
              from care_team_assignment where role = 'care-manager') a where until_on is distinct from next
            """),
        ("an identifier of two patients", "select 1 from patient_identifier_digest d join patient_identifier i on i.organization_id = d.organization_id and i.id = d.identifier_id where i.patient_id <> d.patient_id"),
    ];

    public static async Task Hold(RegistryApp app)
    {
        await using var connection = app.AsOwner();
        await connection.OpenAsync();
        foreach (var (broken, query) in Rules.Concat(Facts.Select(table => ($"versions of {table} with a gap", Gapless(table)))))
        {
            await using var command = new NpgsqlCommand(query, connection);
            Assert.True(await command.ExecuteScalarAsync() is null, $"There is {broken}.");
        }
    }

    private static string Gapless(string table) => $"""
        select id from {table} f where version <> 1 + (select count(*) from fact_history h where h.table_name = '{table}' and h.id = f.id)
          or version <> 1 + coalesce((select max(h.version) from fact_history h where h.table_name = '{table}' and h.id = f.id), 0)
        """;
}
