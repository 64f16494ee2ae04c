using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>What a flag says about yesterday and tomorrow, checked against asking it on every single day.</summary>
public sealed class FlagHistoryTests
{
    /// <summary>Raised for any of several reasons, and since then by the present ones: an earlier reason may have held the day before.</summary>
    private static readonly string[] OfSeveralReasons = ["F01", "F02", "F03", "F04", "F14", "F15", "F16", "F19", "F20", "F26", "F27", "F28", "F29", "F30", "F31"];

    [Fact]
    public void A_flag_has_been_raised_on_every_day_since_the_day_it_names_and_one_with_a_single_reason_not_the_day_before() => Check(history =>
    {
        foreach (var (day, flag, raisedFrom) in history.All)
        {
            Assert.True(raisedFrom <= flag.Since && flag.Since <= day, $"{flag.Id} of {day} says since {flag.Since}, but has been raised from {raisedFrom} on");
            Assert.True(raisedFrom == flag.Since || OfSeveralReasons.Contains(flag.Id), $"{flag.Id} of {day} says since {flag.Since}, but was raised before, from {raisedFrom} on");
        }
    });

    [Fact]
    public void Without_a_new_fact_a_flag_stays_as_it_is_until_its_next_evaluation_and_changes_then() => Check(history =>
    {
        foreach (var (day, flag, _) in history.All)
        {
            var next = day.PlusDays(1);
            if (next > history.Last || history.HasFactOn(next)) continue;
            var tomorrow = history.On(next, flag);
            var same = tomorrow?.Severity == flag.Severity && tomorrow.NextEvaluation == flag.NextEvaluation;
            Assert.True(same != (next == flag.NextEvaluation), $"{flag.Id} of {day} names {flag.NextEvaluation?.ToString() ?? "no day"}, but on {next} it is {(same ? "the same" : "another")}");
        }
    });

    [Fact]
    public void No_rule_sees_a_fact_dated_after_the_day_asked_about() => Check(history =>
    {
        for (var day = 0; day <= RandomStories.LastDay; day += 7)
        {
            var asOf = history.Facts.EnrolledOn.PlusDays(day);
            Assert.Equal(Printed(history.Facts, asOf), Printed(Until(history.Facts, asOf), asOf));
        }
    });

    [Fact]
    public void The_random_episodes_raise_every_flag_there_is()
    {
        var raised = Enumerable.Range(0, 150).Select(RandomStories.Tell).SelectMany(story => Enumerable.Range(0, 14).SelectMany(month => story.Flags(month * 30)));
        Assert.Equal(Flags.InReviewOrder.Select(flag => flag.Id).Distinct().Order(), raised.Select(flag => flag.Id).Distinct().Order());
    }

    private static void Check(Action<History> law) =>
        Prop.ForAll(RandomStories.Any, story => law(new(story.Facts))).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    private static List<string> Printed(EpisodeFacts facts, LocalDate asOf) =>
    [
        .. Flags.Raised(facts, asOf, FlagParameters.Default, OutcomeProfile.Bao)
            .Select(f => $"{f.Id} {f.Severity} {f.Since} {f.NextEvaluation} {f.Text} {string.Join(';', f.Inputs.Select(i => (i.Name, i.Value, i.On, i.AssessmentId, i.Code)))}"),
        CaseloadRow.Of(facts, asOf, FlagParameters.Default) is var row ? $"{row.Status} {row.FollowUpOn} {row.Sessions} {row.MinutesThisMonth} {row.Phq9?.First.Total} {row.Phq9?.Last.Total}" : "",
    ];

    /// <summary>The facts as they stood that day: nothing later, and nothing that later happened to them.</summary>
    private static EpisodeFacts Until(EpisodeFacts facts, LocalDate day)
    {
        LocalDate? Known(LocalDate? on) => on <= day ? on : null;
        return new()
        {
            EpisodeId = facts.EpisodeId,
            PatientId = facts.PatientId,
            EnrolledOn = facts.EnrolledOn,
            PrimaryScale = facts.PrimaryScale,
            EndedOn = Known(facts.EndedOn),
            StatusChanges = [.. facts.StatusChanges.Where(change => change.On <= day)],
            Scores = [.. facts.Scores.Where(s => s.On <= day).Select(s => s with { ReceivedOn = Known(s.ReceivedOn), ReviewedOn = Known(s.ReviewedOn) })],
            Contacts = [.. facts.Contacts.Where(c => c.On <= day)],
            Consultations = [.. facts.Consultations.Where(c => c.On <= day)],
            RelapsePreventionPlans = [.. facts.RelapsePreventionPlans.Where(p => p.On <= day)],
            MinutesEntries = [.. facts.MinutesEntries.Where(m => m.On <= day)],
            TreatmentChanges = [.. facts.TreatmentChanges.Where(t => t.On <= day)],
            ManualFlags = [.. facts.ManualFlags.Where(f => f.RaisedOn <= day).Select(f => f with { ClearedOn = Known(f.ClearedOn) })],
            ConsultationRequests = [.. facts.ConsultationRequests.Where(r => r.On <= day).Select(r => r with { WithdrawnOn = Known(r.WithdrawnOn) })],
            Recommendations = [.. facts.Recommendations.Where(r => r.On <= day).Select(r => r.SettledOn <= day ? r : new(r.Id, r.On))],
            Reminders = [.. facts.Reminders.Where(r => r.SetOn <= day).Select(r => r with { DoneOn = Known(r.DoneOn) })],
            Acknowledgements = [.. facts.Acknowledgements.Where(a => a.On <= day)],
            DataQualityProblems = [.. facts.DataQualityProblems.Where(p => p.FoundOn <= day).Select(p => p with { ResolvedOn = Known(p.ResolvedOn) })],
            Prerequisites = facts.Prerequisites.ConsentOn <= day ? facts.Prerequisites : default,
        };
    }

    /// <summary>One episode asked on every day from 20 days before enrolment on.</summary>
    private sealed class History
    {
        private readonly Dictionary<(LocalDate Day, string Id, string? Instrument), (RaisedFlag Flag, LocalDate From)> raised = [];
        private readonly HashSet<LocalDate> factDays;

        public History(EpisodeFacts facts)
        {
            Facts = facts;
            Last = facts.EnrolledOn.PlusDays(RandomStories.LastDay);
            for (var day = facts.EnrolledOn.PlusDays(-20); day <= Last; day = day.PlusDays(1))
            {
                foreach (var flag in Flags.Raised(facts, day, FlagParameters.Default, OutcomeProfile.Bao))
                {
                    var from = raised.TryGetValue((day.PlusDays(-1), flag.Id, flag.Instrument), out var yesterday) ? yesterday.From : day;
                    raised[(day, flag.Id, flag.Instrument)] = (flag, from);
                }
            }

            factDays =
            [
                .. facts.StatusChanges.Select(s => s.On), .. facts.Contacts.Select(c => c.On), .. facts.Consultations.Select(c => c.On),
                .. facts.RelapsePreventionPlans.Select(p => p.On), .. facts.MinutesEntries.Select(m => m.On), .. facts.TreatmentChanges.Select(t => t.On),
                .. facts.Scores.SelectMany(s => Days(s.On, s.ReceivedOn, s.ReviewedOn)),
                .. facts.ManualFlags.SelectMany(f => Days(f.RaisedOn, f.ClearedOn)), .. facts.ConsultationRequests.SelectMany(r => Days(r.On, r.WithdrawnOn)),
                .. facts.Recommendations.SelectMany(r => Days(r.On, r.SettledOn)), .. facts.Reminders.SelectMany(r => Days(r.SetOn, r.DoneOn)),
                .. facts.DataQualityProblems.SelectMany(p => Days(p.FoundOn, p.ResolvedOn)), facts.EnrolledOn,
            ];
        }

        public EpisodeFacts Facts { get; }

        public LocalDate Last { get; }

        /// <summary>Every flag of every day, with the day from which it has been raised without a break.</summary>
        public IEnumerable<(LocalDate Day, RaisedFlag Flag, LocalDate RaisedFrom)> All => raised.Select(entry => (entry.Key.Day, entry.Value.Flag, entry.Value.From));

        public RaisedFlag? On(LocalDate day, RaisedFlag like) => raised.TryGetValue((day, like.Id, like.Instrument), out var known) ? known.Flag : null;

        public bool HasFactOn(LocalDate day) => factDays.Contains(day);

        private static IEnumerable<LocalDate> Days(params LocalDate?[] days) => days.OfType<LocalDate>();
    }
}
