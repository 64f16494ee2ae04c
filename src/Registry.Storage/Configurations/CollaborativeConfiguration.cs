using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class CollaborativeConfiguration : IEntityTypeConfiguration<Collaborative>
{
    public void Configure(EntityTypeBuilder<Collaborative> collaborative)
    {
        collaborative.HasKey(c => new { c.OrganizationId, c.Id });
        collaborative.Property(c => c.Name).HasMaxLength(200);
        collaborative.Property(c => c.Charter).HasMaxLength(4000);
        collaborative.HasOne<Organization>().WithMany().HasForeignKey(c => c.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        collaborative.HasMany(c => c.Measures).WithOne().HasForeignKey(m => new { m.OrganizationId, m.CollaborativeId }).OnDelete(DeleteBehavior.Restrict);
        collaborative.ToTable(t => t.HasCheckConstraint("ck_collaborative_months", "extract(day from first_month_on) = 1 and last_month_on >= first_month_on and extract(day from last_month_on) = 1"));
    }
}

internal sealed class CollaborativeMeasureConfiguration : IEntityTypeConfiguration<CollaborativeMeasure>
{
    public void Configure(EntityTypeBuilder<CollaborativeMeasure> measure)
    {
        measure.HasKey(m => new { m.OrganizationId, m.CollaborativeId, m.MetricCode });
        measure.Property(m => m.MetricCode).HasMaxLength(8);
        measure.Property(m => m.Goal).HasPrecision(8, 2);
    }
}

internal sealed class CollaborativeInvitationConfiguration : IEntityTypeConfiguration<CollaborativeInvitation>
{
    public const string Once = "pk_collaborative_invitation";

    public void Configure(EntityTypeBuilder<CollaborativeInvitation> invitation)
    {
        invitation.HasKey(i => new { i.OrganizationId, i.CollaborativeId, i.InvitedOrganizationId });
        invitation.HasOne<Collaborative>().WithMany().HasForeignKey(i => new { i.OrganizationId, i.CollaborativeId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CollaborativeMemberConfiguration : IEntityTypeConfiguration<CollaborativeMember>
{
    public void Configure(EntityTypeBuilder<CollaborativeMember> member)
    {
        member.HasKey(m => new { m.OrganizationId, m.CollaborativeId });
        member.HasOne<Organization>().WithMany().HasForeignKey(m => m.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CollaborativeSiteConfiguration : IEntityTypeConfiguration<CollaborativeSite>
{
    public void Configure(EntityTypeBuilder<CollaborativeSite> site)
    {
        site.HasKey(s => new { s.OrganizationId, s.CollaborativeId, s.ClinicId });
        site.Property(s => s.Name).HasMaxLength(200);
        site.References<CollaborativeSite, Clinic>(nameof(CollaborativeSite.ClinicId));
        site.HasOne<CollaborativeMember>().WithMany().HasForeignKey(s => new { s.OrganizationId, s.CollaborativeId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SharedSubmissionConfiguration : IEntityTypeConfiguration<SharedSubmission>
{
    public const string Once = "pk_shared_submission";

    public void Configure(EntityTypeBuilder<SharedSubmission> submission)
    {
        submission.HasKey(s => new { s.OrganizationId, s.CollaborativeId, s.ClinicId, s.MonthOn });
        submission.HasOne<CollaborativeSite>().WithMany().HasForeignKey(s => new { s.OrganizationId, s.CollaborativeId, s.ClinicId }).OnDelete(DeleteBehavior.Restrict);
        submission.HasMany(s => s.Measures).WithOne().HasForeignKey(m => new { m.OrganizationId, m.CollaborativeId, m.ClinicId, m.MonthOn }).OnDelete(DeleteBehavior.Restrict);
        submission.ToTable(t => t.HasCheckConstraint("ck_shared_submission_first_day", "extract(day from month_on) = 1"));
    }
}

internal sealed class SharedMeasureConfiguration : IEntityTypeConfiguration<SharedMeasure>
{
    public void Configure(EntityTypeBuilder<SharedMeasure> measure)
    {
        measure.HasKey(m => new { m.OrganizationId, m.CollaborativeId, m.ClinicId, m.MonthOn, m.MetricCode });
        measure.Property(m => m.MetricCode).HasMaxLength(8);
        measure.Property(m => m.NoValue).HasMaxLength(32);
        foreach (var figure in (string[])[nameof(SharedMeasure.Value), nameof(SharedMeasure.Numerator), nameof(SharedMeasure.Denominator)]) measure.Property(figure).HasPrecision(14, 2);
        measure.ToTable(t => t.HasCheckConstraint("ck_shared_measure_suppressed", "no_value is distinct from 'suppressed' or (value is null and numerator is null and denominator is null)"));
    }
}
