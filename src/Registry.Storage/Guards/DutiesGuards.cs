namespace Registry.Storage;

/// <summary>Privacy duties: rights and rules of their tables, what an emergency opens, what 42 CFR Part 2 withholds, and who may erase.</summary>
internal static class DutiesGuards
{
    private static readonly string[] Tables =
        ["emergency_access", "emergency_review", "amendment", "restriction", "part2_consent", "retention_policy", "legal_hold", "data_set", "accounting_suspension", "audit_cut"];

    private static readonly string[] Facts = ["amendment", "restriction", "part2_consent"];

    public static IEnumerable<string> Up()
    {
        foreach (var statement in Tables.SelectMany(RowSecurity.Protect)) yield return statement;
        foreach (var table in Facts) yield return $"create trigger keep_history after update on {table} for each row execute function keep_history()";

        yield return $"grant select, insert, update on {string.Join(", ", Facts)}, retention_policy to registry_service";
        // Who looked in an emergency and what was said of it, what was ordered and who held what, is never changed.
        yield return "grant select, insert on emergency_access, emergency_review, legal_hold, data_set, accounting_suspension to registry_service";
        yield return "grant update (released_at, released_by) on legal_hold to registry_service";
        yield return "grant update (approved_at, approved_by) on data_set to registry_service";

        foreach (var table in RowSecurity.Withholdable.Keys) yield return RowSecurity.Withhold(table);

        // Versions from before the label had none.
        yield return "alter table fact_history no force row level security";
        yield return "update fact_history set row = row || '{\"is_part2\": false}' where table_name = 'episode'";
        yield return "alter table fact_history force row level security";

        // The privacy officer is told whatever clinic it was, and of an identifier that is nobody's too.
        yield return """
            create function announce_emergency() returns trigger language plpgsql as $$
            begin
              insert into webhook_delivery (organization_id, id, webhook_id, event_id, kind, occurred_at, resource, attempts)
              select new.organization_id, gen_random_uuid(), w.id, new.id, 'emergency-access', new.opened_at, 'emergency-accesses/' || new.id, 0
              from webhook w where w.organization_id = new.organization_id and w.state <> 'ended' and 'emergency-access' = any(w.kinds)
                and (w.clinic_ids = '{}' or new.clinic_id is null or new.clinic_id = any(w.clinic_ids));
              return null;
            end
            $$
            """;
        yield return "create trigger announce_emergency after insert on emergency_access for each row execute function announce_emergency()";
        foreach (var statement in RetentionGuards.Up()) yield return statement;
    }
}
