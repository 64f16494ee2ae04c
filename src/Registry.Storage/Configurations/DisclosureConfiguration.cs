using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class AccountingSuspensionConfiguration : IEntityTypeConfiguration<AccountingSuspension>
{
    public const string OfPatient = "FK_accounting_suspension_patient";

    public void Configure(EntityTypeBuilder<AccountingSuspension> suspension)
    {
        suspension.HasKey(s => new { s.OrganizationId, s.Id });
        suspension.HasIndex(s => new { s.OrganizationId, s.PatientId }).HasDatabaseName("ix_accounting_suspension_patient");
        suspension.HasOne<Patient>().WithMany().HasForeignKey(s => new { s.OrganizationId, s.PatientId }).HasPrincipalKey(p => new { p.OrganizationId, p.Id })
            .HasConstraintName(OfPatient).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DisclosureConfiguration : IEntityTypeConfiguration<Disclosure>
{
    public const string OfPatient = "FK_disclosure_patient";

    public void Configure(EntityTypeBuilder<Disclosure> disclosure)
    {
        disclosure.HasKey(d => new { d.OrganizationId, d.Id });
        disclosure.HasIndex(d => new { d.OrganizationId, d.PatientId, d.DisclosedOn }).HasDatabaseName("ix_disclosure_patient");
        disclosure.OneOf<Disclosure, DisclosurePurpose>("ck_disclosure_purpose", "purpose");
        disclosure.HasOne<Patient>().WithMany().HasForeignKey(d => new { d.OrganizationId, d.PatientId }).HasPrincipalKey(p => new { p.OrganizationId, p.Id })
            .HasConstraintName(OfPatient).OnDelete(DeleteBehavior.Restrict);
    }
}
