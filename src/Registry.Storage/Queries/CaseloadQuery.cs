using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>One patient with the facts of one episode.</summary>
public sealed record CaseloadPatient(EpisodeFacts Facts, string DisplayName, LocalDate? BirthDate, string? Identifier)
{
    public override string ToString() => $"{nameof(CaseloadPatient)} {Facts.EpisodeId}";
}

public static class CaseloadQuery
{
    /// <summary>Everyone on a care manager's caseload on a day, with the facts up to that day.</summary>
    /// <param name="clinics">The clinics the caller may see.</param>
    /// <param name="knownAt">Null for what is known now; a moment for what was known then.</param>
    public static Task<List<CaseloadPatient>> CaseloadOf(
        this NpgsqlConnection connection, Id<Organization> organization, Id<StaffMember> careManager, Guid[] clinics, LocalDate asOf, Instant? knownAt, CancellationToken ct) =>
        Read(connection, knownAt is null ? CaseloadNow : CaseloadKnown, asOf, asOf.With(DateAdjusters.StartOfMonth), organization, knownAt, [careManager.Value, clinics], ct);

    /// <summary>The same with the stamps of all work from a day on, for the minutes of an earlier month.</summary>
    public static Task<List<CaseloadPatient>> CaseloadOf(
        this NpgsqlConnection connection, Id<Organization> organization, Id<StaffMember> careManager, Guid[] clinics, LocalDate asOf, Instant? knownAt, LocalDate stampsFrom,
        CancellationToken ct) =>
        Read(connection, knownAt is null ? CaseloadNow : CaseloadKnown, asOf, stampsFrom, organization, knownAt, [careManager.Value, clinics], ct);

    /// <summary>One episode with its facts up to a day, minutes of every month included; null when the caller may not see it.</summary>
    public static async Task<CaseloadPatient?> EpisodeFactsOf(
        this NpgsqlConnection connection, Id<Organization> organization, Id<Episode> episode, Guid[] clinics, LocalDate asOf, Instant? knownAt, CancellationToken ct) =>
        (await Read(connection, knownAt is null ? EpisodeNow : EpisodeKnown, asOf, LocalDate.FromDateOnly(new(1900, 1, 1)), organization, knownAt, [episode.Value, clinics], ct)).SingleOrDefault();

    /// <summary>Every episode of a clinic that overlaps a month, with the facts up to a day: for the clinic's billing.</summary>
    public static Task<List<CaseloadPatient>> EpisodesOverlapping(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, YearMonth month, LocalDate asOf, CancellationToken ct) =>
        Read(connection, Overlapping, asOf, month.OnDayOfMonth(1), organization, null, [clinics, month.OnDayOfMonth(1).ToDateOnly()], ct);

    /// <summary>The episodes of some patients in a clinic whose flags can still change: those in care, and the latest of a patient who is in none. Nobody is named.</summary>
    public static Task<List<CaseloadPatient>> EpisodesOfPatients(
        this NpgsqlConnection connection, Id<Organization> organization, Id<Clinic> clinic, Guid[] patients, LocalDate asOf, CancellationToken ct) =>
        new EpisodeFactsQuery(connection, organization, asOf, asOf.With(DateAdjusters.StartOfMonth), null, isShown: false).Read(OfPatients, [clinic.Value, patients], ct);

    private static Task<List<CaseloadPatient>> Read(
        NpgsqlConnection connection, string episodes, LocalDate asOf, LocalDate stampsFrom, Id<Organization> organization, Instant? knownAt, object[] own, CancellationToken ct) =>
        new EpisodeFactsQuery(connection, organization, asOf, stampsFrom, knownAt)
            .Read(episodes, knownAt is { } known ? [.. own, known.ToDateTimeUtc()] : own, ct);

    internal static readonly string CaseloadNow = Caseload("care_team_assignment", "episode");
    internal static readonly string CaseloadKnown = Caseload("care_team_assignment_known_of($2, $3, $5)", "episode_known($2, m.patient_id, $5)");
    internal static readonly string EpisodeNow = Episode("episode");
    internal static readonly string EpisodeKnown = Episode("episode_known($2, present.patient_id, $5)");

    internal const string Overlapping = $"""
        /* EpisodesOverlapping */
        select {EpisodeInReading.Columns}
        from episode e
        join patient on patient.organization_id = e.organization_id and patient.id = e.patient_id
        where e.organization_id = $2 and e.clinic_id = any($3) and e.status <> 'referred' and e.enrolled_on <= $1 and (e.ended_on is null or e.ended_on > $4)
        """;

    internal const string OfPatients = $"""
        /* EpisodesOfPatients */
        select {EpisodeInReading.Columns}
        from episode e
        join patient on patient.organization_id = e.organization_id and patient.id = e.patient_id
        where e.organization_id = $2 and e.clinic_id = $3 and e.patient_id = any($4) and e.enrolled_on <= $1 and (e.ended_on is null or not exists (
          select from episode later where later.organization_id = e.organization_id and later.patient_id = e.patient_id and (later.enrolled_on, later.id) > (e.enrolled_on, e.id)))
        """;

    /// <summary>$3 is the care manager, $4 the clinics, $5 the moment known at.</summary>
    private static string Caseload(string assignments, string episodes) => $"""
        /* CaseloadOf */
        select {EpisodeInReading.Columns}
        from {assignments} m
        join lateral (select * from {episodes} x where x.organization_id = m.organization_id and x.id = m.episode_id) e on true
        join patient on patient.organization_id = e.organization_id and patient.id = e.patient_id
        where m.organization_id = $2 and m.staff_member_id = $3 and m.role = 'care-manager'
          and m.from_on <= $1 and (m.until_on is null or m.until_on > $1)
          and e.enrolled_on <= $1 and (e.ended_on is null or e.ended_on > $1) and e.clinic_id = any($4)
        """;

    /// <summary>$3 is the episode, $4 the clinics, $5 the moment known at.</summary>
    private static string Episode(string episodes) => $"""
        /* EpisodeFactsOf */
        select {EpisodeInReading.Columns}
        from episode present
        join lateral (select * from {episodes} x where x.organization_id = present.organization_id and x.id = present.id) e on true
        join patient on patient.organization_id = e.organization_id and patient.id = e.patient_id
        where present.organization_id = $2 and present.id = $3 and e.clinic_id = any($4)
        """;
}
