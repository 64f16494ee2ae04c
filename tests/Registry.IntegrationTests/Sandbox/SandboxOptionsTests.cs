using Registry.Sandbox;

namespace Registry.IntegrationTests.Sandbox;

public sealed class SandboxOptionsTests
{
    [Fact]
    public void Without_options_it_listens_on_5080_of_the_loopback_and_writes_tokens_to_a_hidden_folder()
    {
        var options = SandboxOptions.Parse([]);

        Assert.Equal("http://127.0.0.1:5080", options.Host);
        Assert.Equal(".demo", options.Tokens);
        Assert.False(options.Empty || options.Reset || options.Help);
    }

    [Fact]
    public void Values_may_follow_or_be_attached()
    {
        var options = SandboxOptions.Parse(["--urls=http://127.0.0.1:6001", "--data", "/data/one", "--tokens=/tokens", "--empty", "--reset"]);

        Assert.Equal("http://127.0.0.1:6001", options.Host);
        Assert.Equal("/data/one", options.Data);
        Assert.Equal("/tokens", options.Tokens);
        Assert.True(options.Empty && options.Reset);
    }

    [Theory]
    [InlineData("--nonsense", "--nonsense")]
    [InlineData("data", "data")]                            // a word that belongs to nothing
    [InlineData("--data", "--data")]                        // nothing follows
    [InlineData("--tokens --empty", "--tokens")]            // another option follows
    [InlineData("--tokens=", "--tokens")]
    [InlineData("--empty=yes", "--empty")]                  // a switch with a value
    [InlineData("--urls localhost:5080", "--urls")]         // no scheme
    [InlineData("--urls https://127.0.0.1:5443", "--urls")] // there is no certificate
    [InlineData("--urls http://127.0.0.1:0", "--urls")]     // tokens must name the port
    [InlineData("--urls http://127.0.0.1:5080/api", "--urls")]
    public void A_malformed_option_is_bad_configuration_that_names_it(string line, string named)
    {
        var refusal = Assert.Throws<SandboxException>(() => SandboxOptions.Parse(line.Split(' ')));

        Assert.Equal(2, refusal.ExitCode);
        Assert.StartsWith(named, refusal.Message);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080", "http://127.0.0.1:5080")]
    [InlineData("http://*:5080", "http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080/", "http://localhost:5080")]
    [InlineData("http://[::1]:5080", "http://[::1]:5080")]
    public void Tokens_name_an_address_that_can_be_reached(string listen, string host) =>
        Assert.Equal(host, SandboxOptions.Parse(["--urls", listen]).Host);

    [Fact]
    public async Task A_server_of_ones_own_needs_both_connection_strings()
    {
        var onlyOwner = await Assert.ThrowsAsync<SandboxException>(() => SandboxDatabase.Open(
            new(), name => name == "ConnectionStrings__RegistryOwner" ? "Host=/nowhere" : null, default));
        var onlyService = await Assert.ThrowsAsync<SandboxException>(() => SandboxDatabase.Open(
            new(), name => name == "ConnectionStrings__Registry" ? "Host=/nowhere" : null, default));

        Assert.Equal((2, 2), (onlyOwner.ExitCode, onlyService.ExitCode));
        Assert.StartsWith("ConnectionStrings__Registry is missing", onlyOwner.Message);
        Assert.StartsWith("ConnectionStrings__RegistryOwner is missing", onlyService.Message);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_no_database_and_the_password_stays_unsaid()
    {
        var refusal = await Assert.ThrowsAsync<SandboxException>(() => SandboxDatabase.Open(new(), _ => "Host=/nowhere;Username=u;Password=hush", default));

        Assert.Equal(3, refusal.ExitCode);
        Assert.DoesNotContain("hush", refusal.Message);
    }

    [Fact]
    public async Task Reset_does_not_touch_a_server_of_ones_own() =>
        Assert.Equal(2, (await Assert.ThrowsAsync<SandboxException>(() => SandboxDatabase.Open(new() { Reset = true }, _ => "Host=/nowhere", default))).ExitCode);
}
