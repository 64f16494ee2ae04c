using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class ApprovalConfiguration : IEntityTypeConfiguration<Approval>
{
    public void Configure(EntityTypeBuilder<Approval> approval)
    {
        approval.HasKey(a => new { a.OrganizationId, a.Id });
        approval.Property(a => a.Reason).HasMaxLength(400);
        approval.Property(a => a.Version).CountsChanges();
        approval.References<Approval, Principal>(nameof(Approval.RequestedBy));
        approval.References<Approval, Principal>(nameof(Approval.ApprovedBy));
        approval.OneOf<Approval, ApprovalKind>("ck_approval_kind", "kind");
        approval.ToTable(t =>
        {
            t.HasCheckConstraint("ck_approval_two_people", "approved_by <> requested_by and (approved_by is null) = (approved_at is null)");
            t.HasCheckConstraint("ck_approval_used", "used_at is null or approved_at is not null");
        });
    }
}
