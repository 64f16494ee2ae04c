using NodaTime;
using Registry.Benchmarks;

#pragma warning disable RS0030 // the one place where the real clock enters
IClock clock = SystemClock.Instance;
#pragma warning restore RS0030

if (BenchmarkOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(BenchmarkOptions.Usage);
    return 2;
}

switch (options.Verb)
{
    case "http":
        await HttpBenchmark.Run(options, clock);
        return 0;
    case "bulk":
        await BulkBenchmark.Run(options, clock);
        return 0;
    case "flags":
        FlagsBenchmark.Run(options);
        return 0;
    case "rls":
        await RowSecurityBenchmark.Run(options, clock);
        return 0;
    case "metrics":
        await MetricsBenchmark.Run(options, clock);
        return 0;
    case "pages":
        await PageBenchmark.Run(options);
        return 0;
    case "fhir":
        FhirReadingBenchmark.Run(options);
        return 0;
    case "fuzz":
        return FuzzBenchmark.Run(options) == 0 ? 0 : 1;
    case "fuzz-http":
        return await HttpFuzz.Run(options, clock) == 0 ? 0 : 1;
    default:
        await Floor.Serve(options.Url, options.Database);
        return 0;
}
