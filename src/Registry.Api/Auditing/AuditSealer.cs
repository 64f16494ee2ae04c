using Npgsql;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Seals the audit trail once a second, beside the requests and not in them, and has it witnessed.</summary>
internal sealed partial class AuditSealer(NpgsqlDataSource dataSource, IServiceProvider services, ILogger<AuditSealer> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var witness = services.GetService<AuditWitness>();
        if (witness is null) Unwitnessed(log);
        using var timer = new PeriodicTimer(Pace);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await AuditSealing.Seal(dataSource, stoppingToken);
                if (witness is not null) await witness.Look(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                // The next second tries again; nothing is lost by waiting, since what is committed stays to be sealed.
                NotSealed(log, e.SqlState ?? "no answer");
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Whatever it is, care goes on: a sealer that fails must not take the service with it.
                NotWitnessed(log, e.GetType().Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Audit:CheckpointFolder is not set: the audit trail is sealed, and nothing outside the database witnesses it.")]
    private static partial void Unwitnessed(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit trail could not be sealed ({SqlState}); it is tried again.")]
    private static partial void NotSealed(ILogger logger, string sqlState);

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit trail could not be sealed or its checkpoint not written ({Failure}); it is tried again.")]
    private static partial void NotWitnessed(ILogger logger, string failure);
}
