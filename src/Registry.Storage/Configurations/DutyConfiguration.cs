using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class EmergencyAccessConfiguration : IEntityTypeConfiguration<EmergencyAccess>
{
    public void Configure(EntityTypeBuilder<EmergencyAccess> access)
    {
        access.HasKey(e => new { e.OrganizationId, e.Id });
        // Which records are open to a caller is asked at every read.
        access.HasIndex(e => new { e.OrganizationId, e.PrincipalId, e.ExpiresAt }).HasDatabaseName("ix_emergency_access_open");
        access.References<EmergencyAccess, Principal>(nameof(EmergencyAccess.PrincipalId));
        access.References<EmergencyAccess, Patient>(nameof(EmergencyAccess.PatientId));
        access.References<EmergencyAccess, Clinic>(nameof(EmergencyAccess.ClinicId));
        access.HasOne(e => e.Review).WithOne().HasForeignKey<EmergencyReview>(r => new { r.OrganizationId, r.EmergencyAccessId }).OnDelete(DeleteBehavior.Restrict);
        access.OneOf<EmergencyAccess, EmergencyReason>("ck_emergency_access_reason", "reason");
        access.ToTable(t =>
        {
            t.HasCheckConstraint("ck_emergency_access_period", "expires_at > opened_at and expires_at <= opened_at + interval '60 minutes'");
            t.HasCheckConstraint("ck_emergency_access_clinic", "(patient_id is null) = (clinic_id is null)");
        });
    }
}

internal sealed class EmergencyReviewConfiguration : IEntityTypeConfiguration<EmergencyReview>
{
    public const string Once = "pk_emergency_review";

    public void Configure(EntityTypeBuilder<EmergencyReview> review)
    {
        review.HasKey(r => new { r.OrganizationId, r.EmergencyAccessId });
        review.References<EmergencyReview, Principal>(nameof(EmergencyReview.ReviewedBy));
        review.OneOf<EmergencyReview, EmergencyVerdict>("ck_emergency_review_verdict", "verdict");
    }
}

internal sealed class AmendmentConfiguration : IEntityTypeConfiguration<Amendment>
{
    public void Configure(EntityTypeBuilder<Amendment> amendment)
    {
        amendment.IsFact();
        amendment.Ignore(a => a.DueOn);
        amendment.HasIndex(a => new { a.OrganizationId, a.PatientId, a.RequestedOn, a.Id }).HasDatabaseName("ix_amendment_patient");
        amendment.References<Amendment, Patient>(nameof(Amendment.PatientId));
        amendment.OneOf<Amendment, AmendedKind>("ck_amendment_about", "about");
        amendment.OneOf<Amendment, AmendmentState>("ck_amendment_state", "state");
        amendment.OneOf<Amendment, DenialReason>("ck_amendment_denial_reason", "denial_reason");
        amendment.ToTable(t => t.HasCheckConstraint("ck_amendment_decision",
            "(state = 'requested') = (decided_on is null) and (state = 'accepted') = (amended_version is not null) and (state = 'denied') = (denial_reason is not null)"));
    }
}

internal sealed class RestrictionConfiguration : IEntityTypeConfiguration<Restriction>
{
    public void Configure(EntityTypeBuilder<Restriction> restriction)
    {
        restriction.IsFact();
        restriction.HasIndex(r => new { r.OrganizationId, r.PatientId, r.Kind }).HasDatabaseName("ix_restriction_patient");
        restriction.References<Restriction, Patient>(nameof(Restriction.PatientId));
        restriction.OneOf<Restriction, RestrictionKind>("ck_restriction_kind", "kind");
        restriction.ToTable(t => t.HasCheckConstraint("ck_restriction_period", "ended_on >= on_day"));
    }
}

internal sealed class Part2ConsentConfiguration : IEntityTypeConfiguration<Part2Consent>
{
    public void Configure(EntityTypeBuilder<Part2Consent> consent)
    {
        consent.IsFact();
        consent.HasIndex(c => new { c.OrganizationId, c.PatientId, c.GivenOn }).HasDatabaseName("ix_part2_consent_patient");
        consent.References<Part2Consent, Patient>(nameof(Part2Consent.PatientId));
        consent.ToTable(t => t.HasCheckConstraint("ck_part2_consent_period", "expires_on > given_on and revoked_on >= given_on"));
    }
}

internal sealed class RetentionPolicyConfiguration : IEntityTypeConfiguration<RetentionPolicy>
{
    public void Configure(EntityTypeBuilder<RetentionPolicy> policy)
    {
        policy.HasKey(p => p.OrganizationId);
        policy.Property(p => p.Version).IsConcurrencyToken();
        policy.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        policy.ToTable(t => t.HasCheckConstraint("ck_retention_policy_years", "years_after_last_activity between 1 and 100 and minors_until_age between 18 and 50 and audit_years between 6 and 100"));
    }
}

internal sealed class LegalHoldConfiguration : IEntityTypeConfiguration<LegalHold>
{
    public const string OfPatient = "FK_legal_hold_patient";

    public void Configure(EntityTypeBuilder<LegalHold> hold)
    {
        hold.HasKey(h => new { h.OrganizationId, h.Id });
        // Of two who release it at once, one does.
        hold.Property(h => h.ReleasedAt).IsConcurrencyToken();
        hold.HasIndex(h => new { h.OrganizationId, h.PatientId }).HasFilter("released_at is null").HasDatabaseName("ix_legal_hold_in_force");
        hold.HasOne<Patient>().WithMany().HasForeignKey(h => new { h.OrganizationId, h.PatientId }).HasPrincipalKey(p => new { p.OrganizationId, p.Id })
            .HasConstraintName(OfPatient).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DataSetConfiguration : IEntityTypeConfiguration<DataSet>
{
    public void Configure(EntityTypeBuilder<DataSet> dataSet)
    {
        dataSet.HasKey(d => new { d.OrganizationId, d.Id });
        dataSet.Ignore(d => d.NeedsApproval);
        dataSet.Ignore(d => d.WhyNotReleased);
        // Of two who approve it at once, one does.
        dataSet.Property(d => d.ApprovedAt).IsConcurrencyToken();
        dataSet.Property(d => d.RecipientName).HasMaxLength(200);
        dataSet.Property(d => d.RecipientAddress).HasMaxLength(400);
        dataSet.Property(d => d.Why).HasMaxLength(400);
        dataSet.Property(d => d.AgreementId).HasMaxLength(100);
        dataSet.HasOne<Organization>().WithMany().HasForeignKey(d => d.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        dataSet.OneOf<DataSet, DataSetKind>("ck_data_set_kind", "kind");
        dataSet.OneOf<DataSet, RecipientKind>("ck_data_set_recipient", "recipient");
        dataSet.ToTable(t =>
        {
            t.HasCheckConstraint("ck_data_set_agreement", "kind <> 'limited' or agreement_id is not null");
            t.HasCheckConstraint("ck_data_set_two_persons", "approved_by <> ordered_by and (approved_by is null) = (approved_at is null)");
        });
    }
}
