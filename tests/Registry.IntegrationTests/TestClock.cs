using System.Diagnostics;
using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>Stands still until a test moves it, or lets it run.</summary>
internal sealed class TestClock : IClock
{
    private Instant set = Instant.FromUtc(2025, 6, 16, 15, 0);
    private Stopwatch? running;

    public Instant Now
    {
        get => set + Duration.FromTimeSpan(running?.Elapsed ?? TimeSpan.Zero);
        set => (set, running) = (value, running is null ? null : Stopwatch.StartNew());
    }

    /// <summary>From here on it goes as fast as any other.</summary>
    public void Run() => running ??= Stopwatch.StartNew();

    public Instant GetCurrentInstant() => Now;
}
