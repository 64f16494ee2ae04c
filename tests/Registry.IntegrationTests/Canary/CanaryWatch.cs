using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Registry.IntegrationTests.Canary;

/// <summary>Everything that leaves the service beside its answers: log lines with their scopes, traces, metrics.</summary>
internal sealed class CanaryWatch : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> said = new();
    private readonly ActivityListener traces;
    private readonly MeterListener metrics = new();
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    public CanaryWatch()
    {
        traces = new()
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Heard,
        };
        ActivitySource.AddActivityListener(traces);
        metrics.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        metrics.SetMeasurementEventCallback<byte>(Heard);
        metrics.SetMeasurementEventCallback<short>(Heard);
        metrics.SetMeasurementEventCallback<int>(Heard);
        metrics.SetMeasurementEventCallback<long>(Heard);
        metrics.SetMeasurementEventCallback<float>(Heard);
        metrics.SetMeasurementEventCallback<double>(Heard);
        metrics.SetMeasurementEventCallback<decimal>(Heard);
        metrics.Start();
    }

    public int Lines => said.Count;

    /// <summary>Where the service is.</summary>
    public Uri? Own { get; set; }

    /// <summary>What was said about the canary, each once.</summary>
    /// <param name="of">Only what has this word too.</param>
    public IReadOnlyList<string> Leaks(string of = "") => [.. said.Where(line => CanaryMarks.IsIn(line) && line.Contains(of, StringComparison.OrdinalIgnoreCase)).Select(line => line.Length <= 600 ? line : line[..600]).Distinct().Take(20)];

    /// <summary>Gauges and other observed figures say something only when asked.</summary>
    public void Settle() => metrics.RecordObservableInstruments();

    public ILogger CreateLogger(string categoryName) => new Line(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
        traces.Dispose();
        metrics.Dispose();
    }

    private void Heard(Activity activity)
    {
        // The test's own requests are no concern of the service's.
        if (activity.GetTagItem("url.full") is string address && Own is { } own && address.StartsWith(own.AbsoluteUri, StringComparison.Ordinal)) return;
        said.Enqueue($"trace {activity.Source.Name} {activity.OperationName} {activity.DisplayName} {activity.StatusDescription} "
        + $"{Pairs(activity.TagObjects)} {Pairs(activity.Baggage)} {string.Join(' ', activity.Events.Select(e => $"{e.Name} {Pairs(e.Tags)}"))}");
    }

    private void Heard<T>(Instrument instrument, T measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) where T : struct =>
        said.Enqueue($"metric {instrument.Meter.Name} {instrument.Name} {Pairs(tags.ToArray())}");

    private static string Pairs<T>(IEnumerable<KeyValuePair<string, T>> pairs) => string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}"));

    private sealed class Line(CanaryWatch watch, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => watch.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var around = new List<string>();
            watch.scopes.ForEachScope((scope, list) => list.Add(scope is IEnumerable<KeyValuePair<string, object?>> pairs ? Pairs(pairs) : $"{scope}"), around);
            var values = state is IEnumerable<KeyValuePair<string, object?>> held ? Pairs(held) : "";
            watch.said.Enqueue($"log {category} {logLevel} {formatter(state, exception)} {values} {string.Join(' ', around)} {exception}");
        }
    }
}
