using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Registry.Storage;

internal sealed class OrganizationKeyConfiguration : IEntityTypeConfiguration<OrganizationKey>
{
    public void Configure(EntityTypeBuilder<OrganizationKey> key)
    {
        key.HasKey(k => k.OrganizationId);
        key.Property(k => k.OrganizationId).ValueGeneratedNever();
        key.Property(k => k.RootKey).HasMaxLength(64);
        // Destroyed for good: the row stays, so that no new key takes its place.
        key.ToTable(t => t.HasCheckConstraint("ck_organization_key_destroyed", "(wrapped is null) = (destroyed_at is not null)"));
    }
}

internal sealed class WrappedDataKeyConfiguration : IEntityTypeConfiguration<WrappedDataKey>
{
    public void Configure(EntityTypeBuilder<WrappedDataKey> key)
    {
        key.HasKey(k => new { k.OrganizationId, k.Purpose, k.Version });
        key.OneOf<WrappedDataKey, KeyPurpose>("ck_wrapped_data_key_purpose", "purpose");
    }
}

internal sealed class KeyRotationConfiguration : IEntityTypeConfiguration<KeyRotation>
{
    public const string OneAtATime = "ux_key_rotation_under_way";

    public void Configure(EntityTypeBuilder<KeyRotation> rotation)
    {
        rotation.HasKey(r => new { r.OrganizationId, r.Id });
        rotation.HasIndex(r => r.OrganizationId).IsUnique().HasFilter("state in ('rewriting', 'settling')").HasDatabaseName(OneAtATime);
        rotation.OneOf<KeyRotation, KeyRotationState>("ck_key_rotation_state", "state");
        rotation.References<KeyRotation, Clinical.Principal>(nameof(KeyRotation.StartedBy));
        rotation.References<KeyRotation, Approval>(nameof(KeyRotation.ApprovalId));
    }
}
