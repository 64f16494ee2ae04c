using System.Globalization;
using NodaTime;

namespace Registry.Api;

/// <summary>How much a client may export at a time, and for how long it can fetch it.</summary>
public sealed record BulkSettings
{
    /// <summary>How long files lie ready for their client.</summary>
    public Duration FilesKept { get; init; } = Duration.FromHours(24);

    /// <summary>Exports of one client that may wait or run at a time; one more is answered 429.</summary>
    public int PerClient { get; init; } = 2;

    /// <summary>Resources in one file; a type with more has several.</summary>
    public int ResourcesPerFile { get; init; } = 100_000;

    /// <summary>A worker that says nothing for so long is taken for gone, and another one begins its export again.</summary>
    public Duration Lease { get; init; } = Duration.FromMinutes(1);

    /// <summary>How often each instance looks for exports that another one was asked for.</summary>
    public Duration Poll { get; init; } = Duration.FromSeconds(5);

    /// <summary>Tries of one export before it is given up.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>The settings, or which of them cannot be read.</summary>
    internal static (BulkSettings? Settings, string? Problem) Read(IConfiguration configuration)
    {
        var usual = new BulkSettings();
        if (!TryRead(configuration["Bulk:FilesKeptHours"], 1, 720, 24, out var hours)) return (null, "Bulk:FilesKeptHours is no number of hours from 1 to 720: how long the files of an export can be fetched.");
        if (!TryRead(configuration["Bulk:PerClient"], 1, 100, usual.PerClient, out var perClient)) return (null, "Bulk:PerClient is no number from 1 to 100: exports of one client that may wait or run at a time.");
        if (!TryRead(configuration["Bulk:ResourcesPerFile"], 1, 10_000_000, usual.ResourcesPerFile, out var perFile)) return (null, "Bulk:ResourcesPerFile is no number from 1 to 10000000.");
        if (!TryRead(configuration["Bulk:LeaseSeconds"], 1, 3600, 60, out var lease)) return (null, "Bulk:LeaseSeconds is no number of seconds from 1 to 3600: after which a silent worker is taken for gone.");
        return (usual with { FilesKept = Duration.FromHours(hours), PerClient = perClient, ResourcesPerFile = perFile, Lease = Duration.FromSeconds(lease) }, null);
    }

    private static bool TryRead(string? text, int least, int most, int usual, out int value)
    {
        value = usual;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);
    }
}
