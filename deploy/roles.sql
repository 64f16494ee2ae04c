-- Run once per cluster by an administrator, before the first migration. Idempotent.
-- registry_owner owns the schema and runs migrations; registry_service is what the API signs in as;
-- registry_report reads suppressed aggregates and has no right to any table with health data.
-- registry_auditor reads the audit trail and nothing else, for "Registry.Api audit verify".
-- registry_retention erases what its time has come for, for "Registry.Api retention": the only role that may delete a clinical row.
-- Passwords and authentication methods are the operator's: alter role ... password ...
do $$
begin
  if not exists (select from pg_roles where rolname = 'registry_owner') then
    create role registry_owner login nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'registry_service') then
    create role registry_service login nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
  -- Also behind a proxy that drops the options of a connection: see StorageSetup.
  alter role registry_service set plan_cache_mode = force_generic_plan;
  alter role registry_service set jit = off;
  if not exists (select from pg_roles where rolname = 'registry_report') then
    create role registry_report login nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'registry_auditor') then
    create role registry_auditor login nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'registry_retention') then
    create role registry_retention login nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
end
$$;
