using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>The installed Chromium, without a window, spoken to in its own DevTools protocol: no driver and no package.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly Process process;
    private readonly string profile;
    private readonly DevTools tools;

    private Chromium(Process process, string profile, DevTools tools) => (this.process, this.profile, this.tools) = (process, profile, tools);

    /// <summary>Null where none is installed.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable("REGISTRY_CHROMIUM") is { Length: > 0 } given ? given
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => System.IO.Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    public static async Task<Chromium> Start()
    {
        var profile = Directory.CreateTempSubdirectory("registry-chromium-").FullName;
        var start = new ProcessStartInfo(Path!) { RedirectStandardError = true };
        foreach (var word in (string[])
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-extensions", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ]) start.ArgumentList.Add(word);
        var process = Process.Start(start)!;
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Split("DevTools listening on ") is not [_, var address]) continue;
            _ = process.StandardError.ReadToEndAsync(); // what nobody reads would block it in the end
            return new(process, profile, await DevTools.Connect(new Uri(address)));
        }

        throw new InvalidOperationException($"{Path} ended before it could be spoken to.");
    }

    /// <summary>A page with cookies of its own, as of another person at another machine.</summary>
    internal async Task<BrowserPage> NewPage(Uri site, int width = 1280)
    {
        var context = (string)(await tools.Send("Target.createBrowserContext"))["browserContextId"]!;
        var target = (string)(await tools.Send("Target.createTarget", new JsonObject { ["url"] = "about:blank", ["browserContextId"] = context }))["targetId"]!;
        var session = (string)(await tools.Send("Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true }))["sessionId"]!;
        return await BrowserPage.Open(tools, session, site, width);
    }

    public async ValueTask DisposeAsync()
    {
        await tools.DisposeAsync();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(profile, recursive: true);
    }
}
