using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>From one row of <see cref="EpisodeFactsQuery.Columns"/> to the facts that the rules read.</summary>
internal sealed class EpisodeFactsReader(NpgsqlDataReader row)
{
    private int at;

    /// <summary>Reads the current row from its first column on.</summary>
    public EpisodeFacts Read()
    {
        at = 0;
        var (episode, patient) = (new Id<Episode>(row.GetGuid(at++)), new Id<Patient>(row.GetGuid(at++)));
        var (enrolled, ended) = (row.Day(at++)!.Value, row.Day(at++));
        var scale = Instruments.ByCode(row.GetString(at++))!;
        var statuses = StatusChanges();
        var scores = Scores();
        var contacts = Contacts();
        var (consultations, recommendations) = Consultations();
        var plans = Plans();
        var team = TeamEntryFacts.Read(Text());
        var problems = Problems();
        var prerequisites = new PrerequisiteFacts(row.Day(at++), row.Day(at++), row.Day(at++), row.Day(at++), row.Day(at++), row.Day(at++));
        return new()
        {
            EpisodeId = episode,
            PatientId = patient,
            EnrolledOn = enrolled,
            EndedOn = ended,
            PrimaryScale = scale,
            StatusChanges = statuses,
            Scores = scores,
            Contacts = contacts,
            Consultations = consultations,
            Recommendations = recommendations,
            RelapsePreventionPlans = plans,
            MinutesEntries = team.Minutes,
            TreatmentChanges = team.TreatmentChanges,
            ManualFlags = team.ManualFlags,
            ConsultationRequests = team.ConsultationRequests,
            Reminders = team.Reminders,
            Acknowledgements = team.Acknowledgements,
            BaselineOverrides = team.BaselineOverrides,
            DataQualityProblems = problems,
            Prerequisites = prerequisites,
            PreviousCareEndedOn = row.Day(at++),
        };
    }

    private StatusChange[] StatusChanges()
    {
        var (statuses, days) = (Next<string>(), Next<DateOnly>());
        var changes = new StatusChange[statuses.Length];
        for (var i = 0; i < changes.Length; i++) changes[i] = new(Day(days[i]), Kebab.Parse<EpisodeStatus>(statuses[i]));
        return changes;
    }

    private Score[] Scores()
    {
        var (ids, instruments, days, moments, totals) = (Next<Guid>(), Next<string>(), Next<DateOnly>(), Next<DateTime?>(), Next<int>());
        var (answers, prorated, received, reviewed) = (Next<short?>(), Next<bool>(), Next<DateOnly?>(), Next<DateOnly?>());
        var scores = new Score[ids.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = new(ids[i], Instruments.ByCode(instruments[i])!, Day(days[i]), Moment(moments[i]), totals[i], answers[i])
            {
                IsProrated = prorated[i],
                ReceivedOn = Day(received[i]),
                ReviewedOn = Day(reviewed[i]),
            };
        }

        Array.Sort(scores, ByDayThenMoment);
        return scores;
    }

    /// <remarks>Stamps are read only for the days whose minutes are asked about; those are the last contacts.</remarks>
    private ContactFact[] Contacts()
    {
        var (purposes, modes, days, minutes, kept) = (Next<string>(), Next<string>(), Next<DateOnly>(), Next<int>(), Next<bool>());
        var (ids, staff, starts) = (Next<Guid>(), Next<Guid>(), Next<DateTime?>());
        var contacts = new ContactFact[purposes.Length];
        var stamped = contacts.Length - ids.Length;
        for (var i = 0; i < contacts.Length; i++)
        {
            contacts[i] = new(Kebab.Parse<ContactPurpose>(purposes[i]), Kebab.Parse<ContactMode>(modes[i]), Day(days[i]), minutes[i], kept[i])
            {
                Stamp = i < stamped ? default : new(ids[i - stamped], staff[i - stamped], Moment(starts[i - stamped])),
            };
        }

        return contacts;
    }

    private (ConsultationFact[] Consultations, RecommendationFact[] Recommendations) Consultations()
    {
        var (ids, days, minutes, kinds, states) = (Next<Guid>(), Next<DateOnly>(), Next<int>(), Next<string?>(), Next<string>());
        var (settled, starts, staff) = (Next<DateOnly?>(), Next<DateTime?>(), Next<Guid>());
        var consultations = new ConsultationFact[ids.Length];
        var recommendations = new List<RecommendationFact>(ids.Length);
        for (var i = 0; i < ids.Length; i++)
        {
            consultations[i] = new(Day(days[i]), minutes[i], kinds[i] is not null) { Stamp = new(ids[i], staff[i], Moment(starts[i])) };
            if (kinds[i] is not null) recommendations.Add(new(ids[i], Day(days[i]), Kebab.Parse<RecommendationState>(states[i]), Day(settled[i])));
        }

        return (consultations, [.. recommendations]);
    }

    /// <summary>Scores in quarantine; an amendment or a retraction takes them out.</summary>
    private DataQualityFact[] Problems()
    {
        var (ids, days) = (Next<Guid>(), Next<DateOnly>());
        var problems = new DataQualityFact[ids.Length];
        for (var i = 0; i < ids.Length; i++) problems[i] = new("total-items-mismatch", Day(days[i]), null, ids[i]);
        return problems;
    }

    private PlanFact[] Plans()
    {
        var (ids, days, minutes, starts, staff) = (Next<Guid>(), Next<DateOnly>(), Next<int>(), Next<DateTime?>(), Next<Guid>());
        var plans = new PlanFact[ids.Length];
        for (var i = 0; i < ids.Length; i++) plans[i] = new(Day(days[i]), minutes[i]) { Stamp = new(ids[i], staff[i], Moment(starts[i])) };
        return plans;
    }

    private T[] Next<T>()
    {
        var values = row.IsDBNull(at) ? [] : row.GetFieldValue<T[]>(at);
        at++;
        return values;
    }

    private string? Text()
    {
        var text = row.IsDBNull(at) ? null : row.GetString(at);
        at++;
        return text;
    }

    private static LocalDate Day(DateOnly day) => LocalDate.FromDateOnly(day);

    private static LocalDate? Day(DateOnly? day) => day is { } d ? LocalDate.FromDateOnly(d) : null;

    private static Instant? Moment(DateTime? moment) => moment is { } m ? Instant.FromDateTimeUtc(m) : null;

    /// <summary>Day, then moment; a score without a moment before those with one; then in the order recorded, which the id tells.</summary>
    private static readonly Comparison<Score> ByDayThenMoment = static (a, b) =>
    {
        var order = a.On.CompareTo(b.On);
        if (order == 0) order = Nullable.Compare(a.At, b.At);
        return order == 0 ? a.AssessmentId.CompareTo(b.AssessmentId) : order;
    };
}
