namespace Registry.Sandbox;

/// <summary>What a running server writes into its cluster about itself.</summary>
internal sealed record PostmasterFile(string Path, int Process, string Socket, bool Ready)
{
    /// <summary>Null when there is none, or when it is just being written.</summary>
    public static PostmasterFile? Read(DataFolders folders)
    {
        var path = System.IO.Path.Combine(folders.Cluster, "postmaster.pid");
        try
        {
            var lines = File.ReadAllLines(path);
            return lines.Length >= 5 && int.TryParse(lines[0], out var process)
                ? new(path, process, lines[4], lines.Length >= 8 && lines[7].StartsWith("ready", StringComparison.Ordinal))
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>
    /// Signalling the process would not tell: a server whose parent was killed stays as a zombie where process 1 does not reap,
    /// and after a restart of the machine its number may be somebody else's.
    /// </summary>
    public bool IsAlive()
    {
        if (!Directory.Exists("/proc/self")) return Posix.Signal(Process, 0);
        try
        {
            // "123 (postgres) S 1 …"; the name may hold spaces and brackets, the state follows the last one.
            var stat = File.ReadAllText($"/proc/{Process}/stat");
            var end = stat.LastIndexOf(')');
            return stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..end].StartsWith("postgres", StringComparison.Ordinal) && stat[end + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
