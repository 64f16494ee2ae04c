using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class OrganizationConfiguration : IEntityTypeConfiguration<Organization>
{
    public void Configure(EntityTypeBuilder<Organization> organization)
    {
        organization.HasKey(o => o.Id);
        organization.Property(o => o.Version).CountsChanges();
        organization.Property(o => o.Name).HasMaxLength(200);
        organization.Property(o => o.OutcomeProfile).HasMaxLength(64);
        organization.Property(o => o.PayerProfile).HasMaxLength(64);
    }
}

internal sealed class ClinicConfiguration : IEntityTypeConfiguration<Clinic>
{
    public void Configure(EntityTypeBuilder<Clinic> clinic)
    {
        clinic.HasKey(c => new { c.OrganizationId, c.Id });
        clinic.Property(c => c.Version).CountsChanges();
        clinic.Property(c => c.Name).HasMaxLength(200);
        clinic.Property(c => c.TimeZone).HasMaxLength(64);
        clinic.HasOne<Organization>().WithMany().HasForeignKey(c => c.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StaffMemberConfiguration : IEntityTypeConfiguration<StaffMember>
{
    public void Configure(EntityTypeBuilder<StaffMember> member)
    {
        member.HasKey(s => new { s.OrganizationId, s.Id });
        member.Property(s => s.Version).CountsChanges();
        member.Property(s => s.DisplayName).HasMaxLength(200);
        member.References<StaffMember, Clinic>(nameof(StaffMember.ClinicId));
        member.OneOf<StaffMember, StaffRole>("ck_staff_member_role", "role");
    }
}

internal sealed class PrincipalConfiguration : IEntityTypeConfiguration<Principal>
{
    public const string OnePerToken = "ux_principal_issuer_subject";

    public void Configure(EntityTypeBuilder<Principal> principal)
    {
        principal.HasKey(p => new { p.OrganizationId, p.Id });
        principal.Property(p => p.Version).CountsChanges();
        principal.Property(p => p.Issuer).HasMaxLength(400);
        principal.Property(p => p.Subject).HasMaxLength(200);
        // The one index not led by the organization: a token must find its organization.
        principal.HasIndex(p => new { p.Issuer, p.Subject }).IsUnique().HasDatabaseName(OnePerToken);
        principal.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        principal.References<Principal, StaffMember>(nameof(Principal.StaffMemberId));
        principal.References<Principal, Clinic>(nameof(Principal.DefaultClinicId));
    }
}

internal sealed class RoleGrantConfiguration : IEntityTypeConfiguration<RoleGrant>
{
    public void Configure(EntityTypeBuilder<RoleGrant> grant)
    {
        grant.HasKey(g => new { g.OrganizationId, g.Id });
        grant.Property(g => g.Version).CountsChanges();
        grant.HasIndex(g => new { g.OrganizationId, g.PrincipalId });
        grant.References<RoleGrant, Principal>(nameof(RoleGrant.PrincipalId));
        grant.References<RoleGrant, Clinic>(nameof(RoleGrant.ClinicId));
        grant.References<RoleGrant, StaffMember>(nameof(RoleGrant.CaseloadId));
        grant.OneOf<RoleGrant, Role>("ck_role_grant_role", "role");
        grant.ToTable(t =>
        {
            t.HasCheckConstraint("ck_role_grant_period", "valid_to >= valid_from");
            t.HasCheckConstraint("ck_role_grant_caseload", "caseload_id is null or (clinic_id is not null and role in ('care-manager', 'psychiatric-consultant'))");
        });
    }
}

internal static class ChangeCount
{
    /// <summary>Guards an edit against another; what is there already counts as its first version.</summary>
    public static void CountsChanges(this PropertyBuilder<int> version) => version.HasDefaultValue(1).IsConcurrencyToken();
}
