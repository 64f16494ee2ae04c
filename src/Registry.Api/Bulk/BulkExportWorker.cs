using NodaTime;
using Npgsql;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Runs exports, one at a time in each instance, and deletes what has expired.</summary>
/// <remarks>A service that is stopped gives its export back at once; one that is killed is found out by its lease. Either way another worker begins it again.</remarks>
internal sealed partial class BulkExportWorker(NpgsqlDataSource database, BulkJobs jobs, KeyRing ring, RegistrySettings settings, IClock clock, BulkSignal signal, ILogger<BulkExportWorker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await jobs.Expire(clock.GetCurrentInstant(), stoppingToken);
                while (await jobs.Take(settings.Bulk.Lease, stoppingToken) is { } work) await Run(work, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // Most likely the database is away. The service goes on, and so does this: it looks again.
                CannotLook(log, failure.GetType().FullName!, (failure as NpgsqlException)?.SqlState);
            }

            await signal.Wait(settings.Bulk.Poll, stoppingToken);
        }
    }

    private async Task Run(BulkWork work, CancellationToken stopping)
    {
        try
        {
            if (work.Attempts > settings.Bulk.Attempts) await jobs.End(work, BulkExportState.Failed, clock.GetCurrentInstant(), stopping);
            else await new BulkExportRun(database, jobs, work, ring, settings, clock).Run(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await jobs.GiveBack(work, countsAsTried: false, CancellationToken.None);
            throw;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Never the message: the database's quote values.
            Broken(log, failure.GetType().FullName!, PostgresErrors.Of(failure)?.SqlState, work.RequestId, work.Attempts);
            await jobs.GiveBack(work, countsAsTried: true, CancellationToken.None);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An export broke off: {ExceptionType} {SqlState}, request {RequestId}, attempt {Attempt}")]
    private static partial void Broken(ILogger logger, string exceptionType, string? sqlState, string requestId, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No look for exports this time: {ExceptionType} {SqlState}")]
    private static partial void CannotLook(ILogger logger, string exceptionType, string? sqlState);
}
