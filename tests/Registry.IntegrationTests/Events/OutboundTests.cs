using System.Net;
using Registry.Api;

namespace Registry.IntegrationTests.Events;

/// <summary>The registry cannot be sent into a private network by an address that somebody enters.</summary>
public sealed class OutboundTests
{
    private static readonly RegistrySettings Production = new("Host=none", "https://none.invalid", "registry", new("https://none.invalid")) { RootKey = TestRootKey.Key };

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")] // the metadata service of clouds
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    [InlineData("2001:0:a00:1::")]
    public void An_address_that_is_not_of_the_public_internet_is_told_apart(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700:4700::1111")]
    public void One_of_the_public_internet_is_let_through(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("https://[::1]/x")]
    [InlineData("https://[::ffff:169.254.169.254]/x")]
    [InlineData("https://2130706433/x")] // 127.0.0.1 as one number
    [InlineData("https://0x7f.1/x")]
    [InlineData("http://receiver.example/x")]
    [InlineData("file:///etc/passwd")]
    public void What_leads_there_in_plain_sight_cannot_even_be_entered(string address)
    {
        using var outbound = new OutboundHttp(Production);
        Assert.False(outbound.MayBeEntered(address));
        Assert.True(outbound.MayBeEntered("https://receiver.example/x"));
    }

    /// <summary>A name can be pointed elsewhere after it was entered, so what counts is where it leads when it is connected to.</summary>
    [Theory]
    [InlineData("https://localhost/x")]
    [InlineData("https://127.0.0.1/x")]
    public async Task A_name_is_judged_by_where_it_leads_when_it_is_connected_to(string address)
    {
        await using var receiver = await Receiver.Start();
        using var outbound = new OutboundHttp(Production);
        var port = new Uri(receiver.Url).Port;
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => outbound.Client.GetAsync(new UriBuilder(address) { Port = port }.Uri));
        Assert.IsType<AddressNotAllowedException>(refused.InnerException);
        Assert.Equal(0, receiver.Attempts);
    }
}
