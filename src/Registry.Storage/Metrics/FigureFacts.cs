using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The kinds of fact that figures are made of, in as few statements as their shapes allow: whoever asks for a whole organization pays for every one.</summary>
internal static class FigureFacts
{
    /// <summary>In the columns of the scores, so that both come in one statement; the one that tells of a filled-up total says here that it was refused.</summary>
    private static readonly FactKind WantSomebody = FactKind.WantSomebody with
    {
        Columns = "administered_on, id, instrument, null, null, self_harm_answer, status = 'quarantined', received_on, null",
        Order = "",
        Read = static (episode, row) => FactKind.WantsSomebody(episode, row.GetGuid(2), row.GetString(3), row.Day(1)!.Value, row.IsDBNull(6) ? null : row.GetInt16(6), isQuarantined: row.GetBoolean(7), row.Day(8)),
    };

    private static readonly FactKind CareTeam = new("care team", "care_team_assignment", "patient_id", "episode_id, from_on, until_on, role, staff_member_id, id",
        "role in ('care-manager', 'treating-provider')", IsKept: true, (episode, row) =>
        {
            if (row.GetString(4) == "treating-provider") episode.TreatingProviderFrom(row.GetGuid(1), row.Day(2)!.Value);
            else episode.CareManager(row.GetGuid(1), row.GetGuid(6), new(new(row.GetGuid(5)), row.Day(2)!.Value, row.Day(3)));
        });

    private static readonly FactKind Background = new("background and coverage", "patient_background", "patient_id", "", "", IsKept: true, (episode, row) =>
    {
        episode.Traits = new()
        {
            Race = row.Text(1) is { } race ? Kebab.Parse<Race>(race) : null,
            Ethnicity = row.Text(2) is { } ethnicity ? Kebab.Parse<Ethnicity>(ethnicity) : null,
            Language = row.Text(3),
            Sex = row.Text(4) is { } sex ? Kebab.Parse<AdministrativeSex>(sex) : null,
            Gender = row.Text(5) is { } gender ? Kebab.Parse<GenderIdentity>(gender) : null,
        };
        if (!row.IsDBNull(6)) episode.Coverage = Coverage(row);
    })
    {
        Now = BackgroundAnd(""),
        Known = BackgroundAnd("and b.recorded_at <= $5"),
    };

    public static readonly IReadOnlyList<FactKind> All =
    [
        FactKind.StatusChanges, FactKind.Scores.And(WantSomebody), FactKind.Contacts, FactKind.Consultations.And(FactKind.Plans with { Columns = $"{FactKind.Plans.Columns}, null, null, null" }), FactKind.TeamEntries,
        CareTeam.And(FactKind.EpisodesBefore with { Columns = $"{FactKind.EpisodesBefore.Columns}, null, null, null" }), Background,
    ];

    /// <summary>The latest version of what was told of a patient, and what paid by that version.</summary>
    private static string BackgroundAnd(string known) => $"""
        select about.patient, b.race, b.ethnicity, b.language, b.sex, b.gender, c.payers, c.starts, c.ends from unnest($2) about (patient)
        join lateral (
          select b.version, b.race, b.ethnicity, b.language, b.sex, b.gender from patient_background b
          where b.organization_id = $1 and b.patient_id = about.patient {known} order by b.version desc limit 1) b on true
        left join lateral (
          select array_agg(c.payer::text order by c.sequence) payers, array_agg(c.start_on order by c.sequence) starts, array_agg(c.end_on order by c.sequence) ends
          from patient_coverage c where c.organization_id = $1 and c.patient_id = about.patient and c.version = b.version) c on true
        """;

    private static CoverageStretch[] Coverage(NpgsqlDataReader row)
    {
        var (payers, starts, ends) = (row.GetFieldValue<string[]>(6), row.GetFieldValue<DateOnly[]>(7), row.GetFieldValue<DateOnly?[]>(8));
        return [.. payers.Select((payer, i) => new CoverageStretch(Kebab.Parse<PayerCategory>(payer), NodaTime.LocalDate.FromDateOnly(starts[i]), ends[i] is { } end ? NodaTime.LocalDate.FromDateOnly(end) : null))];
    }
}
