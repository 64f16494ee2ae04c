namespace Registry.Storage;

/// <summary>Row-level security on every table, and what keeps working under it.</summary>
internal static class RightsGuards
{
    /// <summary>Every table there was; later ones are protected where they are made.</summary>
    private static readonly string[] Tables =
    [
        "organization", "clinic", "staff_member", "principal", "role_grant", "patient", "care_team_assignment", "episode", "assessment", "contact", "consultation",
        "relapse_prevention_plan", "team_entry", "closed_billing_month", "stored_resource", "patient_identifier", "quarantine_entry", "fact_history",
        "episode_status_change", "assessment_identifier", "webhook", "webhook_delivery", "flag_check", "flag_day", "cds_client", "bulk_export", "bulk_file",
        "bulk_file_chunk", "used_token", "announced_flag", "review_session", "audit_entry", "audit_seal", "audit_entry_patient", "disclosure", "code_mapping",
        "import_source", "form", "idempotency_key"
    ];

    public static IEnumerable<string> Up()
    {
        yield return """
            create or replace function keep_history() returns trigger language plpgsql as $$
            declare was jsonb := to_jsonb(old);
            begin
              insert into fact_history (organization_id, table_name, id, version, patient_id, staff_member_id, recorded_at, superseded_at, row)
              values (old.organization_id, tg_table_name, old.id, old.version, (was ->> 'patient_id')::uuid,
                case when tg_table_name = 'care_team_assignment' then (was ->> 'staff_member_id')::uuid end, old.recorded_at, new.recorded_at, was);
              return null;
            end
            $$
            """;
        yield return "update fact_history set staff_member_id = (row ->> 'staff_member_id')::uuid where table_name = 'care_team_assignment'";
        yield return "drop index ix_fact_history_staff";
        yield return """
            create or replace function care_team_assignment_known_of(organization uuid, subject uuid, known_at timestamptz) returns setof care_team_assignment language sql stable as $$
              select t.* from care_team_assignment t where t.organization_id = organization and t.staff_member_id = subject and t.recorded_at <= known_at
              union all
              select r.* from fact_history h, jsonb_populate_record(null::care_team_assignment, h.row) r
              where h.organization_id = organization and h.table_name = 'care_team_assignment' and h.staff_member_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
            $$
            """;

        // Whoever may put a patient on somebody's caseload keeps sight of the patient until the transaction ends.
        yield return $"""
            create function keep_in_sight() returns trigger language plpgsql as $$
            begin
              if exists (select from patient p where p.organization_id = new.organization_id and p.id = new.patient_id) then
                perform set_config('{RowContext.InSight}',
                  (array_append(coalesce({RowContext.Text(RowContext.InSight)}::uuid[], array[]::uuid[]), new.patient_id))::text, true);
              end if;
              return new;
            end
            $$
            """;
        yield return "create trigger keep_in_sight before insert on care_team_assignment for each row execute function keep_in_sight()";

        // How a family name begins, in either case. Under a policy only leakproof operators reach an index, and lower() is not one: so it is kept lowered.
        yield return "drop index ix_patient_family";
        yield return "alter table patient add column family_name_lowered text generated always as (lower(family_name)) stored";
        yield return "create index ix_patient_family on patient (organization_id, family_name_lowered text_pattern_ops)";
        yield return "update fact_history set row = row || jsonb_build_object('family_name_lowered', lower(row ->> 'family_name')) where table_name = 'patient'";

        foreach (var statement in Tables.SelectMany(RowSecurity.Protect)) yield return statement;

        // Who verifies the audit trail belongs to no organization, and can read nothing else.
        foreach (var table in (string[])["audit_entry", "audit_seal", "audit_entry_patient"])
            yield return $"create policy verified on {table} for select to registry_auditor using (true)";

        // Suppressed aggregates have tables of their own; no table there is now is one of them.
        yield return "grant usage on schema public to registry_report";
        yield return "revoke all on all tables in schema public from registry_report";
        yield return "alter default privileges in schema public revoke all on tables from registry_report";
    }
}
