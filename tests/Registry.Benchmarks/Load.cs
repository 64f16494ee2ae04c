using System.Diagnostics;

namespace Registry.Benchmarks;

/// <summary>What one side is sent: makes the next request of a connection, and knows the status of success.</summary>
/// <param name="Next">Given the number of the request, unique in the run; the same array may be used again.</param>
internal sealed record Workload(int Port, int Expected, Func<Func<long, ReadOnlyMemory<byte>>> Next);

/// <summary>One run: how many requests were answered in how long, and how long each took.</summary>
internal sealed record LoadRun(double PerSecond, double P50, double P99, double ServerCpu, double DatabaseCpu, long Requests);

/// <summary>Closed loop: each connection sends its next request when the last one is answered.</summary>
internal static class Load
{
    private static long number;

    /// <summary>Requests are numbered from here on: a kept database must not see a number again.</summary>
    public static void NumberFrom(long first) => number = first;

    public static LoadRun Run(Workload work, int connections, double seconds, Func<TimeSpan> serverCpu, Func<TimeSpan> databaseCpu)
    {
        var times = new List<long>[connections];
        Exception? failure = null;
        using var start = new Barrier(connections + 1);
        var stop = false;
        var threads = Enumerable.Range(0, connections).Select(i => new Thread(() =>
        {
            try
            {
                times[i] = Loop(work, start, ref stop);
            }
            catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or InvalidOperationException)
            {
                failure = e;
                times[i] = [];
                Volatile.Write(ref stop, true);
            }
        })).ToList();
        foreach (var thread in threads) thread.Start();

        start.SignalAndWait();
        var (serverBefore, databaseBefore, clock) = (serverCpu(), databaseCpu(), Stopwatch.StartNew());
        while (clock.Elapsed.TotalSeconds < seconds && !Volatile.Read(ref stop)) Thread.Sleep(5);
        Volatile.Write(ref stop, true);
        foreach (var thread in threads) thread.Join();
        var elapsed = clock.Elapsed.TotalSeconds;
        var (server, database) = (serverCpu() - serverBefore, databaseCpu() - databaseBefore);
        if (failure is not null) throw new InvalidOperationException("The run failed.", failure);

        var all = times.SelectMany(t => t).Order().ToArray();
        double Percentile(double share) => all[Math.Min(all.Length - 1, (int)(all.Length * share))] * 1000.0 / Stopwatch.Frequency;
        return new(all.Length / elapsed, Percentile(0.5), Percentile(0.99), server.TotalMilliseconds / all.Length, database.TotalMilliseconds / all.Length, all.Length);
    }

    private static List<long> Loop(Workload work, Barrier start, ref bool stop)
    {
        using var connection = new LoadConnection(work.Port);
        var next = work.Next();
        var times = new List<long>(100_000);
        start.SignalAndWait();
        while (!Volatile.Read(ref stop))
        {
            var request = next(Interlocked.Increment(ref number));
            var sent = Stopwatch.GetTimestamp();
            var status = connection.Send(request.Span);
            times.Add(Stopwatch.GetTimestamp() - sent);
            if (status != work.Expected) throw new InvalidOperationException($"Expected {work.Expected}, got: {connection.Answer}");
        }

        return times;
    }
}
