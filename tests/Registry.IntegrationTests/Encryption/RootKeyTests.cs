using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Registry.Api;
using Registry.Storage;

namespace Registry.IntegrationTests.Encryption;

/// <summary>A service without the right root key does not begin, and one that stands before another registry's keys says so.</summary>
public sealed class RootKeyTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task With_another_root_key_the_service_does_not_start_and_is_not_ready()
    {
        var database = app.Services.GetRequiredService<NpgsqlDataSource>();
        Assert.Null(await Databases.WhyNotReady(database, new(database, TestRootKey.Key, app.Clock)));
        var stranger = new KeyRing(database, new RootKey(RandomNumberGenerator.GetBytes(RootKey.Length)), app.Clock);
        Assert.Contains("another root key", await Databases.WhyNotReady(database, stranger), StringComparison.Ordinal);
        await Assert.ThrowsAsync<RootKeyException>(() => stranger.Of(app.Home.Organization));

        Assert.Equal("current", await Readiness());
        await Execute($"update organization_key set root_key = 'another' where organization_id = '{app.Elsewhere.Organization}'");
        Assert.Equal("not-current", await Readiness());
        await Execute($"update organization_key set root_key = '{TestRootKey.Key.Id}' where organization_id = '{app.Elsewhere.Organization}'");
        Assert.Equal("current", await Readiness());
    }

    [Fact]
    public void A_root_key_file_is_there_is_whole_and_is_its_owners_alone()
    {
        var file = Path.GetTempFileName();
        try
        {
            var key = RandomNumberGenerator.GetBytes(RootKey.Length);
            TestRootKey.Write(file, key);
            Assert.Equal(new RootKey(key).Id, RootKey.FromFile(file).Id);
            if (!OperatingSystem.IsWindows())
            {
                foreach (var mode in (UnixFileMode[])[UnixFileMode.GroupRead, UnixFileMode.OtherRead, UnixFileMode.GroupWrite])
                {
                    File.SetUnixFileMode(file, UnixFileMode.UserRead | mode);
                    Assert.Contains("chmod 600", Assert.Throws<RootKeyException>(() => RootKey.FromFile(file)).Message, StringComparison.Ordinal);
                }
            }

            foreach (var text in (string[])["", "not base64", Convert.ToBase64String(key[..31]), Convert.ToBase64String([.. key, 1])])
            {
                TestRootKey.Write(file, key);
                File.WriteAllText(file, text);
                Assert.Contains("base64 of 32", Assert.Throws<RootKeyException>(() => RootKey.FromFile(file)).Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Contains("cannot be read", Assert.Throws<RootKeyException>(() => RootKey.FromFile(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrapped_key_opens_for_its_own_purpose_only()
    {
        var root = new RootKey(RandomNumberGenerator.GetBytes(RootKey.Length));
        var wrapped = await root.Wrap([1, 2, 3], "key of organization A", default);
        Assert.Equal([1, 2, 3], await root.Unwrap(wrapped, "key of organization A", default));
        await Assert.ThrowsAsync<RootKeyException>(async () => await root.Unwrap(wrapped, "key of organization B", default));
        await Assert.ThrowsAsync<RootKeyException>(async () => await root.Unwrap(wrapped[1..], "key of organization A", default));
        await Assert.ThrowsAsync<RootKeyException>(async () => await root.Unwrap([], "key of organization A", default));
    }

    private async Task<string> Readiness()
    {
        using var answer = await app.Anonymous().GetAsync("/health/ready");
        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        if ((string)said["database"]! != "current") Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        return (string)said["database"]!;
    }

    private async Task Execute(string sql)
    {
        await using var connection = app.AsOwner();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
