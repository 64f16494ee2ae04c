using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Registry.Api;

internal static class Sealing
{
    /// <summary>Keys for cursors live in memory, for as long as the process: nothing durable is sealed with them, and nothing is written to disk.</summary>
    public static void AddEphemeralSealing(this IServiceCollection services)
    {
        foreach (var keyRing in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Name == "DataProtectionHostedService").ToList())
        {
            services.Remove(keyRing);
        }

        services.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider, EphemeralDataProtectionProvider>());
    }
}
