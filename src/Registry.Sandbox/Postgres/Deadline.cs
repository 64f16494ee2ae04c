using System.Diagnostics;

namespace Registry.Sandbox;

/// <summary>Patience for everything that happens during one start, together.</summary>
internal sealed class Deadline(TimeSpan within)
{
    private readonly long begun = Stopwatch.GetTimestamp();

    /// <summary>A short pause before the next try, or the failure once time is up.</summary>
    public Task Wait(string failure, CancellationToken ct) =>
        Stopwatch.GetElapsedTime(begun) < within ? Task.Delay(TimeSpan.FromMilliseconds(10), ct) : throw SandboxException.Database(failure);
}
