using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Registry.IntegrationTests;

/// <summary>Every statement that a data source has sent, those of a batch one by one.</summary>
internal sealed class StatementCount : ILoggerFactory, ILogger
{
    public ConcurrentQueue<string> Sent { get; } = [];

    public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        foreach (var (name, value) in state as IReadOnlyList<KeyValuePair<string, object?>> ?? [])
        {
            if (name == "CommandText") Sent.Enqueue((string)value!);
            if (name == "BatchCommands") foreach (var command in (Array)value!) Sent.Enqueue(command.ToString()!);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
