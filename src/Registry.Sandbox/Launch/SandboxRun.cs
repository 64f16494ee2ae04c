using System.Runtime.InteropServices;
using NodaTime;
using NodaTime.Extensions;
using Registry.Storage;

namespace Registry.Sandbox;

/// <summary>From the command line to the exit code.</summary>
public static class SandboxRun
{
    public static async Task<int> Run(string[] args, IClock clock, TextWriter output, TextWriter errors)
    {
        try
        {
            var options = SandboxOptions.Parse(args);
            if (options.Help) await output.WriteLineAsync(SandboxOptions.Usage);
            else await Run(options, clock, output);
            return 0;
        }
        catch (SandboxException e)
        {
            await errors.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return 0; // told to stop while still starting
        }
    }

    private static async Task Run(SandboxOptions options, IClock clock, TextWriter output)
    {
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // the default is to end at once, with requests unanswered and the database running
            stop.Cancel();
        }

        _ = Launcher.Watch(stop.Cancel, stop.Token);

        await using var database = await SandboxDatabase.Open(options, Environment.GetEnvironmentVariable, stop.Token);
        await output.WriteLineAsync(database.Description);
        var applied = await database.Migrate(stop.Token);
        await output.WriteLineAsync($"migrations: {applied} applied");

        DataFolders.At(options.Data).Create();
        var issuer = DevIssuer.Open(options.Host, options.Data, clock);
        await output.WriteLineAsync($"registry: {await Fill(options, clock, database, RootKeyFile.In(options.Data), stop.Token)}");
        await PersonaAccess.Grant(database.Owner, issuer.Url, stop.Token);
        issuer.WriteTokens(options.Tokens);

        await using var app = SandboxApp.Build(options, database, issuer, clock);
        await SandboxApp.Start(app, options, stop.Token);
        await output.WriteLineAsync(Welcome.Text(options));
        _ = RenewTokens(issuer, options.Tokens, stop.Token);
        await app.WaitForShutdownAsync(stop.Token);
    }

    /// <summary>No token is good for more than an hour: the files are written anew before theirs is over.</summary>
    private static async Task RenewTokens(DevIssuer issuer, string folder, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(issuer.Life.ToTimeSpan() / 2);
        try
        {
            while (await timer.WaitForNextTickAsync(ct)) issuer.WriteTokens(folder);
        }
        catch (Exception e) when (e is OperationCanceledException or SandboxException)
        {
            // Stopped, or somebody took the folder away: the tokens that were there serve until they end.
        }
    }

    private static async Task<string> Fill(SandboxOptions options, IClock clock, SandboxDatabase database, string rootKeyFile, CancellationToken ct)
    {
        // Where the day begins last, so that no clinic has facts from tomorrow.
        var today = clock.InZone(TeamMaker.LastToBegin).GetCurrentDate();
        var program = options.Empty ? SyntheticProgram.Empty(today) : SyntheticProgram.Demo(today);
        return (await ProgramLoader.Load(database.Owner, program, RootKey.FromFile(rootKeyFile), ct: ct))?.ToString() ?? "as it was (--reset starts over)";
    }
}
