using System.Security.Cryptography;
using System.Text;

namespace Registry.Sandbox;

/// <summary>What lies where below the data folder. Only <see cref="Postgres"/> belongs to the server's account.</summary>
internal sealed record DataFolders(string Root)
{
    /// <summary>A socket's address is a fixed field of 108 bytes with a closing zero; a longer path cannot be bound or reached.</summary>
    public const int LongestSocketPath = 107;

    private const string SocketName = ".s.PGSQL.5432";

    public string Postgres => Path.Combine(Root, "postgres");
    public string Cluster => Path.Combine(Postgres, "cluster");

    /// <summary>initdb works here and the result is renamed, so that a cluster either is complete or is not there.</summary>
    public string Unfinished => Path.Combine(Postgres, "unfinished");
    public string StartLock => Path.Combine(Root, "start.lock");
    public string Log => Path.Combine(Root, "postgres.log");
    public bool SocketIsElsewhere => Encoding.UTF8.GetByteCount(Path.Combine(Postgres, "socket", SocketName)) > LongestSocketPath;

    public string Socket => !SocketIsElsewhere ? Path.Combine(Postgres, "socket")
        : Path.Combine(Path.GetTempPath(), $"registry-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..16]}");

    /// <summary>Root's home is closed to the account the server runs as, so root's data lies where everyone may pass and reboots do not clean.</summary>
    public static string Default => Environment.IsPrivilegedProcess ? RootDefault : Path.Combine(UserData, "registry-sandbox");

    public const string RootDefault = "/var/tmp/registry-sandbox";

    private static string UserData =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } home
            ? home : Path.GetTempPath();

    public static DataFolders At(string root) => new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)));

    public int? ClusterMajor()
    {
        var file = Path.Combine(Cluster, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), out var major) ? major : null;
    }

    /// <summary>Makes the data folder; the parts that are new let other accounts pass through but not look around.</summary>
    public void Create()
    {
        const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        var missing = new Stack<string>();
        for (var folder = Root; folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder)) missing.Push(folder);
        try
        {
            foreach (var folder in missing)
            {
                Directory.CreateDirectory(folder);
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, Passable); // whatever the umask says
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SandboxException.Configuration($"The data folder {Root} cannot be created: {e.Message} Choose another one with --data.");
        }
    }
}
