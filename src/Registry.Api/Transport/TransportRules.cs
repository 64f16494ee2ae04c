using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Npgsql;

namespace Registry.Api;

/// <summary>What may travel how. Nothing leaves the machine unencrypted in production: not to the database, and not to a client.</summary>
internal static class TransportRules
{
    public static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = RequestLimits.LargestBody;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.ConfigureHttpsDefaults(https => https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13);
    }

    /// <summary>One sentence for the operator; null when these settings may serve in production.</summary>
    public static string? WhyUnfitForProduction(RegistrySettings settings)
    {
        var database = new NpgsqlConnectionStringBuilder(settings.Database);
        if (!IsOnThisMachine(database) && database.SslMode is not SslMode.VerifyFull)
            return "ConnectionStrings:Registry must say SSL Mode=VerifyFull in production: another server could pose as the database. Only a Unix socket or the loopback needs no encryption.";
        return settings.PublicBase.Scheme == "https" || settings.PublicBase.IsLoopback ? null : "Registry:PublicBase must be https in production.";
    }

    /// <summary>In production a request over plain HTTP is refused, never redirected: what it carried has been seen already.</summary>
    /// <remarks>A proxy that ends TLS says so by X-Forwarded-Proto, and is believed if it is one of the trusted ones. The loopback leads nowhere.</remarks>
    public static void UseEncryptionOnly(this IApplicationBuilder app) => app.Use((http, next) =>
        http.Request.IsHttps || http.Connection.RemoteIpAddress is not { } from || IPAddress.IsLoopback(from)
            ? next(http)
            : ErrorBody.Write(http, StatusCodes.Status400BadRequest, "https-required", "This address answers over https only.", []));

    private static bool IsOnThisMachine(NpgsqlConnectionStringBuilder database) =>
        database.Host is { Length: > 0 } hosts && hosts.Split(',').All(host => host.StartsWith('/') || host.StartsWith('@')
            || host.Split(':')[0] == "localhost" || (IPAddress.TryParse(host.Split(':')[0], out var address) && IPAddress.IsLoopback(address)));
}
