namespace Registry.Storage;

/// <summary>What administrators may change, what nobody may give to himself, and who is told.</summary>
internal static class ProvisioningGuards
{
    public static IEnumerable<string> Up()
    {
        yield return "grant update (name, version) on organization to registry_service";
        yield return "grant insert, update (name, ended_at, version) on clinic to registry_service";
        yield return "grant insert, update (display_name, clinic_id, ended_at, version) on staff_member to registry_service";
        yield return "grant insert, update (disabled_at, may_create_patients, may_export, default_clinic_id, version) on principal to registry_service";
        // A grant is given and ended, never made another.
        yield return "grant insert, update (valid_to, version) on role_grant to registry_service";
        yield return "grant select, insert, update (approved_by, approved_at, used_at, version) on approval to registry_service";
        foreach (var statement in RowSecurity.Protect("approval")) yield return statement;

        // Whatever the service does wrong, nobody is granted anything by himself.
        yield return $"create policy by_somebody_else on role_grant as restrictive for insert with check (principal_id is distinct from {RowContext.Uuid(RowContext.Principal)})";

        // Integration clients that there are go on as they were allowed to; for new ones two people decide.
        yield return $"select set_config('{RowContext.Reach}', '{RowContext.EveryOrganization}', true)";
        yield return "update principal set may_export = true where staff_member_id is null";
        yield return $"select set_config('{RowContext.Reach}', '', true)";

        // One event a change, by whatever way it came. Its id is made from the version, so that all receivers are told of one event.
        yield return """
            create function announce_rights() returns trigger language plpgsql as $$
            begin
              insert into webhook_delivery (organization_id, id, webhook_id, event_id, kind, occurred_at, resource, attempts)
              select new.organization_id, gen_random_uuid(), w.id, md5(tg_argv[0] || '/' || new.id || '/' || new.version)::uuid, 'rights-changed', now(), tg_argv[0] || '/' || new.id, 0
              from webhook w where w.organization_id = new.organization_id and w.state <> 'ended' and 'rights-changed' = any(w.kinds)
                and (w.clinic_ids = '{}' or coalesce(to_jsonb(new) ->> 'clinic_id', '') = any(w.clinic_ids::text[]));
              return null;
            end
            $$
            """;
        yield return "create trigger announce_granted after insert on role_grant for each row execute function announce_rights('grants')";
        yield return "create trigger announce_ended after update on role_grant for each row when (new.valid_to is distinct from old.valid_to) execute function announce_rights('grants')";
        yield return """
            create trigger announce_principal after update on principal for each row
            when (new.disabled_at is distinct from old.disabled_at or new.may_export <> old.may_export) execute function announce_rights('principals')
            """;
    }
}
