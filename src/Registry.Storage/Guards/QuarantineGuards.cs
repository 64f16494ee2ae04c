namespace Registry.Storage;

/// <summary>The service's rights on what waits to be mapped, and on what maps it.</summary>
internal static class QuarantineGuards
{
    public static IEnumerable<string> Up()
    {
        yield return "grant select, insert on quarantine_entry, code_mapping, import_source, form to registry_service";
        yield return "grant update (state, settled_at, settled_on, assessment_id, reason) on quarantine_entry to registry_service";
        yield return "grant update (ended_at, ended_by) on code_mapping to registry_service";
        yield return "grant update (unmapped_codes, unknown_forms, may_load_forms) on import_source to registry_service";
        yield return "grant update (patient_identifier_systems) on organization to registry_service";
    }
}
