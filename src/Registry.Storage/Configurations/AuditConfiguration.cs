using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Registry.Storage;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.HasKey(e => new { e.OrganizationId, e.Id });
        entry.Property(e => e.Action).HasMaxLength(64);
        entry.Property(e => e.Method).HasMaxLength(16);
        entry.Property(e => e.Route).HasMaxLength(200);
        entry.Property(e => e.PurposeOfUse).HasMaxLength(16);
        entry.Property(e => e.RequestId).HasMaxLength(64);
        entry.Property(e => e.Xid).HasDefaultValueSql("pg_current_xact_id()::text::bigint");
        // The chain's order; then a list by time, and by each thing that an auditor asks for, newest first.
        entry.HasIndex(e => new { e.OrganizationId, e.Xid, e.Id }).HasDatabaseName("ix_audit_entry_xid");
        entry.HasIndex(e => new { e.OrganizationId, e.At, e.Id }, "ix_audit_entry_at").HasDatabaseName("ix_audit_entry_at");
        entry.HasIndex(e => new { e.OrganizationId, e.PrincipalId, e.At, e.Id }).HasDatabaseName("ix_audit_entry_principal");
        entry.HasIndex(e => new { e.OrganizationId, e.Action, e.At, e.Id }).HasDatabaseName("ix_audit_entry_action");
        entry.HasIndex(e => new { e.OrganizationId, e.Event, e.At, e.Id }).HasDatabaseName("ix_audit_entry_event");
        entry.HasIndex(e => new { e.OrganizationId, e.Outcome, e.At, e.Id }).HasFilter("outcome <> 'success'").HasDatabaseName("ix_audit_entry_refused");
    }
}

internal sealed class AuditSealConfiguration : IEntityTypeConfiguration<AuditSeal>
{
    public void Configure(EntityTypeBuilder<AuditSeal> seal)
    {
        seal.HasKey(s => new { s.OrganizationId, s.Sequence });
        seal.HasIndex(s => new { s.OrganizationId, s.EntryId }).IsUnique().HasDatabaseName("ux_audit_seal_entry");
    }
}

internal sealed class AuditCutConfiguration : IEntityTypeConfiguration<AuditCut>
{
    public void Configure(EntityTypeBuilder<AuditCut> cut) => cut.HasKey(c => new { c.OrganizationId, c.Sequence });
}

internal sealed class AuditEntryPatientConfiguration : IEntityTypeConfiguration<AuditEntryPatient>
{
    public void Configure(EntityTypeBuilder<AuditEntryPatient> patient) =>
        patient.HasKey(p => new { p.OrganizationId, p.PatientId, p.At, p.EntryId });
}

internal sealed class StoredResourceConfiguration : IEntityTypeConfiguration<StoredResource>
{
    public void Configure(EntityTypeBuilder<StoredResource> resource)
    {
        resource.HasKey(r => new { r.OrganizationId, r.ResourceType, r.Id });
        resource.Property(r => r.ResourceType).HasMaxLength(32);
        resource.Property<string>("Searchable").HasColumnType("jsonb").IsRequired();
        resource.References<StoredResource, Clinical.Patient>(nameof(StoredResource.PatientId));
        // For walks by _lastUpdated of what has no table of its own.
        resource.HasIndex(r => new { r.OrganizationId, r.RecordedAt, r.Id }, "ix_stored_resource_response").HasFilter("resource_type = 'QuestionnaireResponse'");
    }
}

internal sealed class FactHistoryConfiguration : IEntityTypeConfiguration<FactHistory>
{
    public void Configure(EntityTypeBuilder<FactHistory> history)
    {
        history.HasKey(h => new { h.OrganizationId, h.TableName, h.Id, h.Version });
        history.Property(h => h.TableName).HasMaxLength(64);
        history.HasIndex(h => new { h.OrganizationId, h.TableName, h.PatientId });
        // A column of its own: what is read out of jsonb could not lead an index ahead of the row policy.
        history.HasIndex(h => new { h.OrganizationId, h.StaffMemberId }, "ix_fact_history_staff_member").HasFilter("table_name = 'care_team_assignment'");
        // What was replaced since a reader of search results set out.
        history.HasIndex(h => new { h.OrganizationId, h.TableName, h.SupersededAt }, "ix_fact_history_superseded");
        history.Property(h => h.Row).HasColumnType("jsonb");
    }
}

internal sealed class IdempotencyKeyConfiguration : IEntityTypeConfiguration<IdempotencyKey>
{
    public void Configure(EntityTypeBuilder<IdempotencyKey> key)
    {
        key.HasKey(k => new { k.OrganizationId, k.PrincipalId, k.Key });
        key.Property(k => k.Key).HasMaxLength(200);
    }
}
