using System.Diagnostics;
using System.Globalization;
using System.Text;
using Registry.Fuzzing;

namespace Registry.Benchmarks;

/// <summary>A long walk through broken input, without a server: what is found is shown with the body that showed it.</summary>
internal static class FuzzBenchmark
{
    /// <remarks>What a body may cost in memory while it is read: so many times its own size, and something for the smallest.</remarks>
    private const int MostTimes = 400;
    private const int MostForNothing = 1 << 20;

    /// <returns>How many findings.</returns>
    public static int Run(BenchmarkOptions options)
    {
        IReadOnlyList<byte[]> bodies = [.. FuzzBodies.Own.AsBytes(), .. FuzzBodies.Shared.AsBytes()];
        var (mutator, count) = (new Mutator(options.Seed), options.Count ?? 1_000_000);
        var (findings, refused, clock) = (0, 0, Stopwatch.StartNew());
        for (var round = 0; round < count; round++)
        {
            var body = mutator.Mutate(bodies[mutator.Draw(bodies.Count)]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                if (FuzzReading.Check(body).Exists(i => i.IsError)) refused++;
                var cost = GC.GetAllocatedBytesForCurrentThread() - before;
                if (cost > MostForNothing + MostTimes * (long)body.Length) throw new InvalidOperationException($"Reading {body.Length} bytes took {cost} of memory.");
            }
            catch (Exception finding) when (findings++ < 10)
            {
                Console.WriteLine($"Round {round}: {finding}\n{Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 4000)))}\n");
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Fuzz: {count} mutations of {bodies.Count} bodies (seed {options.Seed}), {refused} refused, {findings} findings, {clock.Elapsed.TotalSeconds:0} s, {clock.Elapsed.TotalMicroseconds / count:0} microseconds each, "
            + $"at most {Process.GetCurrentProcess().PeakWorkingSet64 / (1 << 20)} MiB in memory"));
        return findings;
    }
}
