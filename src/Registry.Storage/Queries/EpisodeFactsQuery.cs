using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Reads the facts of episodes in one pass: one index-only range scan per kind of fact and episode, packed into arrays.</summary>
/// <remarks>
/// Subqueries on purpose: as joins they become sorts and window functions over every row ever recorded. The arrays come in
/// index order, which is clinical order but for two scores of one day; those are put right here.
/// </remarks>
internal static class EpisodeFactsQuery
{
    /// <summary>The columns of one episode's facts; expects the alias e for episode.</summary>
    public const string Columns = """
        e.id, e.patient_id, e.enrolled_on, e.ended_on, e.primary_scale,
        (select array_agg(c.status) from (select status from episode_status_change
          where organization_id = e.organization_id and episode_id = e.id order by sequence) c) as statuses,
        (select array_agg(c.on_day) from (select on_day from episode_status_change
          where organization_id = e.organization_id and episode_id = e.id order by sequence) c) as status_days,
        s.ids, s.instruments, s.days, s.moments, s.totals, s.self_harm_answers,
        c.purposes, c.modes, c.days, c.minutes, c.kept,
        p.days, p.minutes, p.recommended,
        r.days, r.minutes
        """;

    /// <summary>The sources of those columns, after `episode e`; $1 is the day asked about.</summary>
    public const string Laterals = """
        left join lateral (
          select array_agg(id) as ids, array_agg(instrument) as instruments, array_agg(administered_on) as days,
                 array_agg(administered_at) as moments, array_agg(total) as totals, array_agg(self_harm_answer) as self_harm_answers
          from assessment
          where organization_id = e.organization_id and patient_id = e.patient_id
            and administered_on between e.enrolled_on - 14 and $1
            and status in ('final', 'amended', 'corrected') and total is not null) s on true
        left join lateral (
          select array_agg(purpose) as purposes, array_agg(mode) as modes, array_agg(on_day) as days,
                 array_agg(minutes) as minutes, array_agg(kept) as kept
          from contact where organization_id = e.organization_id and episode_id = e.id and on_day <= $1 and not entered_in_error) c on true
        left join lateral (
          select array_agg(on_day) as days, array_agg(minutes) as minutes, array_agg(recommendation is not null) as recommended
          from consultation where organization_id = e.organization_id and episode_id = e.id and on_day <= $1 and not entered_in_error) p on true
        left join lateral (
          select array_agg(on_day) as days, array_agg(minutes) as minutes
          from relapse_prevention_plan where organization_id = e.organization_id and episode_id = e.id and on_day <= $1 and not entered_in_error) r on true
        """;

    public const int ColumnCount = 23;

    /// <summary>Reads <see cref="Columns"/> from the current row, which begin at ordinal <paramref name="at"/>.</summary>
    public static EpisodeFacts Read(NpgsqlDataReader row, int at) => new()
    {
        EpisodeId = new(row.GetGuid(at)),
        PatientId = new(row.GetGuid(at + 1)),
        EnrolledOn = LocalDate.FromDateOnly(row.GetFieldValue<DateOnly>(at + 2)),
        EndedOn = row.IsDBNull(at + 3) ? null : LocalDate.FromDateOnly(row.GetFieldValue<DateOnly>(at + 3)),
        PrimaryScale = Instruments.ByCode(row.GetString(at + 4))!,
        StatusChanges = StatusChanges(row, at + 5),
        Scores = Scores(row, at + 7),
        Contacts = Contacts(row, at + 13),
        Consultations = Consultations(row, at + 18),
        RelapsePreventionPlans = Plans(row, at + 21),
    };

    private static StatusChange[] StatusChanges(NpgsqlDataReader row, int at)
    {
        var (statuses, days) = (Array<string>(row, at), Array<DateOnly>(row, at + 1));
        var changes = new StatusChange[statuses.Length];
        for (var i = 0; i < changes.Length; i++) changes[i] = new(LocalDate.FromDateOnly(days[i]), Kebab.Parse<EpisodeStatus>(statuses[i]));
        return changes;
    }

    private static Score[] Scores(NpgsqlDataReader row, int at)
    {
        var ids = Array<Guid>(row, at);
        if (ids.Length == 0) return [];
        var (instruments, days, moments) = (Array<string>(row, at + 1), Array<DateOnly>(row, at + 2), Array<DateTime?>(row, at + 3));
        var (totals, answers) = (Array<int>(row, at + 4), Array<short?>(row, at + 5));
        var scores = new Score[ids.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = new(ids[i], Instruments.ByCode(instruments[i])!, LocalDate.FromDateOnly(days[i]),
                moments[i] is { } moment ? Instant.FromDateTimeUtc(moment) : null, totals[i], answers[i]);
        }

        System.Array.Sort(scores, ByDayThenMoment);
        return scores;
    }

    private static ContactFact[] Contacts(NpgsqlDataReader row, int at)
    {
        var purposes = Array<string>(row, at);
        if (purposes.Length == 0) return [];
        var (modes, days, minutes, kept) = (Array<string>(row, at + 1), Array<DateOnly>(row, at + 2), Array<int>(row, at + 3), Array<bool>(row, at + 4));
        var contacts = new ContactFact[purposes.Length];
        for (var i = 0; i < contacts.Length; i++)
        {
            contacts[i] = new(Kebab.Parse<ContactPurpose>(purposes[i]), Kebab.Parse<ContactMode>(modes[i]), LocalDate.FromDateOnly(days[i]), minutes[i], kept[i]);
        }

        return contacts;
    }

    private static ConsultationFact[] Consultations(NpgsqlDataReader row, int at)
    {
        var (days, minutes, recommended) = (Array<DateOnly>(row, at), Array<int>(row, at + 1), Array<bool>(row, at + 2));
        var consultations = new ConsultationFact[days.Length];
        for (var i = 0; i < days.Length; i++) consultations[i] = new(LocalDate.FromDateOnly(days[i]), minutes[i], recommended[i]);
        return consultations;
    }

    private static PlanFact[] Plans(NpgsqlDataReader row, int at)
    {
        var (days, minutes) = (Array<DateOnly>(row, at), Array<int>(row, at + 1));
        var plans = new PlanFact[days.Length];
        for (var i = 0; i < days.Length; i++) plans[i] = new(LocalDate.FromDateOnly(days[i]), minutes[i]);
        return plans;
    }

    private static T[] Array<T>(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? [] : row.GetFieldValue<T[]>(ordinal);

    /// <summary>Day, then moment; a score without a moment before those with one; then in the order recorded, which the id tells.</summary>
    private static readonly Comparison<Score> ByDayThenMoment = static (a, b) =>
    {
        var order = a.On.CompareTo(b.On);
        if (order == 0) order = Nullable.Compare(a.At, b.At);
        return order == 0 ? a.AssessmentId.CompareTo(b.AssessmentId) : order;
    };
}
