using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class FinanceRateConfiguration : IEntityTypeConfiguration<FinanceRate>
{
    public void Configure(EntityTypeBuilder<FinanceRate> rate)
    {
        rate.HasKey(r => new { r.OrganizationId, r.Payer, r.Code, r.FromOn, r.RecordedAt });
        rate.Property(r => r.Code).HasMaxLength(8);
        rate.Property(r => r.Amount).HasPrecision(10, 2);
        rate.Property(r => r.Source).HasMaxLength(400);
        rate.HasOne<Organization>().WithMany().HasForeignKey(r => r.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        rate.OneOf<FinanceRate, PayerCategory>("ck_finance_rate_payer", "payer");
        rate.ToTable(t => t.HasCheckConstraint("ck_finance_rate_sense", "amount >= 0 and until_on >= from_on"));
    }
}

internal sealed class FinanceCostConfiguration : IEntityTypeConfiguration<FinanceCost>
{
    public void Configure(EntityTypeBuilder<FinanceCost> cost)
    {
        cost.HasKey(c => new { c.OrganizationId, c.Kind, c.FromOn, c.RecordedAt });
        cost.Property(c => c.Amount).HasPrecision(10, 2);
        cost.Property(c => c.Source).HasMaxLength(400);
        cost.HasOne<Organization>().WithMany().HasForeignKey(c => c.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        cost.OneOf<FinanceCost, CostKind>("ck_finance_cost_kind", "kind");
        cost.ToTable(t => t.HasCheckConstraint("ck_finance_cost_sense", "amount >= 0 and until_on >= from_on"));
    }
}
