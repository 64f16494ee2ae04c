using System.Diagnostics;

namespace Registry.Sandbox;

/// <summary>A running postgres that is our child and dies with us.</summary>
/// <remarks>
/// The kernel sends the parent-death signal when the forking thread ends, not the process. So one thread forks and then
/// does nothing but wait; a pool thread would be trimmed one day and take the database with it.
/// </remarks>
internal sealed class ServerProcess
{
    private readonly TaskCompletionSource<int> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(IEnumerable<string> words) => new Thread(() => Live(words)) { IsBackground = true, Name = "private PostgreSQL" }.Start();

    /// <summary>Completes with the exit code.</summary>
    public Task<int> Exited => exited.Task;

    public int Id => started.Task.Result;

    /// <summary>The log is opened before the account changes, and gets what postgres says also when we are long gone.</summary>
    public static async Task<ServerProcess> Start(Account account, IEnumerable<string> postgres, string log)
    {
        // A new session keeps the terminal's Ctrl+C from the database until the API has answered its last request.
        string[] dieWithUs = OperatingSystem.IsLinux() ? ["setsid", .. account.IsOurs ? ["setpriv"] : account.Switch, "--pdeathsig", "INT"] : [.. account.Switch];
        var server = new ServerProcess(["/bin/sh", "-c", """log=$1; shift; exec "$@" </dev/null >>"$log" 2>&1""", "sh", log, .. dieWithUs, .. postgres]);
        await server.started.Task;
        return server;
    }

    /// <summary>Fast shutdown: sessions end, everything is written. After 15 seconds without, an immediate one, which the next start repairs.</summary>
    public async Task Stop()
    {
        foreach (var (signal, patience) in new[] { (Posix.Interrupt, 15), (Posix.Quit, 5) })
        {
            if (Exited.IsCompleted || !Posix.Signal(Id, signal)) return;
            if (await Task.WhenAny(Exited, Task.Delay(TimeSpan.FromSeconds(patience))) == Exited) return;
        }
    }

    private void Live(IEnumerable<string> words)
    {
        try
        {
            using var process = new Process { StartInfo = Command.Describe(words) };
            process.Start();
            started.SetResult(process.Id);
            process.WaitForExit();
            exited.SetResult(process.ExitCode);
        }
        catch (Exception e)
        {
            started.TrySetException(e);
            exited.TrySetException(e);
        }
    }
}
