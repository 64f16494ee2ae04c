using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class PublishedMonthConfiguration : IEntityTypeConfiguration<PublishedMonth>
{
    public void Configure(EntityTypeBuilder<PublishedMonth> month)
    {
        month.HasKey(m => new { m.OrganizationId, m.MonthOn });
        month.Property(m => m.Profile).HasMaxLength(64);
        month.HasOne<Organization>().WithMany().HasForeignKey(m => m.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        month.HasMany(m => m.Rows).WithOne().HasForeignKey(r => new { r.OrganizationId, r.MonthOn }).OnDelete(DeleteBehavior.Restrict);
        month.ToTable(t => t.HasCheckConstraint("ck_published_month_first_day", "extract(day from month_on) = 1"));
    }
}

internal sealed class PublishedRowConfiguration : IEntityTypeConfiguration<PublishedRow>
{
    public void Configure(EntityTypeBuilder<PublishedRow> row)
    {
        row.HasKey(r => new { r.OrganizationId, r.MonthOn, r.Sequence });
        row.Property(r => r.Stratum).HasMaxLength(20);
        row.Property(r => r.GroupName).HasMaxLength(64);
        row.Property(r => r.Figures).HasColumnType("jsonb");
        row.References<PublishedRow, Clinic>(nameof(PublishedRow.ClinicId));
    }
}
