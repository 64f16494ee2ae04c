using Npgsql;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What runs beside the requests of a serving process: announcing flags, publishing figures, delivering events and rotating keys, until the process is told to stop.</summary>
internal sealed partial class EventWorker(string name, Func<CancellationToken, Task<bool>> next, ILogger<EventWorker> log) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromSeconds(30);
    private TimeSpan wait = Idle;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (!await Did(stoppingToken)) await Task.Delay(wait, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop. What was begun is in the database, and goes on with the next start.
        }
    }

    /// <summary>One that fails, because the database is away, tries again after twice the wait each time; it never takes the service with it.</summary>
    private async Task<bool> Did(CancellationToken ct)
    {
        try
        {
            var did = await next(ct);
            wait = Idle;
            return did;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // Never the message: it may quote what it met.
            wait = wait * 2 < Longest ? wait * 2 : Longest;
            Failed(log, name, e.GetType().FullName!, e is PostgresException p ? p.SqlState : "", e.StackTrace ?? "");
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Worker}: {ExceptionType} {SqlState} {Frames}")]
    private static partial void Failed(ILogger logger, string worker, string exceptionType, string sqlState, string frames);
}

public static class EventWorkers
{
    internal static void AddEvents(this IServiceCollection services)
    {
        services.AddSingleton<OutboundHttp>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<FlagWatch>();
        services.AddSingleton<KeyRotations>();
    }

    /// <summary>For a process that serves. Any number of them may run on one database.</summary>
    public static void AddEventWorkers(this IServiceCollection services)
    {
        services.AddSingleton<IHostedService>(p => new EventWorker("flag watch", p.GetRequiredService<FlagWatch>().LookAtNext, p.GetRequiredService<ILogger<EventWorker>>()));
        services.AddSingleton<IHostedService>(p => new EventWorker("program publisher", p.GetRequiredService<ProgramPublisher>().PublishNext, p.GetRequiredService<ILogger<EventWorker>>()));
        services.AddSingleton<IHostedService>(p => new EventWorker("aggregate publisher", p.GetRequiredService<AggregatePublisher>().PublishNext, p.GetRequiredService<ILogger<EventWorker>>()));
        services.AddSingleton<IHostedService>(p => new EventWorker("webhook sender", p.GetRequiredService<WebhookSender>().SendNext, p.GetRequiredService<ILogger<EventWorker>>()));
        services.AddSingleton<IHostedService>(p => new EventWorker("key rotation", p.GetRequiredService<KeyRotations>().Next, p.GetRequiredService<ILogger<EventWorker>>()));
    }
}
