using System.Text.Json;
using NodaTime.Text;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What a receiver is sent: that something happened, and where to read what, with its own rights. No person, no score, no flag.</summary>
internal static class WebhookBody
{
    public static byte[] Of(Id<Organization> organization, WaitingDelivery delivery)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, delivery.EventId);
            json.WriteString("type"u8, Kebab.Of(delivery.Kind));
            json.WriteString("timestamp"u8, InstantPattern.ExtendedIso.Format(delivery.OccurredAt));
            json.WriteStartObject("data"u8);
            json.WriteString("organization"u8, organization.Value);
            if (delivery.Resource is { } resource) json.WriteString("resource"u8, resource);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
