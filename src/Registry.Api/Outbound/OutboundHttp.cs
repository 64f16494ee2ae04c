using System.Net;
using System.Net.Sockets;

namespace Registry.Api;

/// <summary>The name leads to an address that the registry must not be sent to.</summary>
internal sealed class AddressNotAllowedException() : IOException("The address is not one of the public internet.");

/// <summary>The way out to addresses that an administrator entered: no redirects, no proxy, no cookies, and only to the public internet.</summary>
/// <remarks>
/// Judged is the address that is connected to, at the moment of connecting: a name that led elsewhere when it was entered,
/// or that leads to two places, is of no use.
/// </remarks>
internal sealed class OutboundHttp : IDisposable
{
    /// <summary>Longest time for one request, answer included.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly bool allowPrivate;

    public OutboundHttp(RegistrySettings settings)
    {
        allowPrivate = settings.AllowPrivateAddresses;
        Client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 16,
            ConnectCallback = Connect,
        })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = 256 * 1024,
        };
    }

    public HttpClient Client { get; }

    /// <summary>Whether an address may be entered at all; where it really leads shows when it is connected to.</summary>
    public bool MayBeEntered(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url)
        && (url.Scheme == "https" || (allowPrivate && url.Scheme == "http"))
        && url.UserInfo.Length == 0 && url.Fragment.Length == 0
        && (allowPrivate || !IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) || PublicAddress.Is(ip));

    public void Dispose() => Client.Dispose();

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        if (!allowPrivate && !addresses.All(PublicAddress.Is)) throw new AddressNotAllowedException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
