using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class PatientConfiguration : IEntityTypeConfiguration<Patient>
{
    public void Configure(EntityTypeBuilder<Patient> patient)
    {
        patient.IsFact();
        patient.IsReadAsRecorded("patient");
        patient.HasIndex(p => new { p.OrganizationId, p.BirthDate }, "ix_patient_birth_date");
        patient.Property(p => p.FamilyName).HasMaxLength(200);
        patient.Property(p => p.GivenName).HasMaxLength(200);
        patient.HasIndex(p => new { p.OrganizationId, p.ClinicId, p.Id });
        patient.References<Patient, Clinic>(nameof(Patient.ClinicId));
        patient.HasMany(p => p.Identifiers).WithOne().HasForeignKey(i => new { i.OrganizationId, i.PatientId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PatientIdentifierConfiguration : IEntityTypeConfiguration<PatientIdentifier>
{
    public const string Unique = "pk_patient_identifier";

    public void Configure(EntityTypeBuilder<PatientIdentifier> identifier)
    {
        identifier.HasKey(i => new { i.OrganizationId, i.System, i.Value });
        identifier.Property(i => i.System).HasMaxLength(400);
        identifier.Property(i => i.Value).HasMaxLength(200);
        identifier.Property(i => i.SinceVersion).HasDefaultValue(1);
        identifier.HasIndex(i => new { i.OrganizationId, i.PatientId });
    }
}
