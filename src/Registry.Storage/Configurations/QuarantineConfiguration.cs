using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class QuarantineEntryConfiguration : IEntityTypeConfiguration<QuarantineEntry>
{
    public const string Once = "ux_quarantine_entry_identity";

    public void Configure(EntityTypeBuilder<QuarantineEntry> entry)
    {
        entry.HasKey(e => new { e.OrganizationId, e.Id });
        entry.Property(e => e.ResourceType).HasMaxLength(64);
        entry.Property(e => e.System).HasMaxLength(400);
        entry.Property(e => e.Code).HasMaxLength(200);
        entry.Property(e => e.Identity).HasMaxLength(64);
        entry.Property(e => e.Reason).HasMaxLength(1000);
        entry.HasIndex(e => new { e.OrganizationId, e.SourceId, e.Identity }).IsUnique().HasDatabaseName(Once);
        entry.HasIndex(e => new { e.OrganizationId, e.PatientId, e.ReceivedOn }).HasDatabaseName("ix_quarantine_entry_patient");
        entry.HasIndex(e => new { e.OrganizationId, e.Id }, "ix_quarantine_entry_waiting").HasFilter("state = 'waiting'");
        entry.References<QuarantineEntry, Principal>(nameof(QuarantineEntry.SourceId));
        entry.References<QuarantineEntry, Patient>(nameof(QuarantineEntry.PatientId));
        entry.References<QuarantineEntry, Assessment>(nameof(QuarantineEntry.AssessmentId));
        entry.OneOf<QuarantineEntry, QuarantineState>("ck_quarantine_entry_state", "state");
    }
}

internal sealed class CodeMappingConfiguration : IEntityTypeConfiguration<CodeMapping>
{
    public const string OneInForce = "ux_code_mapping_in_force";

    public void Configure(EntityTypeBuilder<CodeMapping> mapping)
    {
        mapping.HasKey(m => new { m.OrganizationId, m.Id });
        mapping.Property(m => m.System).HasMaxLength(400);
        mapping.Property(m => m.Code).HasMaxLength(200);
        mapping.HasIndex(m => new { m.OrganizationId, m.SourceId, m.System, m.Code }).IsUnique().HasFilter("ended_at is null").HasDatabaseName(OneInForce);
        mapping.References<CodeMapping, Principal>(nameof(CodeMapping.SourceId));
        mapping.ToTable(t => t.HasCheckConstraint("ck_code_mapping_form", "code <> '' or instrument is null"));
    }
}

internal sealed class ImportSourceConfiguration : IEntityTypeConfiguration<ImportSource>
{
    public void Configure(EntityTypeBuilder<ImportSource> source)
    {
        source.HasKey(s => new { s.OrganizationId, s.Id });
        source.HasOne<Principal>().WithOne().HasForeignKey<ImportSource>(s => new { s.OrganizationId, s.Id }).OnDelete(DeleteBehavior.Restrict);
        source.OneOf<ImportSource, UnmappedCodes>("ck_import_source_codes", "unmapped_codes");
        source.OneOf<ImportSource, UnknownForms>("ck_import_source_forms", "unknown_forms");
    }
}

internal sealed class FormConfiguration : IEntityTypeConfiguration<Form>
{
    public const string Once = "ux_form_url";

    public void Configure(EntityTypeBuilder<Form> form)
    {
        form.HasKey(f => new { f.OrganizationId, f.Id });
        form.Property(f => f.Url).HasMaxLength(400);
        form.Property(f => f.BusinessVersion).HasMaxLength(64);
        form.HasIndex(f => new { f.OrganizationId, f.Url, f.BusinessVersion }).IsUnique().HasDatabaseName(Once);
        form.HasOne<Organization>().WithMany().HasForeignKey(f => f.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}
