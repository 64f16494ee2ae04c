using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Registry.Api;

namespace Registry.IntegrationTests.Events;

/// <summary>What tests do with webhooks, and the two workers, which run in tests only when a test says so.</summary>
internal static class Webhooks
{
    public static async Task<JsonNode> Listens(this RegistryApp app, Receiver receiver, params string[] kinds)
    {
        using var administrator = app.As("administrator");
        return await administrator.Posts("/v1/webhooks", new { url = receiver.Url, kinds });
    }

    /// <summary>Sends whatever is due now.</summary>
    public static async Task SendsEvents(this RegistryApp app)
    {
        var sender = app.Services.GetRequiredService<WebhookSender>();
        while (await sender.SendNext(default))
        {
            // As long as something was due.
        }
    }

    /// <summary>Looks at all flags that are to be looked at, and sends what is due.</summary>
    public static async Task AnnouncesFlags(this RegistryApp app)
    {
        var watch = app.Services.GetRequiredService<FlagWatch>();
        while (await watch.LookAtNext(default))
        {
            // As long as somebody was to be looked at.
        }

        await app.SendsEvents();
    }

    public static void Passes(this RegistryApp app, Duration time) => app.Clock.Now += time;
}
