using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Sandbox;

public sealed class SandboxProcessTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    private DataFolders Folders => DataFolders.At(scratch.Below("data"));

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Killed_outright_it_takes_its_database_with_it_cleanly_and_starts_again()
    {
        using (var first = await Start())
        {
            Assert.True(PostmasterFile.Read(Folders)!.IsAlive());
            await first.Kill();
        }

        using var second = await Start();
        using var client = new HttpClient();
        Assert.Contains($"\"issuer\":\"{second.Host}/dev/idp\"", await client.GetStringAsync($"{second.Host}/dev/idp/.well-known/openid-configuration"));
        var log = await File.ReadAllTextAsync(Folders.Log);
        Assert.Contains("received fast shutdown request", log);
        Assert.DoesNotContain("was not properly shut down", log);
    }

    [Fact]
    public async Task Asked_to_end_it_stops_the_database_and_says_all_is_well()
    {
        using var sandbox = await Start();

        await sandbox.Terminate();

        Assert.Equal(0, sandbox.ExitCode);
        Assert.Null(PostmasterFile.Read(Folders));
        Assert.True(File.Exists(scratch.Below("tokens", "care-manager.jwt")));
    }

    [Fact]
    public async Task The_demo_shows_the_published_caseload_table_to_whoever_brings_a_token_file()
    {
        using var sandbox = await SandboxProcess.Start(Folders.Root, scratch.Below("tokens"), empty: false);
        using var client = new HttpClient { BaseAddress = new(sandbox.Host) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await File.ReadAllTextAsync(scratch.Below("tokens", "clinic-lead.jwt")));

        var caseload = JsonNode.Parse(await client.GetStringAsync($"/v1/caseloads/{Figure3Caseload.CareManager.Id}?asOf=2023-01-24"))!;

        var golden = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", "figure3.json")))!;
        var rows = caseload["items"]!.AsArray().Select(row => PublishedCaseload.AsPrinted(row!).Pretty()).Order(StringComparer.Ordinal);
        Assert.Equal(golden["expected"]!.AsArray().Select(row => row!.Pretty()).Order(StringComparer.Ordinal), rows);
    }

    private Task<SandboxProcess> Start() => SandboxProcess.Start(Folders.Root, scratch.Below("tokens"));
}
