using System.Collections.Concurrent;
using System.Diagnostics;
using Registry.Api;

namespace Registry.IntegrationTests.Crash;

/// <summary>The service as a clinic runs it, in a process of its own: in Production, as the lesser database role, at one address over all its lives.</summary>
internal sealed class ServiceProcess(string database, string authority, params (string Name, string Value)[] settings) : IDisposable
{
    private readonly ConcurrentQueue<string> said = new();
    private Process? process;

    public Uri Address { get; } = new($"http://127.0.0.1:{LoopbackIssuer.FreePort()}");

    /// <summary>Every line of its log so far.</summary>
    public IReadOnlyCollection<string> Said => [.. said.Where(line => line.Length > 0)];

    public async Task Start()
    {
        Launch();
        await Ready();
    }

    /// <summary>For settings with which it must not start: its exit code, and what it said.</summary>
    public async Task<(int Code, string Said)> RunsOut()
    {
        Launch();
        await process!.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return (process.ExitCode, string.Join('\n', said));
    }

    private void Launch()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])[typeof(RegistryApi).Assembly.Location, "serve", $"--urls={Address}"]) start.ArgumentList.Add(word);
        foreach (var (name, value) in Environment(database, authority)) start.Environment[name] = value;
        foreach (var (name, value) in settings) start.Environment[name] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>SIGKILL: nothing is drained, nothing is said.</summary>
    public Task Kill()
    {
        process!.Kill();
        return process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (process is { HasExited: false }) process.Kill();
        process?.Dispose();
    }

    private async Task Ready()
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(20) };
        for (var begun = Stopwatch.StartNew(); begun.Elapsed < TimeSpan.FromMinutes(2);)
        {
            Assert.False(process!.HasExited, string.Join('\n', said));
            try
            {
                if ((await client.GetAsync("/health/ready")).IsSuccessStatusCode) return;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // Not listening yet, or not yet able to answer.
            }

            await Task.Delay(50);
        }

        Assert.Fail($"The service was not ready in time: {string.Join('\n', said)}");
    }

    private static Dictionary<string, string> Environment(string database, string authority) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ConnectionStrings__Registry"] = database,
        ["Identity__Authority"] = authority,
        ["Identity__Audience"] = Registry.Sandbox.DevIssuer.Audience,
        ["Registry__PublicBase"] = "https://registry.test",
        ["Keys__RootFile"] = TestRootKey.File,
        ["Webhooks__SigningKey"] = Convert.ToBase64String(new byte[32]),
        ["Outbound__AllowPrivateAddresses"] = "true",
        // A test does in a second what a client does in an hour.
        ["Limits__PerPrincipal"] = "1000000",
        ["Limits__PerClient"] = "1000000",
        ["Limits__PerOrganization"] = "1000000",
        ["Limits__ChartsPerHour"] = "1000000",
    };
}
