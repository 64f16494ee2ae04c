namespace Registry.Storage;

/// <summary>Events are written by the database itself, whatever way a fact came in; and what the service may do with them.</summary>
internal static class EventsGuards
{
    /// <summary>The facts that a flag can depend on, each of a patient.</summary>
    private static readonly string[] Touching =
        ["assessment", "contact", "consultation", "relapse_prevention_plan", "team_entry", "episode", "care_team_assignment"];

    private static string Counted(string row) => $"{row}.status in ('final', 'amended', 'corrected') and {row}.total is not null";

    /// <summary>What makes it another score; that somebody marked it as reviewed does not.</summary>
    private static string Said(string row) =>
        $"({Counted(row)}, {row}.total, {row}.items, {row}.self_harm_answer, {row}.administered_on, {row}.administered_at)";

    public static IEnumerable<string> Up()
    {
        // One statement per write of any size. The id is made from the version, so that all receivers are told of one event.
        yield return $"""
            create function announce_scores() returns trigger language plpgsql as $$
            begin
              if tg_op = 'INSERT' then
                insert into webhook_delivery (organization_id, id, webhook_id, event_id, kind, occurred_at, resource, attempts)
                select a.organization_id, gen_random_uuid(), w.id, md5(a.id::text || '/' || a.version)::uuid, 'score-stored', a.recorded_at, 'Observation/' || a.id, 0
                from after_write a join webhook w on w.organization_id = a.organization_id and is_told(w, 'score-stored', a.patient_id)
                where {Counted("a")}
                order by a.id;
              else
                insert into webhook_delivery (organization_id, id, webhook_id, event_id, kind, occurred_at, resource, attempts)
                select a.organization_id, gen_random_uuid(), w.id, md5(a.id::text || '/' || a.version)::uuid, 'score-stored', a.recorded_at, 'Observation/' || a.id, 0
                from after_write a join before_write b on b.organization_id = a.organization_id and b.id = a.id
                join webhook w on w.organization_id = a.organization_id and is_told(w, 'score-stored', a.patient_id)
                where ({Counted("a")} or {Counted("b")}) and {Said("a")} is distinct from {Said("b")}
                order by a.id;
              end if;
              return null;
            end
            $$
            """;
        yield return """
            create function is_told(w webhook, kind text, patient uuid) returns boolean language sql stable as $$
              select w.state <> 'ended' and kind = any(w.kinds) and (w.clinic_ids = '{}'
                or exists (select from patient p where p.organization_id = w.organization_id and p.id = patient and p.clinic_id = any(w.clinic_ids)))
            $$
            """;
        yield return """
            create function queue_flag_checks() returns trigger language plpgsql as $$
            begin
              insert into flag_check (organization_id, patient_id, is_first)
              select distinct a.organization_id, a.patient_id, false from after_write a
              where exists (select from webhook w where w.organization_id = a.organization_id and w.state <> 'ended' and 'flag-raised' = any(w.kinds));
              return null;
            end
            $$
            """;

        yield return "create trigger announce_new_scores after insert on assessment referencing new table as after_write for each statement execute function announce_scores()";
        yield return """
            create trigger announce_changed_scores after update on assessment referencing old table as before_write new table as after_write
            for each statement execute function announce_scores()
            """;
        foreach (var table in Touching)
        {
            yield return $"create trigger queue_flag_checks_of_new after insert on {table} referencing new table as after_write for each statement execute function queue_flag_checks()";
            yield return $"create trigger queue_flag_checks_of_changed after update on {table} referencing new table as after_write for each statement execute function queue_flag_checks()";
        }

        yield return "grant select, insert, update on webhook, cds_client to registry_service";
        // What a receiver has got is kept for a while, not for ever.
        yield return "grant select, insert, update, delete on webhook_delivery, announced_flag, flag_check, flag_day to registry_service";
        yield return "grant select, insert, delete on used_token to registry_service";
    }
}
