namespace Registry.Sandbox;

/// <summary>The operating system account the server runs as. PostgreSQL refuses to run as root.</summary>
/// <param name="Switch">Command words that put a command under this account; empty when it already is.</param>
internal sealed record Account(string Name, uint UserId, uint GroupId, IReadOnlyList<string> Switch)
{
    private static readonly string[] Preferred = ["postgres", "nobody"];

    /// <summary>Ourselves; as root, the distribution's own account for the server, else the one that owns nothing.</summary>
    public static Account ForServer() =>
        !Environment.IsPrivilegedProcess ? new(Environment.UserName, 0, 0, [])
        : Unprivileged(File.ReadLines("/etc/passwd"))
            ?? throw SandboxException.Database("PostgreSQL does not run as root, and neither of the accounts postgres and nobody exists: start the sandbox as another user.");

    public static Account? Unprivileged(IEnumerable<string> accountFile)
    {
        var accounts = accountFile.Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToLookup(fields => fields[0]);
        foreach (var fields in Preferred.SelectMany(name => accounts[name]))
        {
            if (uint.TryParse(fields[2], out var user) && uint.TryParse(fields[3], out var group) && user != 0) return Of(fields[0], user, group);
        }

        return null;
    }

    public static Account Of(string name, uint user, uint group) => new(name, user, group,
        ["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups", "--no-new-privs"]);

    public bool IsOurs => Switch.Count == 0;
}
