using System.Collections.Concurrent;
using NodaTime;

namespace Registry.Api;

/// <summary>Which calendar day a moment is at a clinic.</summary>
internal static class ClinicDays
{
    private static readonly ConcurrentDictionary<string, DateTimeZone> Zones = new();

    public static LocalDate On(Instant moment, string timeZone) =>
        moment.InZone(Zone(timeZone)).Date;

    public static Offset OffsetAt(Instant moment, string timeZone) => Zone(timeZone).GetUtcOffset(moment);

    public static DateTimeZone Zone(string timeZone) => Zones.GetOrAdd(timeZone, static id => DateTimeZoneProviders.Tzdb[id]);
}
