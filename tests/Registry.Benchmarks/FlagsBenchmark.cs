using System.Diagnostics;
using System.Globalization;
using NodaTime;
using Registry.Clinical;
using Registry.Sandbox;

namespace Registry.Benchmarks;

/// <summary>How many episodes a second one core takes through the whole table of flags.</summary>
internal static class FlagsBenchmark
{
    private static readonly LocalDate Today = new(2026, 11, 20);

    public static void Run(BenchmarkOptions options)
    {
        var patients = Math.Min(options.Patients, 2_000);
        EpisodeFacts[] episodes = [.. SyntheticProgram.Demo(Today, patients).Patients.SelectMany(p => p.Episodes, Facts)];
        var (runs, allocated, raised) = (new List<double>(), 0L, 0);
        for (var round = 0; round < options.Rounds + 2; round++)
        {
            var (clock, before, done) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread(), 0);
            raised = 0;
            for (; clock.Elapsed.TotalSeconds < options.Seconds; done++)
            {
                var summary = EpisodeSummary.Of(episodes[done % episodes.Length], Today, FlagParameters.Default, OutcomeProfile.Nys2025);
                raised += Clinical.Flags.Raised(summary).Count;
            }

            if (round >= 2) runs.Add(done / clock.Elapsed.TotalSeconds);
            allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / done;
        }

        runs.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"flags: {runs[runs.Count / 2]:0} episodes/s on one core (aim 100000), {allocated} B each; {episodes.Length} episodes, {episodes.Average(e => e.Scores.Count):0.0} scores and {episodes.Average(e => e.Contacts.Count):0.0} contacts each, {raised} flags"));
    }

    internal static EpisodeFacts Facts(SyntheticPatient patient, SyntheticEpisode episode) => new()
    {
        EpisodeId = episode.Id,
        PatientId = patient.Id,
        EnrolledOn = episode.EnrolledOn,
        EndedOn = episode.EndedOn,
        PrimaryScale = episode.PrimaryScale,
        StatusChanges = [.. episode.StatusChanges.Select(c => new StatusChange(c.On, c.Status))],
        Scores = [.. patient.Assessments.OrderBy(a => a.On).Select(a => new Score(a.Id.Value, a.Instrument, a.On, a.At, a.Total, a.SelfHarmAnswer))],
        Contacts = [.. episode.Contacts.Select(c => new ContactFact(c.Purpose, c.Mode, c.On, c.Minutes, c.Kept))],
        Consultations = [.. episode.Consultations.Select(c => new ConsultationFact(c.On, c.Minutes, c.Recommendation is not null))],
        RelapsePreventionPlans = [.. episode.Plans.Select(p => new PlanFact(p.On, p.Minutes))],
    };
}
