using NodaTime;

namespace Registry.Api;

/// <summary>Tells the worker of this instance that an export was ordered, so that nobody waits for its next look.</summary>
internal sealed class BulkSignal : IDisposable
{
    private readonly SemaphoreSlim ordered = new(0, 1);

    public Task Wake()
    {
        try
        {
            ordered.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }

        return Task.CompletedTask;
    }

    public Task Wait(Duration atMost, CancellationToken ct) => ordered.WaitAsync(atMost.ToTimeSpan(), ct);

    public void Dispose() => ordered.Dispose();
}
