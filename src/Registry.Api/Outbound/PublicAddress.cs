using System.Net;
using System.Net.Sockets;

namespace Registry.Api;

/// <summary>Which addresses the registry may be sent to by what somebody typed in: those of the public internet, and no others.</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    // IANA's special-purpose registries: private, shared, loopback, link-local (cloud metadata lives there), documentation, benchmarks, multicast, reserved.
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Inside global unicast: Teredo and 6to4, which carry an IPv4 address, other protocol assignments, and documentation.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily is AddressFamily.InterNetworkV6 && !GlobalUnicast.Contains(plain)) return false;
        return !Special.Any(network => network.Contains(plain));
    }
}
