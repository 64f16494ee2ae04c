namespace Registry.Storage;

/// <summary>Who may do what with the audit trail: the service adds, the auditor's role reads, and nobody else is let in.</summary>
internal static class AuditChainGuards
{
    public static IEnumerable<string> Up()
    {
        yield return "grant select, insert on audit_seal, audit_entry_patient, disclosure to registry_service";
        yield return "grant usage on schema public to registry_auditor";
        yield return "grant select on audit_entry, audit_seal, audit_entry_patient to registry_auditor";
        // A table that only grows is vacuumed by its growth, so that index-only scans stay what they are.
        foreach (var table in (string[])["audit_entry", "audit_seal", "audit_entry_patient"]) yield return $"alter table {table} set (autovacuum_vacuum_insert_scale_factor = 0.02)";
    }
}
