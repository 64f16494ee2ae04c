using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The facts of everybody behind a figure, in two round trips and eight statements however many they are: which episodes, and each kind of fact about them.</summary>
public static class MetricsQuery
{
    /// <summary>Every episode of clinics that can matter to figures of a period.</summary>
    /// <param name="knownAt">Null for what is known now; a moment for what was known then.</param>
    public static Task<List<MeasuredEpisode>> EpisodesOfClinics(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, MetricSpan span, Instant? knownAt, CancellationToken ct) =>
        Read(connection, knownAt is null ? ClinicsNow : ClinicsKnown, organization, [clinics, span.EndedFrom.ToDateOnly()], span, knownAt, ct);

    /// <summary>Every episode that was on a care manager's caseload on a day that can matter.</summary>
    /// <param name="clinics">The clinics the caller may see.</param>
    public static Task<List<MeasuredEpisode>> EpisodesOfCareManager(
        this NpgsqlConnection connection, Id<Organization> organization, Id<StaffMember> careManager, Guid[] clinics, MetricSpan span, Instant? knownAt, CancellationToken ct) =>
        Read(connection, knownAt is null ? CareManagerNow : CareManagerKnown, organization, [clinics, span.EndedFrom.ToDateOnly(), careManager.Value], span, knownAt, ct);

    internal static readonly string ClinicsNow = Clinics("episode e");
    internal static readonly string ClinicsKnown =
        Clinics("episode present join lateral (select * from episode_known($2, present.patient_id, $5) x where x.organization_id = present.organization_id and x.id = present.id) e on true", "present");
    internal static readonly string CareManagerNow = CareManager("care_team_assignment", "episode");
    internal static readonly string CareManagerKnown = CareManager("care_team_assignment_known_of($2, $5, $6)", "episode_known($2, mine.patient_id, $6)");

    /// <summary>A referral was there before the patient was enrolled.</summary>
    private const string Matters = "coalesce(e.referred_on, e.enrolled_on) <= $1 and (e.ended_on is null or e.ended_on >= $4)";

    /// <summary>$3 are the clinics, $4 the first day on which it may have ended, $5 the moment known at.</summary>
    /// <param name="present">The rows as they stand, of which an episode's clinic never changes.</param>
    private static string Clinics(string episodes, string present = "e") => $"""
        /* EpisodesOfClinics */
        select {EpisodeInReading.Columns}
        from {episodes}
        join patient on patient.organization_id = e.organization_id and patient.id = e.patient_id
        where {present}.organization_id = $2 and {present}.clinic_id = any($3) and {Matters}
        """;

    /// <summary>$3 are the clinics, $4 the first day on which it may have ended, $5 the care manager, $6 the moment known at.</summary>
    private static string CareManager(string assignments, string episodes) => $"""
        /* EpisodesOfCareManager */
        select {EpisodeInReading.Columns}
        from (select distinct m.organization_id, m.patient_id, m.episode_id from {assignments} m
              where m.organization_id = $2 and m.staff_member_id = $5 and m.role = 'care-manager' and m.from_on <= $1) mine
        join lateral (select * from {episodes} x where x.organization_id = mine.organization_id and x.id = mine.episode_id) e on true
        join patient on patient.organization_id = e.organization_id and patient.id = e.patient_id
        where e.clinic_id = any($3) and {Matters}
        """;

    private static Task<List<MeasuredEpisode>> Read(
        NpgsqlConnection connection, string sql, Id<Organization> organization, object[] own, MetricSpan span, Instant? knownAt, CancellationToken ct)
    {
        object[] values = knownAt is { } known ? [.. own, known.ToDateTimeUtc()] : own;
        return new EpisodeFactsQuery(connection, organization, span.Until, span.WorkFrom, knownAt, isShown: false).ReadMeasured(sql, values, ct);
    }
}
