using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using NodaTime;
using Registry.Api;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.Benchmarks;

/// <summary>The server's time for the caseload page beside the query: from the facts of 120 patients to HTML, flags and billing months included.</summary>
internal static class PageBenchmark
{
    private const int Patients = 120;
    private static readonly LocalDate Today = new(2026, 11, 20);
    private static readonly Question Question = new(Today, null, OutcomeProfile.Nys2025, FlagParameters.Default);

    public static async Task Run(BenchmarkOptions options)
    {
        CaseloadPatient[] caseload = [.. SyntheticProgram.Demo(Today, Math.Min(options.Patients, 1_000)).Patients
            .SelectMany(p => p.Episodes, (p, e) => new CaseloadPatient(FlagsBenchmark.Facts(p, e), $"{p.GivenName} {p.FamilyName}", p.BirthDate, p.MedicalRecordNumber))
            .Where(p => Question.Summary(p.Facts).IsActive).Take(Patients)];
        await using var services = new ServiceCollection().AddLogging().AddSingleton(Settings).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());

        var (times, size) = (new List<double>(), 0);
        var whole = Stopwatch.StartNew();
        while (times.Count < 50 || whole.Elapsed.TotalSeconds < options.Seconds * options.Rounds)
        {
            var clock = Stopwatch.StartNew();
            size = System.Text.Encoding.UTF8.GetByteCount(await Render(renderer, caseload));
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        // What is hot is compiled a second time beside the first runs.
        var steady = times.Skip(times.Count / 2).Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"caseload page of {caseload.Length} patients: {steady[steady.Count / 2]:0.0} ms median, {steady[steady.Count * 99 / 100]:0.0} ms p99 beside the query (aim 50), the first {times[0]:0} ms; {size / 1000} kB (aim 200)"));
    }

    private static async Task<string> Render(HtmlRenderer renderer, CaseloadPatient[] caseload)
    {
        var lines = caseload.Select(patient => CaseloadLine.Of(patient, Question, PayerProfile.Midpoint)).OfType<CaseloadLine>().ToList();
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(CaseloadPage.Frame)] = new PageFrame("Benchmark Health", "Corin Testwell", "2026-11-20 09:00 -05", Today),
            [nameof(CaseloadPage.View)] = new CaseloadView(default, "Corin Testwell", Today, Question.Profile, Question.Parameters, lines, lines.Count,
                [.. lines.SelectMany(l => l.Flags).Select(f => f.Id).Distinct().Order()], new(null, CaseloadChoice.WorstFirst, null, null)),
        });
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<CaseloadPage>(parameters)).ToHtmlString());
    }

    private static RegistrySettings Settings => new("", "https://none.invalid", "registry", new("https://none.invalid")) { RootKey = new RootKey(new byte[RootKey.Length]), Pages = new("pages", Duration.FromMinutes(15)) };
}
