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
        patient.HasIndex(p => new { p.OrganizationId, p.ClinicId, p.Id });
        patient.References<Patient, Clinic>(nameof(Patient.ClinicId));
        patient.HasMany(p => p.Identifiers).WithOne().HasForeignKey(i => new { i.OrganizationId, i.PatientId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PatientIdentifierConfiguration : IEntityTypeConfiguration<PatientIdentifier>
{
    public void Configure(EntityTypeBuilder<PatientIdentifier> identifier)
    {
        identifier.HasKey(i => new { i.OrganizationId, i.Id });
        identifier.Property(i => i.Id).ValueGeneratedNever();
        identifier.Property(i => i.System).HasMaxLength(400);
        identifier.Property(i => i.SinceVersion).HasDefaultValue(1);
        identifier.HasIndex(i => new { i.OrganizationId, i.PatientId });
        // Which systems there are: a value that is looked for in any of them has a digest for each.
        identifier.HasIndex(i => new { i.OrganizationId, i.System }).HasDatabaseName("ix_patient_identifier_system");
    }
}

internal sealed class PatientIdentifierDigestConfiguration : IEntityTypeConfiguration<PatientIdentifierDigest>
{
    public const string Unique = "pk_patient_identifier_digest";

    public void Configure(EntityTypeBuilder<PatientIdentifierDigest> digest)
    {
        digest.HasKey(d => new { d.OrganizationId, d.Digest });
        digest.HasIndex(d => new { d.OrganizationId, d.IdentifierId }).HasDatabaseName("ix_patient_identifier_digest_identifier");
        digest.HasIndex(d => new { d.OrganizationId, d.PatientId }).HasDatabaseName("ix_patient_identifier_digest_patient");
        digest.References<PatientIdentifierDigest, PatientIdentifier>(nameof(PatientIdentifierDigest.IdentifierId));
        digest.References<PatientIdentifierDigest, Patient>(nameof(PatientIdentifierDigest.PatientId));
    }
}
