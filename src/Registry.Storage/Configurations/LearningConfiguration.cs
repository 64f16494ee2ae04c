using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class ImplementationSiteConfiguration : IEntityTypeConfiguration<ImplementationSite>
{
    public void Configure(EntityTypeBuilder<ImplementationSite> site)
    {
        site.HasKey(s => new { s.OrganizationId, s.ClinicId });
        site.Property(s => s.Version).IsConcurrencyToken();
        site.Ignore(s => s.Stages);
        site.Ignore(s => s.LaunchedOn);
        site.References<ImplementationSite, Clinic>(nameof(ImplementationSite.ClinicId));
    }
}

internal sealed class ChecklistItemConfiguration : IEntityTypeConfiguration<ChecklistItem>
{
    public void Configure(EntityTypeBuilder<ChecklistItem> item)
    {
        item.HasKey(i => new { i.OrganizationId, i.ClinicId, i.Code });
        item.Property(i => i.Code).HasMaxLength(64);
        item.Property(i => i.Title).HasMaxLength(200);
        item.Property(i => i.Note).HasMaxLength(1000);
        item.Property(i => i.Version).IsConcurrencyToken();
        item.HasOne<ImplementationSite>().WithMany().HasForeignKey(i => new { i.OrganizationId, i.ClinicId }).OnDelete(DeleteBehavior.Restrict);
        item.OneOf<ChecklistItem, Checklist>("ck_checklist_item_checklist", "checklist");
        item.OneOf<ChecklistItem, ChecklistState>("ck_checklist_item_state", "state");
    }
}

internal sealed class PdsaCycleConfiguration : IEntityTypeConfiguration<PdsaCycle>
{
    public void Configure(EntityTypeBuilder<PdsaCycle> cycle)
    {
        cycle.HasKey(c => new { c.OrganizationId, c.Id });
        cycle.Property(c => c.Title).HasMaxLength(200);
        foreach (var text in (string[])[nameof(PdsaCycle.Aim), nameof(PdsaCycle.Prediction), nameof(PdsaCycle.Plan), nameof(PdsaCycle.Do), nameof(PdsaCycle.Study), nameof(PdsaCycle.Act)])
        {
            cycle.Property(text).HasMaxLength(4000);
        }

        cycle.Property(c => c.Version).IsConcurrencyToken();
        cycle.References<PdsaCycle, Clinic>(nameof(PdsaCycle.ClinicId));
        cycle.HasOne<CollaborativeMember>().WithMany().HasForeignKey(c => new { c.OrganizationId, c.CollaborativeId }).OnDelete(DeleteBehavior.Restrict);
        cycle.OneOf<PdsaCycle, PdsaDecision>("ck_pdsa_cycle_decision", "decision");
        cycle.ToTable(t => t.HasCheckConstraint("ck_pdsa_cycle_period", "ended_on >= started_on"));
    }
}

internal sealed class ActionPlanConfiguration : IEntityTypeConfiguration<ActionPlan>
{
    public void Configure(EntityTypeBuilder<ActionPlan> plan)
    {
        plan.HasKey(p => new { p.OrganizationId, p.Id });
        plan.Property(p => p.Goal).HasMaxLength(400);
        plan.Property(p => p.Steps).HasMaxLength(4000);
        plan.Property(p => p.Owner).HasMaxLength(200);
        plan.Ignore(p => p.ReviewDueOn);
        plan.References<ActionPlan, Clinic>(nameof(ActionPlan.ClinicId));
        plan.HasMany(p => p.Reviews).WithOne().HasForeignKey(r => new { r.OrganizationId, r.ActionPlanId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ActionPlanReviewConfiguration : IEntityTypeConfiguration<ActionPlanReview>
{
    public void Configure(EntityTypeBuilder<ActionPlanReview> review)
    {
        review.HasKey(r => new { r.OrganizationId, r.ActionPlanId, r.RecordedAt });
        review.Property(r => r.Note).HasMaxLength(1000);
        review.OneOf<ActionPlanReview, ActionPlanOutcome>("ck_action_plan_review_outcome", "outcome");
    }
}
