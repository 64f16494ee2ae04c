using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class BulkExportConfiguration : IEntityTypeConfiguration<BulkExport>
{
    public void Configure(EntityTypeBuilder<BulkExport> export)
    {
        export.HasKey(e => new { e.OrganizationId, e.Id });
        export.Property(e => e.RequestId).HasMaxLength(64);
        export.Property(e => e.Request).HasMaxLength(2000);
        export.References<BulkExport, Principal>(nameof(BulkExport.PrincipalId));
        export.References<BulkExport, StaffMember>(nameof(BulkExport.GroupId));
        // What the worker looks through: the few that are not over.
        export.HasIndex(e => new { e.OrganizationId, e.PrincipalId }).HasFilter("state in ('queued', 'running', 'complete')").HasDatabaseName("ix_bulk_export_open");
        export.OneOf<BulkExport, BulkExportState>("ck_bulk_export_state", "state");
    }
}

internal sealed class BulkFileConfiguration : IEntityTypeConfiguration<BulkFile>
{
    public void Configure(EntityTypeBuilder<BulkFile> file)
    {
        file.HasKey(f => new { f.OrganizationId, f.ExportId, f.Number });
        file.Property(f => f.ResourceType).HasMaxLength(32);
        file.References<BulkFile, BulkExport>(nameof(BulkFile.ExportId));
    }
}

internal sealed class BulkFileChunkConfiguration : IEntityTypeConfiguration<BulkFileChunk>
{
    public void Configure(EntityTypeBuilder<BulkFileChunk> chunk)
    {
        chunk.HasKey(c => new { c.OrganizationId, c.ExportId, c.FileNumber, c.Number });
        chunk.References<BulkFileChunk, BulkExport>(nameof(BulkFileChunk.ExportId));
    }
}
