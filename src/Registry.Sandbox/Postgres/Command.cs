using System.Diagnostics;

namespace Registry.Sandbox;

/// <summary>Runs a short command to its end.</summary>
internal static class Command
{
    public static async Task<Outcome> Run(IEnumerable<string> words, TimeSpan within, CancellationToken ct)
    {
        using var process = new Process { StartInfo = Describe(words) };
        process.StartInfo.RedirectStandardOutput = process.StartInfo.RedirectStandardError = true;
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return new(127, "", e.Message);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(within);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            return new(124, "", $"gave no answer within {within.TotalSeconds:0} s");
        }
    }

    public static ProcessStartInfo Describe(IEnumerable<string> words)
    {
        // The other account may not be able to enter our working folder; settings meant for a client must not steer the server.
        var start = new ProcessStartInfo { UseShellExecute = false, WorkingDirectory = "/" };
        var all = words.ToArray();
        start.FileName = all[0];
        foreach (var word in all[1..]) start.ArgumentList.Add(word);
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        return start;
    }

    internal sealed record Outcome(int ExitCode, string Output, string Errors)
    {
        public bool Succeeded => ExitCode == 0;

        public string LastLine => (Errors.Trim().Length > 0 ? Errors : Output).Trim().Split('\n')[^1];
    }
}
