using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>Stands still until a test moves it.</summary>
internal sealed class TestClock : IClock
{
    public Instant Now { get; set; } = Instant.FromUtc(2025, 6, 16, 15, 0);

    public Instant GetCurrentInstant() => Now;
}
