using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class MetricTargetConfiguration : IEntityTypeConfiguration<MetricTarget>
{
    public void Configure(EntityTypeBuilder<MetricTarget> target)
    {
        target.HasKey(t => new { t.OrganizationId, t.Id });
        target.Property(t => t.Metric).HasMaxLength(8);
        target.Property(t => t.Lowest).HasPrecision(9, 2);
        target.Property(t => t.Highest).HasPrecision(9, 2);
        target.References<MetricTarget, Clinic>(nameof(MetricTarget.ClinicId));
        target.ToTable(t => t.HasCheckConstraint("ck_metric_target_limits", "lowest <= highest"));
    }
}

internal sealed class DriftPlanConfiguration : IEntityTypeConfiguration<DriftPlan>
{
    public void Configure(EntityTypeBuilder<DriftPlan> plan)
    {
        plan.HasKey(p => new { p.OrganizationId, p.Id });
        plan.Property(p => p.Indicator).HasMaxLength(8);
        plan.Property(p => p.Intervention).HasMaxLength(1000);
        plan.HasIndex(p => new { p.OrganizationId, p.ClinicId, p.Indicator });
        plan.References<DriftPlan, Clinic>(nameof(DriftPlan.ClinicId));
        plan.References<DriftPlan, StaffMember>(nameof(DriftPlan.OwnerId));
        plan.ToTable(t => t.HasCheckConstraint("ck_drift_plan_review", "review_on >= made_on"));
    }
}
