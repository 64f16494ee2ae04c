using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The secret that a webhook and its receiver share, and signatures made with it, after the Standard Webhooks convention.</summary>
/// <remarks>
/// Secrets are derived from one key that the service is configured with (Webhooks:SigningKey) and never stored: a copy of the
/// database signs nothing, and there is nothing to decrypt. Another key means other secrets, for all receivers at once.
/// </remarks>
internal sealed class WebhookSecrets(RegistrySettings settings)
{
    /// <summary>How long deliveries carry the former secret's signature too, so that a receiver can change over without a gap.</summary>
    private static readonly Duration Overlap = Duration.FromHours(24);

    public bool AreConfigured => settings.WebhookSigningKey is not null;

    /// <summary>As the receiver is given it: "whsec_" and base64.</summary>
    public string Shown(Webhook webhook) => "whsec_" + Convert.ToBase64String(Secret(webhook.OrganizationId, webhook.Id, webhook.SecretVersion));

    /// <summary>webhook-signature: one signature, or two while the secret is being changed.</summary>
    public string Sign(LeasedWebhook webhook, string eventId, long timestamp, ReadOnlySpan<byte> body, Instant now)
    {
        var signature = Sign(Secret(webhook.OrganizationId, webhook.Id, webhook.SecretVersion), eventId, timestamp, body);
        if (webhook.SecretRotatedAt is not { } rotated || now - rotated >= Overlap) return signature;
        return signature + " " + Sign(Secret(webhook.OrganizationId, webhook.Id, webhook.SecretVersion - 1), eventId, timestamp, body);
    }

    private static string Sign(byte[] secret, string eventId, long timestamp, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        mac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{eventId}.{timestamp}.")));
        mac.AppendData(body);
        return "v1," + Convert.ToBase64String(mac.GetHashAndReset());
    }

    private byte[] Secret(Id<Organization> organization, Id<Webhook> webhook, int version) =>
        HMACSHA256.HashData(settings.WebhookSigningKey ?? throw new InvalidOperationException("Webhooks:SigningKey is not configured."),
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"webhook {organization} {webhook} {version}")));
}
