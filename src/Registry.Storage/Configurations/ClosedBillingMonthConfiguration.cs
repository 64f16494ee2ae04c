using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class ClosedBillingMonthConfiguration : IEntityTypeConfiguration<ClosedBillingMonth>
{
    public const string Once = "pk_closed_billing_month";

    public void Configure(EntityTypeBuilder<ClosedBillingMonth> month)
    {
        month.HasKey(m => new { m.OrganizationId, m.EpisodeId, m.MonthOn });
        month.Property(m => m.PayerProfile).HasMaxLength(64);
        month.References<ClosedBillingMonth, Episode>(nameof(ClosedBillingMonth.EpisodeId));
        month.References<ClosedBillingMonth, Patient>(nameof(ClosedBillingMonth.PatientId));
        month.ToTable(t => t.HasCheckConstraint("ck_closed_billing_month_first_day", "extract(day from month_on) = 1"));
    }
}
