namespace Registry.Storage;

/// <summary>Rights over encrypted values and their keys, and what keeps history true while values are encrypted anew.</summary>
internal static class EncryptionGuards
{
    private static readonly string[] Tables = ["organization_key", "wrapped_data_key", "key_rotation", "patient_identifier_digest"];

    /// <summary>Tables of facts, whose replaced versions the database keeps.</summary>
    private static readonly string[] Facts = ["patient", "consultation", "team_entry", "stored_resource", "amendment", "restriction", "part2_consent"];

    /// <summary>Before the plain columns go.</summary>
    public static IEnumerable<string> Before()
    {
        yield return """
            do $$ begin
              if exists (select from patient) then
                raise exception 'This registry holds patients whose names are not encrypted, and is of a build that was never released: begin with an empty database.';
              end if;
            end $$
            """;
        yield return "drop index ix_patient_family";
        yield return "alter table patient drop column family_name_lowered";
    }

    public static IEnumerable<string> Up()
    {
        yield return "drop function correct_patient(uuid, uuid, int, text, text, date, timestamptz, uuid)";
        yield return """
            create function correct_patient(organization uuid, patient_id uuid, known_version int, family bytea, given bytea, birth bytea, at timestamptz, by_principal uuid)
              returns void language plpgsql as $$
            begin
              update patient set family_name_encrypted = family, given_name_encrypted = given, birth_date_encrypted = birth,
                version = known_version + 1, recorded_at = at, recorded_by = by_principal
              where organization_id = organization and id = patient_id and version = known_version;
              if not found then raise serialization_failure using message = 'changed meanwhile'; end if;
            end
            $$
            """;

        // To encrypt a value anew is no new version of the fact, and may change nothing else.
        yield return """
            create function only_encrypted_anew() returns trigger language plpgsql as $$
            declare
              was jsonb := to_jsonb(old);
              becomes jsonb := to_jsonb(new);
            begin
              if tg_table_name = 'fact_history' then
                if was - 'row' <> becomes - 'row' then raise exception 'history does not change'; end if;
                was := was -> 'row';
                becomes := becomes -> 'row';
              end if;
              if exists (select from jsonb_each(was) w full join jsonb_each(becomes) b using (key)
                where w.value is distinct from b.value and (key not like '%\_encrypted' or jsonb_typeof(w.value) is distinct from jsonb_typeof(b.value))) then
                raise exception 'history does not change';
              end if;
              return new;
            end
            $$
            """;
        foreach (var table in Facts)
        {
            yield return $"drop trigger keep_history on {table}";
            yield return $"create trigger keep_history after update on {table} for each row when (new.version <> old.version) execute function keep_history()";
            yield return $"create trigger only_encrypted_anew before update on {table} for each row when (new.version = old.version) execute function only_encrypted_anew()";
        }

        yield return "create trigger only_encrypted_anew before update on fact_history for each row execute function only_encrypted_anew()";
        yield return "grant update (row) on fact_history to registry_service";
        yield return "grant update (value_encrypted) on patient_identifier to registry_service";
        yield return "grant update (body_encrypted) on quarantine_entry, bulk_file_chunk to registry_service";
        yield return "grant update (recipient_name_encrypted, recipient_address_encrypted, what_encrypted, why_encrypted) on disclosure to registry_service";

        yield return "grant update (recipient_name_encrypted, statement_encrypted) on accounting_suspension to registry_service";
        yield return "grant update (explanation_encrypted) on emergency_access to registry_service";
        yield return "grant update (note_encrypted) on emergency_review to registry_service";
        yield return "grant update (matter_encrypted) on legal_hold to registry_service";

        // Whoever erases what is old enough must read birth dates: minors' records are kept longer.
        yield return "grant select, delete on patient_identifier_digest to registry_retention";
        yield return "grant select on organization_key, wrapped_data_key to registry_retention";

        yield return "grant select, insert, delete on patient_identifier_digest to registry_service";
        yield return "grant select, insert on organization_key, wrapped_data_key to registry_service";
        yield return "grant update (retired_at) on wrapped_data_key to registry_service";
        yield return "grant select, insert, update on key_rotation to registry_service";
        foreach (var statement in Tables.SelectMany(RowSecurity.Protect)) yield return statement;
    }
}
