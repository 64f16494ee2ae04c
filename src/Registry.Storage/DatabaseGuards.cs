namespace Registry.Storage;

/// <summary>What EF cannot say: history kept by the database itself, and the service's rights.</summary>
internal static class DatabaseGuards
{
    private static readonly string[] Facts =
        ["patient", "episode", "assessment", "contact", "consultation", "relapse_prevention_plan", "stored_resource"];

    private static readonly string[] ReadOnly = ["organization", "clinic", "staff_member", "principal", "role_grant"];

    private static readonly string[] InsertOnly =
        ["audit_entry", "fact_history", "episode_status_change", "patient_identifier", "assessment_identifier", "idempotency_key"];

    public static IEnumerable<string> Up()
    {
        yield return """
            create function keep_history() returns trigger language plpgsql as $$
            begin
              insert into fact_history (organization_id, table_name, id, version, recorded_at, superseded_at, row)
              values (old.organization_id, tg_table_name, old.id, old.version, old.recorded_at, new.recorded_at, to_jsonb(old));
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

        yield return "grant usage on schema public to registry_service";
        yield return $"grant select, insert, update on {string.Join(", ", Facts)}, care_manager_assignment to registry_service";
        yield return $"grant select, insert on {string.Join(", ", InsertOnly)} to registry_service";
        yield return $"grant select on {string.Join(", ", ReadOnly)} to registry_service";
        yield return "grant select on \"__EFMigrationsHistory\" to registry_service";
    }
}
