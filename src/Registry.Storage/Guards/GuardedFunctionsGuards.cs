namespace Registry.Storage;

/// <summary>What the guards themselves are guarded by: names that mean the same for everybody, holds on all of a patient's rows, and persons instead of logins.</summary>
internal static class GuardedFunctionsGuards
{
    /// <summary>Tables of which the service itself deletes rows in its daily work: what waits, what was announced, digests of an old key.</summary>
    private static readonly string[] ClearedByTheService = ["flag_check", "announced_flag", "patient_identifier_digest"];

    /// <summary>Read as they stood by functions that the planner writes into the statement. A fixed path would forbid that, so their tables are named in full.</summary>
    private static readonly (string Table, string Function, string Column)[] KnownAt =
    [
        .. ((string[])["episode", "care_team_assignment", "assessment", "contact", "consultation", "relapse_prevention_plan", "team_entry"]).Select(table => (table, table + "_known", "patient_id")),
        ("care_team_assignment", "care_team_assignment_known_of", "staff_member_id"),
    ];

    public static IEnumerable<string> Up() => [.. Names(), .. Patients(), .. Holds(), .. Persons()];

    /// <summary>A temporary table goes before one of the schema, unless the path says otherwise: it could take in the history, or hold no holds.</summary>
    private static IEnumerable<string> Names()
    {
        foreach (var (table, function, column) in KnownAt)
        {
            yield return $"""
                create or replace function {function}(organization uuid, subject uuid, known_at timestamptz) returns setof public.{table} language sql stable as $$
                  select t.* from public.{table} t where t.organization_id = organization and t.{column} = subject and t.recorded_at <= known_at
                  union all
                  select r.* from public.fact_history h, jsonb_populate_record(null::public.{table}, h.row) r
                  where h.organization_id = organization and h.table_name = '{table}' and h.{column} = subject and h.recorded_at <= known_at and h.superseded_at > known_at
                $$
                """;
        }

        yield return """
            do $$
            declare f regprocedure;
            begin
              for f in select p.oid::regprocedure from pg_proc p join pg_language l on l.oid = p.prolang
                where p.pronamespace = 'public'::regnamespace and p.proowner = current_user::regrole and (l.lanname = 'plpgsql' or not p.proretset) loop
                execute format('alter function %s set search_path = public, pg_temp', f);
              end loop;
            end
            $$
            """;
        // Nobody needs a temporary table. The owner of the database may say so; where another role owns it, the administrator does.
        yield return """
            do $$ begin
              if (select pg_has_role(d.datdba, 'member') from pg_database d where d.datname = current_database()) then
                execute format('revoke temporary on database %I from public', current_database());
              end if;
            end $$
            """;
    }

    /// <summary>Whose records an entry is about goes with the entry, not before its time.</summary>
    private static IEnumerable<string> Patients()
    {
        yield return """
            create function keep_audit_entry_patients() returns trigger language plpgsql set search_path = public, pg_temp as $$
            begin
              if not exists (select from audit_entry e join audit_seal s on s.organization_id = e.organization_id and s.entry_id = e.id
                  join audit_cut c on c.organization_id = s.organization_id and c.sequence >= s.sequence
                  where e.organization_id = old.organization_id and e.id = old.entry_id and e.at <= now() - interval '6 years') then
                raise insufficient_privilege using message = 'Whom an audit entry is about is kept for six years, and until a cut of the chain covers it.';
              end if;
              return old;
            end
            $$
            """;
        yield return "create trigger keep_audit_entry_patients before delete on audit_entry_patient for each row execute function keep_audit_entry_patients()";
    }

    /// <summary>Each row is asked for its patient. A row that does not say whose it is, or whose own row is out of sight, stays.</summary>
    private static IEnumerable<string> Holds()
    {
        yield return """
            create or replace function keep_held_patients() returns trigger language plpgsql set search_path = public, pg_temp as $$
            declare
              gone jsonb := to_jsonb(old);
              patient uuid := coalesce((gone ->> 'patient_id')::uuid, case tg_table_name
                when 'patient' then (gone ->> 'id')::uuid
                when 'fact_history' then case gone ->> 'table_name' when 'patient' then (gone ->> 'id')::uuid end
                when 'assessment_identifier' then (select a.patient_id from assessment a where a.organization_id = old.organization_id and a.id = (gone ->> 'assessment_id')::uuid)
                when 'emergency_review' then (select e.patient_id from emergency_access e where e.organization_id = old.organization_id and e.id = (gone ->> 'emergency_access_id')::uuid)
                else (select e.patient_id from episode e where e.organization_id = old.organization_id and e.id = (gone ->> 'episode_id')::uuid) end);
            begin
              if patient is null then raise insufficient_privilege using message = 'Only what is known to be of a patient without a hold is erased.'; end if;
              if exists (select from legal_hold h where h.organization_id = old.organization_id and h.patient_id = patient and h.released_at is null) then
                raise insufficient_privilege using message = 'A legal hold is in force.';
              end if;
              return old;
            end
            $$
            """;
        foreach (var table in RetentionGuards.OfPatient.Append("patient_identifier_digest").Where(table => table is not "patient"))
        {
            var daily = ClearedByTheService.Contains(table) ? "when (current_user <> 'registry_service') " : "";
            yield return $"create trigger keep_held_patients before delete on {table} for each row {daily}execute function keep_held_patients()";
        }
    }

    /// <summary>Whoever has two logins is still one person: whatever takes a second one takes another member of staff.</summary>
    private static IEnumerable<string> Persons()
    {
        yield return "drop policy by_somebody_else on role_grant";
        yield return $"create policy by_somebody_else on role_grant as restrictive for insert with check ({AreTwo("role_grant", "role_grant.principal_id", RowContext.Uuid(RowContext.Principal))})";
        yield return $"create policy by_somebody_else on approval as restrictive for update with check (approved_by is null or {AreTwo("approval", "approval.approved_by", "approval.requested_by")})";
        yield return $"create policy by_somebody_else on data_set as restrictive for update with check (approved_by is null or {AreTwo("data_set", "data_set.approved_by", "data_set.ordered_by")})";
        yield return $"""
            create policy by_somebody_else on emergency_review as restrictive for insert with check ({AreTwo("emergency_review", "emergency_review.reviewed_by",
                "(select e.principal_id from emergency_access e where e.organization_id = emergency_review.organization_id and e.id = emergency_review.emergency_access_id)")})
            """;
    }

    private static string AreTwo(string table, string one, string other) => $"{Person(table, one)} is distinct from {Person(table, other)}";

    /// <summary>The member of staff behind a login; the login itself where it is nobody's.</summary>
    private static string Person(string table, string principal) =>
        $"coalesce((select p.staff_member_id from principal p where p.organization_id = {table}.organization_id and p.id = {principal}), {principal})";
}
