using Microsoft.Extensions.DependencyInjection;
using Registry.Api;

namespace Registry.IntegrationTests;

internal static class Publishing
{
    /// <summary>Puts out every month that is settled, as the service's worker does.</summary>
    public static async Task Publishes(this RegistryApp app)
    {
        while (await app.Services.GetRequiredService<AggregatePublisher>().PublishNext(default))
        {
        }
    }
}
