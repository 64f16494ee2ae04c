using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Registry.Benchmarks;

/// <summary>A service in a process of its own.</summary>
internal sealed class HttpServer : IDisposable
{
    private readonly Process process;

    private HttpServer(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    public TimeSpan CpuTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The most it has held at a time, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Starts an assembly that lies beside this one, and returns when it is ready.</summary>
    public static async Task<HttpServer> Start(string assembly, int port, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet");
        foreach (var word in (string[])[Path.Combine(AppContext.BaseDirectory, assembly), .. arguments]) start.ArgumentList.Add(word);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var server = new HttpServer(Process.Start(start)!, port);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        for (var waiting = Stopwatch.StartNew(); waiting.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(100))
        {
            if (server.process.HasExited) throw new InvalidOperationException($"{assembly} ended with code {server.process.ExitCode}.");
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode) return server;
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }
        }

        server.Dispose();
        throw new InvalidOperationException($"{assembly} did not become ready.");
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
