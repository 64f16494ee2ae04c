namespace Registry.Sandbox;

/// <summary>dotnet run stays between the terminal and us. Killed outright it takes nobody with it, and we would hold the port for ever.</summary>
internal static class Launcher
{
    /// <summary>Calls <paramref name="gone"/> when the dotnet run that started us has disappeared. Does nothing when something else did.</summary>
    public static async Task Watch(Action gone, CancellationToken ct)
    {
        if (Parent() is not { } launcher || !IsDotnetRun($"/proc/{launcher}/cmdline")) return;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                if (Parent() == launcher) continue;
                gone();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // We end first, as usual.
        }
    }

    internal static bool IsDotnetRun(string commandLineFile)
    {
        if (!File.Exists(commandLineFile)) return false;
        var words = File.ReadAllText(commandLineFile).Split('\0');
        return Path.GetFileName(words[0]) == "dotnet" && words.Skip(1).Take(2).Any(word => word is "run" or "watch");
    }

    private static string? Parent() =>
        File.Exists("/proc/self/stat") && File.ReadAllText("/proc/self/stat") is var stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] : null;
}
