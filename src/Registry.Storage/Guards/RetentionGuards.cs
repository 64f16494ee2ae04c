namespace Registry.Storage;

/// <summary>Who may erase, and what the database refuses to erase whoever asks: the service has no right to delete a clinical row or an audit entry.</summary>
internal static class RetentionGuards
{
    /// <summary>A patient's rows, those that refer to others first.</summary>
    public static readonly string[] OfPatient =
    [
        "disclosure", "accounting_suspension", "amendment", "restriction", "part2_consent", "legal_hold", "emergency_review", "emergency_access", "quarantine_entry", "closed_billing_month", "flag_check", "announced_flag", "stored_resource",
        "assessment_identifier", "assessment", "contact", "consultation", "relapse_prevention_plan", "team_entry", "care_team_assignment", "episode_status_change", "episode",
        "patient_identifier", "patient", "fact_history",
    ];

    private static readonly string[] AuditTrail = ["audit_entry_patient", "audit_seal", "audit_entry"];

    public static IEnumerable<string> Up()
    {
        yield return "grant usage on schema public to registry_retention";
        yield return $"grant select, delete on {string.Join(", ", OfPatient.Concat(AuditTrail))} to registry_retention";
        yield return "grant select on organization, retention_policy to registry_retention";
        yield return "grant insert on audit_entry to registry_retention";
        yield return "grant select, insert on audit_cut to registry_retention";
        yield return "grant select on audit_cut to registry_service, registry_auditor";
        yield return "create policy verified on audit_cut for select to registry_auditor using (true)";

        // Only what a recorded cut covers, and never before its six years: 45 CFR 164.316(b)(2)(i).
        yield return """
            create function keep_audit_entries() returns trigger language plpgsql as $$
            begin
              if old.at > now() - interval '6 years' then raise insufficient_privilege using message = 'An audit entry is kept for six years.'; end if;
              if not exists (select from audit_seal s join audit_cut c on c.organization_id = s.organization_id and c.sequence >= s.sequence
                  where s.organization_id = old.organization_id and s.entry_id = old.id) then
                raise insufficient_privilege using message = 'No cut of the chain covers this entry.';
              end if;
              return old;
            end
            $$
            """;
        yield return "create trigger keep_audit_entries before delete on audit_entry for each row execute function keep_audit_entries()";
        yield return """
            create function keep_audit_seals() returns trigger language plpgsql as $$
            begin
              if exists (select from audit_entry e where e.organization_id = old.organization_id and e.id = old.entry_id)
                or not exists (select from audit_cut c where c.organization_id = old.organization_id and c.sequence >= old.sequence) then
                raise insufficient_privilege using message = 'A seal goes after its entry, below a cut of the chain.';
              end if;
              return old;
            end
            $$
            """;
        yield return "create trigger keep_audit_seals before delete on audit_seal for each row execute function keep_audit_seals()";
        // A hold beats every purge, also one that did not look for it.
        yield return """
            create function keep_held_patients() returns trigger language plpgsql as $$
            begin
              if exists (select from legal_hold h where h.organization_id = old.organization_id and h.patient_id = old.id and h.released_at is null) then
                raise insufficient_privilege using message = 'A legal hold is in force.';
              end if;
              return old;
            end
            $$
            """;
        yield return "create trigger keep_held_patients before delete on patient for each row execute function keep_held_patients()";
        yield return """
            create function keep_holds() returns trigger language plpgsql as $$
            begin
              if old.released_at is null then raise insufficient_privilege using message = 'A legal hold is in force.'; end if;
              return old;
            end
            $$
            """;
        yield return "create trigger keep_holds before delete on legal_hold for each row execute function keep_holds()";
    }
}
