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
        entry.Property(e => e.RequestId).HasMaxLength(64);
    }
}

internal sealed class StoredResourceConfiguration : IEntityTypeConfiguration<StoredResource>
{
    public void Configure(EntityTypeBuilder<StoredResource> resource)
    {
        resource.HasKey(r => new { r.OrganizationId, r.ResourceType, r.Id });
        resource.Property(r => r.ResourceType).HasMaxLength(32);
        resource.References<StoredResource, Clinical.Patient>(nameof(StoredResource.PatientId));
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
