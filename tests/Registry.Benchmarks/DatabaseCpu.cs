using System.Globalization;

namespace Registry.Benchmarks;

/// <summary>CPU time of a PostgreSQL server and its sessions. Known on Linux only; zero elsewhere.</summary>
internal static class DatabaseCpu
{
    private const double TicksPerSecond = 100;

    public static TimeSpan Of(int? postmaster)
    {
        if (postmaster is not { } parent || !OperatingSystem.IsLinux()) return TimeSpan.Zero;
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _)) continue;
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                // After the name: state, parent, …; user and system time are fields 14 and 15 of the whole.
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (int.Parse(fields[1], CultureInfo.InvariantCulture) != parent) continue;
                ticks += long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // ended meanwhile
            }
        }

        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }
}
