using Microsoft.AspNetCore.HttpOverrides;

namespace Registry.Api;

internal static class AuditingSetup
{
    public static void AddAuditing(this IServiceCollection services, RegistrySettings settings)
    {
        if (settings.Witness is { } witness)
        {
            services.AddSingleton(witness);
            services.AddSingleton<AuditWitness>();
        }

        services.AddHostedService<AuditSealer>();
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = settings.TrustedProxies.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
            // The framework would believe whoever is on this machine.
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in settings.TrustedProxies) forwarded.KnownProxies.Add(proxy);
        });
    }
}
