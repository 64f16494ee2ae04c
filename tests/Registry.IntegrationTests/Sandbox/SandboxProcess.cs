using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Sandbox;

/// <summary>A sandbox in a process of its own, so that a test can kill it.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private readonly Process process;

    private SandboxProcess(Process process, string host) => (this.process, Host) = (process, host);

    public string Host { get; }

    public int ExitCode => process.ExitCode;

    public static async Task<SandboxProcess> Start(string data, string tokens, bool empty = true)
    {
        var host = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])[typeof(SandboxRun).Assembly.Location, "--urls", host, "--data", data, "--tokens", tokens, .. empty ? ["--empty"] : Array.Empty<string>()]) start.ArgumentList.Add(word);
        var process = Process.Start(start)!;
        var heard = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            heard.Add(line);
            if (line.StartsWith("listening on", StringComparison.Ordinal)) return new(process, host);
        }

        throw new InvalidOperationException($"It did not start: {string.Join('\n', heard)} {await process.StandardError.ReadToEndAsync()}");
    }

    public Task Kill()
    {
        process.Kill();
        return process.WaitForExitAsync();
    }

    public Task Terminate()
    {
        Posix.Signal(process.Id, 15);
        return process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
