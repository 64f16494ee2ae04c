using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class PatientBackgroundConfiguration : IEntityTypeConfiguration<PatientBackground>
{
    public void Configure(EntityTypeBuilder<PatientBackground> background)
    {
        background.HasKey(b => new { b.OrganizationId, b.PatientId, b.Version });
        background.Property(b => b.Language).HasMaxLength(35);
        background.Property(b => b.Race).HasMaxLength(40);
        background.References<PatientBackground, Patient>(nameof(PatientBackground.PatientId));
        background.OneOf<PatientBackground, Race>("ck_patient_background_race", "race");
        background.OneOf<PatientBackground, Ethnicity>("ck_patient_background_ethnicity", "ethnicity");
        background.OneOf<PatientBackground, AdministrativeSex>("ck_patient_background_sex", "sex");
        background.OneOf<PatientBackground, GenderIdentity>("ck_patient_background_gender", "gender");
        background.HasMany(b => b.Coverage).WithOne().HasForeignKey(c => new { c.OrganizationId, c.PatientId, c.Version }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PatientCoverageConfiguration : IEntityTypeConfiguration<PatientCoverage>
{
    public void Configure(EntityTypeBuilder<PatientCoverage> coverage)
    {
        coverage.HasKey(c => new { c.OrganizationId, c.PatientId, c.Version, c.Sequence });
        coverage.OneOf<PatientCoverage, PayerCategory>("ck_patient_coverage_payer", "payer");
        coverage.ToTable(t => t.HasCheckConstraint("ck_patient_coverage_period", "end_on >= start_on"));
    }
}

internal sealed class AttestedFteConfiguration : IEntityTypeConfiguration<AttestedFte>
{
    public void Configure(EntityTypeBuilder<AttestedFte> attested)
    {
        attested.HasKey(a => new { a.OrganizationId, a.StaffMemberId, a.FromOn, a.RecordedAt });
        attested.Property(a => a.Fte).HasPrecision(3, 2);
        attested.References<AttestedFte, StaffMember>(nameof(AttestedFte.StaffMemberId));
        attested.ToTable(t => t.HasCheckConstraint("ck_attested_fte_range", "fte between 0 and 1.5"));
    }
}

internal sealed class SubmittedMonthConfiguration : IEntityTypeConfiguration<SubmittedMonth>
{
    public const string Once = "pk_submitted_month";

    public void Configure(EntityTypeBuilder<SubmittedMonth> month)
    {
        month.HasKey(m => new { m.OrganizationId, m.ClinicId, m.MonthOn });
        month.References<SubmittedMonth, Clinic>(nameof(SubmittedMonth.ClinicId));
        month.ToTable(t => t.HasCheckConstraint("ck_submitted_month_first_day", "extract(day from month_on) = 1"));
    }
}
