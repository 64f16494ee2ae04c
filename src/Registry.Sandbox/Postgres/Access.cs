namespace Registry.Sandbox;

/// <summary>Who owns a folder, and who may pass it. The system is asked rather than the mode bits read: access lists count too.</summary>
internal static class Access
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    public static async Task<Account> OwnerOf(string folder, CancellationToken ct)
    {
        string[] format = OperatingSystem.IsMacOS() ? ["-f", "%u %g"] : ["-c", "%u %g"];
        var answer = await Command.Run(["stat", .. format, folder], Soon, ct);
        var numbers = answer.Output.Trim().Split(' ');
        return answer.Succeeded && uint.TryParse(numbers[0], out var user) && uint.TryParse(numbers[1], out var group)
            ? Account.Of($"with user id {user}", user, group)
            : throw SandboxException.Database($"Could not find out who owns {folder}: {answer.LastLine}.");
    }

    /// <summary>Names the first folder on the way that the account may not pass.</summary>
    public static async Task RequirePassage(Account account, string folder, CancellationToken ct)
    {
        var way = new Stack<string>();
        for (var step = folder; step is not null; step = Path.GetDirectoryName(step)) way.Push(step);
        var answer = await Command.Run(
            [.. account.Switch, "sh", "-c", """for step; do test -x "$step" || { echo "$step"; exit 9; }; done""", "sh", .. way], Soon, ct);
        if (answer.Succeeded) return;
        throw SandboxException.Database(answer.ExitCode == 9
            ? $"The account {account.Name}, which runs PostgreSQL, may not pass {answer.Output.Trim()} on the way to {folder}: choose another folder with --data, or let it pass (chmod o+x)."
            : $"PostgreSQL cannot be run as the account {account.Name}: {answer.LastLine}.");
    }
}
