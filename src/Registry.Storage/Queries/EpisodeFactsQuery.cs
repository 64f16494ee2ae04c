using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Reads the facts of episodes in one pass: one index range scan per kind of fact and episode, packed into arrays.</summary>
/// <remarks>
/// Subqueries on purpose: as joins they become sorts and window functions over every row ever recorded. What a past report
/// could have known is read from the same text with other sources: the versions that stood at that moment.
/// </remarks>
internal sealed class EpisodeFactsQuery
{
    /// <summary>Parameters every such statement begins with: the day asked about, the organization, from which day stamps are wanted, the moment known at.</summary>
    public static NpgsqlParameter[] Parameters(Id<Organization> organization, LocalDate asOf, LocalDate stampsFrom, Instant? knownAt)
    {
        NpgsqlParameter[] always = [new() { Value = asOf.ToDateOnly() }, new() { Value = organization.Value }, new() { Value = stampsFrom.ToDateOnly() }];
        return knownAt is { } known ? [.. always, new() { Value = known.ToDateTimeUtc() }] : always;
    }

    private readonly bool asKnown;

    private EpisodeFactsQuery(bool asKnown) => this.asKnown = asKnown;

    public static readonly EpisodeFactsQuery Now = new(asKnown: false);
    public static readonly EpisodeFactsQuery Known = new(asKnown: true);

    /// <summary>Number of the first parameter that is the caller's own.</summary>
    public int FirstOwn => asKnown ? 5 : 4;

    /// <summary>Rows of a table about the patient of the episode e: as they stand, or as they stood.</summary>
    private string Of(string table) => asKnown ? $"{table}_known(e.organization_id, e.patient_id, $4)" : table;

    /// <summary>Assignments that had been made; from which day on never changes in them.</summary>
    private string Assignments => !asKnown ? "care_team_assignment" : """
        (select organization_id, episode_id, role, from_on from care_team_assignment
          where organization_id = e.organization_id and episode_id = e.id and recorded_at <= $4
        union all
        select r.organization_id, r.episode_id, r.role, r.from_on from fact_history h, jsonb_populate_record(null::care_team_assignment, h.row) r
          where h.organization_id = e.organization_id and h.patient_id = e.patient_id and h.table_name = 'care_team_assignment' and h.recorded_at <= $4)
        """;

    /// <summary>The columns of one episode's facts; expects the alias e for episode.</summary>
    public string Columns => $"""
        e.id, e.patient_id, e.enrolled_on, e.ended_on, e.primary_scale,
        st.statuses, st.days,
        s.ids, s.instruments, s.days, s.moments, s.totals, s.self_harm_answers, s.prorated, s.received, s.reviewed,
        k.purposes, k.modes, k.days, k.minutes, k.kept, k.ids, k.staff, k.starts,
        p.ids, p.days, p.minutes, p.recommendations, p.states, p.settled, p.starts, p.staff,
        r.ids, r.days, r.minutes, r.starts, r.staff,
        t.entries, q.ids, q.days,
        e.consent_on, e.consent_withdrawn_on, e.initiating_visit_on, e.last_seen_by_practitioner_on, e.care_plan_on,
        (select min(from_on) from {Assignments} a where organization_id = e.organization_id and episode_id = e.id and role = 'treating-provider'),
        (select max(ended_on) from {Of("episode")} p where organization_id = e.organization_id and patient_id = e.patient_id and id <> e.id and enrolled_on < e.enrolled_on
          and exists (select from episode_status_change c where c.organization_id = p.organization_id and c.episode_id = p.id and c.status = 'treatment'))
        """;

    public const int ColumnCount = 47;

    /// <summary>The sources of those columns, after `episode e`.</summary>
    public string Laterals => $"""
        left join lateral (
          select array_agg(status) as statuses, array_agg(on_day) as days
          from (select status, on_day from episode_status_change where organization_id = e.organization_id and episode_id = e.id
            {(asKnown ? "and recorded_at <= $4" : "")} order by sequence) x) st on true
        left join lateral (
          select array_agg(id) as ids, array_agg(instrument) as instruments, array_agg(administered_on) as days, array_agg(administered_at) as moments,
            array_agg(total) as totals, array_agg(self_harm_answer) as self_harm_answers, array_agg(origin = 'prorated') as prorated,
            array_agg(received_on) as received, array_agg(reviewed_on) as reviewed
          from (select * from {Of("assessment")} where organization_id = e.organization_id and patient_id = e.patient_id
            and administered_on between e.enrolled_on - 14 and $1
            and status in ('final', 'amended', 'corrected') and total is not null order by administered_on) x) s on true
        left join lateral (
          select array_agg(purpose) as purposes, array_agg(mode) as modes, array_agg(on_day) as days, array_agg(minutes) as minutes, array_agg(kept) as kept,
            array_agg(id) filter (where on_day >= $3) as ids, array_agg(staff_member_id) filter (where on_day >= $3) as staff,
            array_agg(started_at) filter (where on_day >= $3) as starts
          from (select * from {Of("contact")} where organization_id = e.organization_id and episode_id = e.id and on_day <= $1 and not entered_in_error order by on_day, id) x) k on true
        left join lateral (
          select array_agg(id) as ids, array_agg(on_day) as days, array_agg(minutes) as minutes, array_agg(recommendation) as recommendations,
            array_agg(recommendation_state) as states, array_agg(settled_on) as settled, array_agg(started_at) as starts, array_agg(consultant_id) as staff
          from (select * from {Of("consultation")} where organization_id = e.organization_id and episode_id = e.id and on_day <= $1 and not entered_in_error order by on_day, id) x) p on true
        left join lateral (
          select array_agg(id) as ids, array_agg(on_day) as days, array_agg(minutes) as minutes, array_agg(started_at) as starts, array_agg(staff_member_id) as staff
          from (select * from {Of("relapse_prevention_plan")} where organization_id = e.organization_id and episode_id = e.id and on_day <= $1 and not entered_in_error order by on_day, id) x) r on true
        left join lateral (
          select jsonb_agg(jsonb_strip_nulls(to_jsonb(x) - 'note'))::text as entries
          from (select * from {Of("team_entry")} where organization_id = e.organization_id and episode_id = e.id and on_day <= $1 and not entered_in_error order by on_day, id) x) t on true
        left join lateral (
          select array_agg(id order by administered_on, id) as ids, array_agg(administered_on order by administered_on, id) as days
          from {Of("assessment")} where organization_id = e.organization_id and patient_id = e.patient_id
            and status = 'quarantined' and administered_on between e.enrolled_on - 14 and $1) q on true
        """;

    /// <summary>Episodes of one patient or of all: as they stand, or as they stood.</summary>
    public string EpisodesOf(string patient) => asKnown ? $"episode_known($2, {patient}, $4)" : "episode";
}
