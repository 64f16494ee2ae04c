using System.Collections.Concurrent;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>How many different patients' records one person opens within an hour: reading through a clinic is noticed, and ends.</summary>
/// <remarks>Only what concerns one patient counts. A caseload shows many at once, and is bounded by who is on it.</remarks>
internal sealed partial class ChartBudget(RegistrySettings settings, IClock clock, ILogger<ChartBudget> log)
{
    private static readonly Duration Window = Duration.FromHours(1);
    private readonly ConcurrentDictionary<Id<Principal>, Opened> opened = new();

    /// <summary>How long to wait before another patient's record can be opened; null when this one may be.</summary>
    public Duration? Open(Id<Principal> principal, Guid patient)
    {
        var now = clock.GetCurrentInstant();
        var hour = opened.AddOrUpdate(principal, _ => new(now), (_, running) => now - running.Since < Window ? running : new(now));
        lock (hour)
        {
            if (hour.Patients.Contains(patient)) return null;
            if (hour.Patients.Count < settings.Limits.ChartsPerHour)
            {
                hour.Patients.Add(patient);
                return null;
            }

            if (!hour.IsReported) Exhausted(log, principal.Value, hour.Patients.Count);
            hour.IsReported = true;
            return hour.Since + Window - now;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Principal {PrincipalId} has opened the records of {Patients} patients within an hour. Further ones are refused until the hour is over.")]
    private static partial void Exhausted(ILogger logger, Guid principalId, int patients);

    private sealed class Opened(Instant since)
    {
        public Instant Since => since;
        public HashSet<Guid> Patients { get; } = [];
        public bool IsReported { get; set; }
    }
}
