using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>One patient with the facts of one episode.</summary>
public sealed record CaseloadPatient(EpisodeFacts Facts, string DisplayName, string? Identifier)
{
    public override string ToString() => $"{nameof(CaseloadPatient)} {Facts.EpisodeId}";
}

public static class CaseloadQuery
{
    private const string Shown = """
        coalesce(nullif(trim(patient.given_name || ' ' || patient.family_name), ''), 'Unnamed'),
        (select i.value from patient_identifier i where i.organization_id = e.organization_id and i.patient_id = e.patient_id order by i.system, i.value limit 1)
        """;

    /// <summary>Everyone on a care manager's caseload on a day, with the facts up to that day, in one statement.</summary>
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

    private static async Task<List<CaseloadPatient>> Read(
        NpgsqlConnection connection, string sql, LocalDate asOf, LocalDate stampsFrom, Id<Organization> organization, Instant? knownAt, object[] own, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in EpisodeFactsQuery.Parameters(organization, asOf, stampsFrom, knownAt)) command.Parameters.Add(parameter);
        foreach (var value in own) command.Parameters.Add(new() { Value = value });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var reader = new EpisodeFactsReader(rows);
        var found = new List<CaseloadPatient>();
        const int name = EpisodeFactsQuery.ColumnCount;
        while (await rows.ReadAsync(ct)) found.Add(new(reader.Read(), rows.GetString(name), rows.IsDBNull(name + 1) ? null : rows.GetString(name + 1)));
        return found;
    }

    internal static readonly string CaseloadNow = Caseload(EpisodeFactsQuery.Now, "care_team_assignment");
    internal static readonly string CaseloadKnown = Caseload(EpisodeFactsQuery.Known, "care_team_assignment_known_of($2, $5, $4)");
    internal static readonly string EpisodeNow = Episode(EpisodeFactsQuery.Now);
    internal static readonly string EpisodeKnown = Episode(EpisodeFactsQuery.Known);

    private static readonly string Overlapping = $"""
        /* EpisodesOverlapping */
        select {EpisodeFactsQuery.Now.Columns}, {Shown}
        from episode e
        join patient on patient.organization_id = e.organization_id and patient.id = e.patient_id
        {EpisodeFactsQuery.Now.Laterals}
        where e.organization_id = $2 and e.clinic_id = any($4) and e.status <> 'referred' and e.enrolled_on <= $1 and (e.ended_on is null or e.ended_on > $5)
        """;

    private static string Caseload(EpisodeFactsQuery facts, string assignments) => $"""
        /* CaseloadOf */
        select {facts.Columns}, {Shown}
        from {assignments} m
        join lateral (select * from {facts.EpisodesOf("m.patient_id")} x where x.organization_id = m.organization_id and x.id = m.episode_id) e on true
        join patient on patient.organization_id = e.organization_id and patient.id = e.patient_id
        {facts.Laterals}
        where m.organization_id = $2 and m.staff_member_id = ${facts.FirstOwn} and m.role = 'care-manager'
          and m.from_on <= $1 and (m.until_on is null or m.until_on > $1)
          and e.enrolled_on <= $1 and (e.ended_on is null or e.ended_on > $1) and e.clinic_id = any(${facts.FirstOwn + 1})
        """;

    private static string Episode(EpisodeFactsQuery facts) => $"""
        /* EpisodeFactsOf */
        select {facts.Columns}, {Shown}
        from episode present
        join lateral (select * from {facts.EpisodesOf("present.patient_id")} x where x.organization_id = present.organization_id and x.id = present.id) e on true
        join patient on patient.organization_id = e.organization_id and patient.id = e.patient_id
        {facts.Laterals}
        where present.organization_id = $2 and present.id = ${facts.FirstOwn} and e.clinic_id = any(${facts.FirstOwn + 1})
        """;
}
