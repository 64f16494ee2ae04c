using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class WebhookConfiguration : IEntityTypeConfiguration<Webhook>
{
    public void Configure(EntityTypeBuilder<Webhook> webhook)
    {
        webhook.HasKey(w => new { w.OrganizationId, w.Id });
        webhook.Property(w => w.Url).HasMaxLength(500);
        webhook.HasOne<Organization>().WithMany().HasForeignKey(w => w.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        webhook.OneOf<Webhook, WebhookState>("ck_webhook_state", "state");
    }
}

internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> delivery)
    {
        delivery.HasKey(d => new { d.OrganizationId, d.Id });
        delivery.Property(d => d.Sequence).UseIdentityAlwaysColumn();
        delivery.Property(d => d.Resource).HasMaxLength(100);
        delivery.HasIndex(d => new { d.OrganizationId, d.WebhookId, d.Sequence }, "ix_webhook_delivery_webhook");
        delivery.HasIndex(d => new { d.OrganizationId, d.WebhookId, d.Sequence }, "ix_webhook_delivery_waiting").HasFilter("delivered_at is null");
        delivery.References<WebhookDelivery, Webhook>(nameof(WebhookDelivery.WebhookId));
        delivery.OneOf<WebhookDelivery, EventKind>("ck_webhook_delivery_kind", "kind");
        delivery.OneOf<WebhookDelivery, DeliveryOutcome>("ck_webhook_delivery_last_outcome", "last_outcome");
    }
}

internal sealed class AnnouncedFlagConfiguration : IEntityTypeConfiguration<AnnouncedFlag>
{
    public void Configure(EntityTypeBuilder<AnnouncedFlag> flag)
    {
        flag.HasKey(f => new { f.OrganizationId, f.EpisodeId, f.FlagId, f.Instrument });
        flag.Property(f => f.FlagId).HasMaxLength(8);
        flag.Property(f => f.Instrument).HasMaxLength(16);
        flag.References<AnnouncedFlag, Episode>(nameof(AnnouncedFlag.EpisodeId));
    }
}

internal sealed class FlagCheckConfiguration : IEntityTypeConfiguration<FlagCheck>
{
    public void Configure(EntityTypeBuilder<FlagCheck> check)
    {
        check.HasKey(c => new { c.OrganizationId, c.Sequence });
        check.Property(c => c.Sequence).UseIdentityAlwaysColumn();
    }
}

internal sealed class FlagDayConfiguration : IEntityTypeConfiguration<FlagDay>
{
    public void Configure(EntityTypeBuilder<FlagDay> day)
    {
        day.HasKey(d => new { d.OrganizationId, d.ClinicId });
        day.References<FlagDay, Clinic>(nameof(FlagDay.ClinicId));
    }
}

internal sealed class CdsClientConfiguration : IEntityTypeConfiguration<CdsClient>
{
    /// <summary>A principal signs with one set of keys at a time.</summary>
    public const string OnePerPrincipal = "ux_cds_client_principal";

    public void Configure(EntityTypeBuilder<CdsClient> client)
    {
        client.HasKey(c => new { c.OrganizationId, c.Id });
        client.Property(c => c.Jwks).HasMaxLength(20_000);
        client.Property(c => c.JwksUri).HasMaxLength(500);
        client.HasIndex(c => new { c.OrganizationId, c.PrincipalId }).IsUnique().HasFilter("ended_at is null").HasDatabaseName(OnePerPrincipal);
        client.References<CdsClient, Principal>(nameof(CdsClient.PrincipalId));
        client.ToTable(t => t.HasCheckConstraint("ck_cds_client_keys", "(jwks is null) <> (jwks_uri is null)"));
    }
}

internal sealed class UsedTokenConfiguration : IEntityTypeConfiguration<UsedToken>
{
    public void Configure(EntityTypeBuilder<UsedToken> token)
    {
        token.HasKey(t => new { t.OrganizationId, t.CdsClientId, t.Hash });
        token.HasIndex(t => new { t.OrganizationId, t.CdsClientId, t.ExpiresAt });
        token.References<UsedToken, CdsClient>(nameof(UsedToken.CdsClientId));
    }
}
