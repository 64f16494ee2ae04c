using System.Diagnostics;
using System.Globalization;
using System.Text;
using NodaTime;
using Registry.Fhir;

namespace Registry.Benchmarks;

/// <summary>What it costs to read one Observation strictly: from its bytes to a score.</summary>
internal static class FhirReadingBenchmark
{
    public static void Run(BenchmarkOptions options)
    {
        var body = Encoding.UTF8.GetBytes(Requests.Observation);
        var context = new ReadingContext(Instant.FromUtc(2026, 11, 21, 12, 0), "https://registry.example/fhir");
        var (runs, allocated) = (new List<double>(), 0L);
        for (var round = 0; round < options.Rounds + 2; round++)
        {
            var (clock, before, done) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread(), 0);
            for (; clock.Elapsed.TotalSeconds < options.Seconds; done++)
            {
                using var read = FhirBody.Read(body);
                if (ObservationReader.Read(read.Resource!, context).Kind is not ReadingKind.Score) throw new InvalidOperationException("The sample was not accepted.");
            }

            if (round >= 2) runs.Add(clock.Elapsed.TotalMicroseconds / done);
            allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / done;
        }

        runs.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"FHIR: {runs[runs.Count / 2]:0.00} microseconds (aim 10) and {allocated} B (aim 8000) an Observation of {body.Length} bytes"));
    }
}
