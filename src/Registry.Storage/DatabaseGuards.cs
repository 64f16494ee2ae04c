namespace Registry.Storage;

/// <summary>What EF cannot say: history kept by the database itself, and the service's rights.</summary>
internal static class DatabaseGuards
{
    private static readonly string[] Facts =
        
    [
        "patient", "episode", "care_team_assignment", "assessment", "contact", "consultation", "relapse_prevention_plan", "team_entry", "review_session", "stored_resource",
    ];

    private static readonly string[] ReadOnly = ["organization", "clinic", "staff_member", "principal", "role_grant"];

    private static readonly string[] InsertOnly =
        ["audit_entry", "fact_history", "episode_status_change", "patient_identifier", "assessment_identifier", "idempotency_key", "closed_billing_month"];

    /// <summary>The tables that a past report reads as they stood.</summary>
    private static readonly string[] KnownAt = ["episode", "care_team_assignment", "assessment", "contact", "consultation", "relapse_prevention_plan", "team_entry"];

    /// <summary>Rows as they stood at a moment: those that stand and stood then, and those that were replaced since.</summary>
    private static string AsKnown(string table, string function, string column, string inHistory) => $"""
        create function {function}(organization uuid, subject uuid, known_at timestamptz) returns setof {table} language sql stable as $$
          select t.* from {table} t where t.organization_id = organization and t.{column} = subject and t.recorded_at <= known_at
          union all
          select r.* from fact_history h, jsonb_populate_record(null::{table}, h.row) r
          where h.organization_id = organization and h.table_name = '{table}' and {inHistory} and h.recorded_at <= known_at and h.superseded_at > known_at
        $$
        """;

    public static IEnumerable<string> Up()
    {
        yield return """
            create function keep_history() returns trigger language plpgsql as $$
            begin
              insert into fact_history (organization_id, table_name, id, version, patient_id, recorded_at, superseded_at, row)
              values (old.organization_id, tg_table_name, old.id, old.version, (to_jsonb(old) ->> 'patient_id')::uuid, old.recorded_at, new.recorded_at, to_jsonb(old));
              return null;
            end
            $$
            """;
        yield return """
            create function correct_assessment(organization uuid, assessment_id uuid, known_version int, day date, moment timestamptz, points int, answers smallint[],
              self_harm smallint, score_origin text, new_status text, sent_version text, at timestamptz, by_principal uuid) returns void language plpgsql as $$
            begin
              update assessment set administered_on = day, administered_at = moment, total = points, items = answers, self_harm_answer = self_harm,
                origin = score_origin, status = new_status, source_version = sent_version, version = known_version + 1, recorded_at = at, recorded_by = by_principal
              where organization_id = organization and id = assessment_id and version = known_version;
              if not found then raise serialization_failure using message = 'changed meanwhile'; end if;
            end
            $$
            """;
        foreach (var table in Facts)
        {
            yield return $"create trigger keep_history after update on {table} for each row execute function keep_history()";
            // Index-only scans stay index-only on tables that mostly grow.
            yield return $"alter table {table} set (autovacuum_vacuum_insert_scale_factor = 0.02)";
        }

        foreach (var table in KnownAt) yield return AsKnown(table, table + "_known", "patient_id", "h.patient_id = subject");
        yield return AsKnown("care_team_assignment", "care_team_assignment_known_of", "staff_member_id", "(h.row ->> 'staff_member_id')::uuid = subject");
        yield return "create index ix_fact_history_staff on fact_history (organization_id, ((row ->> 'staff_member_id')::uuid)) where table_name = 'care_team_assignment'";

        yield return "grant usage on schema public to registry_service";
        yield return $"grant select, insert, update on {string.Join(", ", Facts)} to registry_service";
        yield return $"grant select, insert on {string.Join(", ", InsertOnly)} to registry_service";
        yield return $"grant select on {string.Join(", ", ReadOnly)} to registry_service";
        yield return "grant update (outcome_profile, payer_profile, flag_parameters) on organization to registry_service";
        yield return "grant select on \"__EFMigrationsHistory\" to registry_service";
    }
}
