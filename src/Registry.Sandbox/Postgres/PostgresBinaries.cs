namespace Registry.Sandbox;

/// <summary>An installed PostgreSQL that can make and run a cluster.</summary>
public sealed record PostgresBinaries(string Folder, Version Version)
{
    public const int OldestMajor = 15;

    /// <summary>Debian and Ubuntu; Red Hat; Homebrew on both kinds of Mac; Postgres.app. The star is the version.</summary>
    private static readonly string[] Distributions =
    [
        "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin",
    ];

    public string Initdb => Path.Combine(Folder, "initdb");
    public string Postgres => Path.Combine(Folder, "postgres");

    /// <summary>The first that will do, in the order a reader expects: said explicitly, the system's choice, the newest installed.</summary>
    /// <param name="configured">When given, only this folder counts: a wrong one is an error, not a reason to look elsewhere.</param>
    /// <param name="major">The version an existing cluster was made by; another cannot run it.</param>
    public static async Task<PostgresBinaries> Find(string? configured, int? major, CancellationToken ct)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            return await Inspect(configured, ct) is { } chosen && chosen.Runs(major) ? chosen
                : throw SandboxException.Configuration($"{PrivatePostgresOptions.BinariesVariable} is {configured}, but that folder does not hold initdb and postgres {Wanted(major)}.");
        }

        foreach (var folder in await Candidates(ct))
        {
            if (await Inspect(folder, ct) is { } found && found.Runs(major)) return found;
        }

        throw SandboxException.Database(
            $"No PostgreSQL server {Wanted(major)} is installed: install one (Debian and Ubuntu: apt-get install postgresql; macOS: brew install postgresql@17), "
            + $"name its folder in {PrivatePostgresOptions.BinariesVariable}, or use a running server through ConnectionStrings__RegistryOwner and ConnectionStrings__Registry.");
    }

    /// <summary>Null unless both programs are there and say they are new enough. A client library alone brings pg_config but no server.</summary>
    public static async Task<PostgresBinaries?> Inspect(string folder, CancellationToken ct)
    {
        var there = new PostgresBinaries(Path.GetFullPath(folder), new(0, 0));
        if (!File.Exists(there.Initdb) || !File.Exists(there.Postgres)) return null;
        var answer = await Command.Run([there.Postgres, "--version"], TimeSpan.FromSeconds(10), ct);
        return answer.Succeeded && ParseVersion(answer.Output) is { Major: >= OldestMajor } version ? there with { Version = version } : null;
    }

    /// <summary>"postgres (PostgreSQL) 15.18 (Debian …)", and "18beta1" for one not released yet.</summary>
    public static Version? ParseVersion(string answer)
    {
        var number = answer.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => char.IsAsciiDigit(word[0]));
        if (number is null) return null;
        var parts = number.Trim().Split('.');
        var major = string.Concat(parts[0].TakeWhile(char.IsAsciiDigit));
        return new(int.Parse(major), parts.Length > 1 && int.TryParse(parts[1], out var minor) ? minor : 0);
    }

    /// <summary>Folders that match a pattern with one star, highest version first: 18 before 9.6, which sorting as text would get wrong.</summary>
    public static IEnumerable<string> Versioned(string pattern)
    {
        var parts = pattern.Split('/');
        var star = Array.FindIndex(parts, part => part.Contains('*', StringComparison.Ordinal));
        var above = string.Join('/', parts[..star]);
        if (!Directory.Exists(above)) return [];
        var prefix = parts[star].IndexOf('*', StringComparison.Ordinal);
        return from folder in Directory.EnumerateDirectories(above, parts[star])
               let number = Path.GetFileName(folder)[prefix..]
               orderby double.TryParse(number, out var version) ? version : 0 descending
               select Path.Combine([folder, .. parts[(star + 1)..]]);
    }

    private static async Task<IEnumerable<string>> Candidates(CancellationToken ct)
    {
        var configured = await Command.Run(["pg_config", "--bindir"], TimeSpan.FromSeconds(10), ct);
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return [.. configured.Succeeded ? [configured.Output.Trim()] : Array.Empty<string>(), .. path, .. Distributions.SelectMany(Versioned)];
    }

    private static string Wanted(int? major) =>
        major is { } exact ? $"of version {exact}, which made this cluster (--reset starts over)" : $"of version {OldestMajor} or newer";

    private bool Runs(int? major) => major is null || Version.Major == major;
}
