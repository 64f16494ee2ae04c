using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>What metrics ask of episodes besides their facts: where and with whom they were, how they ended, who the patient is and what pays.</summary>
internal sealed class MeasuredEpisodesQuery(NpgsqlConnection connection, Id<Organization> organization, Instant? knownAt)
{
    private readonly OrganizationKeys keys = connection.KeysOf(organization);
    private readonly Dictionary<Guid, (Id<Clinic> Clinic, DischargeReason? Reason)> episodes = [];
    private readonly Dictionary<Guid, List<CareManagerStretch>> careManagers = [];
    private readonly Dictionary<Guid, PatientTraits> traits = [];
    private readonly Dictionary<Guid, List<CoverageStretch>> coverage = [];

    /// <summary>$1 is the organization, $2 the patients, $3 the moment known at.</summary>
    internal static IReadOnlyList<string> Statements(bool known) =>
    [
        $"select x.id, x.clinic_id, x.discharge_reason {From("episode", known)}",
        $"select x.episode_id, x.staff_member_id, x.from_on, x.until_on {From("care_team_assignment", known)} {(known ? "where" : "and")} x.role = 'care-manager' order by x.from_on, x.id",
        $"""
        select patient.id, patient.birth_date_encrypted, b.race, b.ethnicity, b.language, b.sex, b.gender from patient
        left join lateral ({Background("*", known)} b.patient_id = patient.id order by b.version desc limit 1) b on true
        where patient.organization_id = $1 and patient.id = any($2)
        """,
        $"""
        select c.patient_id, c.payer, c.start_on, c.end_on from unnest($2) about (patient)
        join lateral ({Background("b.version", known)} b.patient_id = about.patient order by b.version desc limit 1) b on true
        join patient_coverage c on c.organization_id = $1 and c.patient_id = about.patient and c.version = b.version order by c.patient_id, c.sequence
        """,
    ];

    public async Task<List<MeasuredEpisode>> Complete(IReadOnlyList<EpisodeFacts> facts, CancellationToken ct)
    {
        var patients = facts.Select(f => f.PatientId.Value).Distinct().ToArray();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in Statements(knownAt is not null)) batch.BatchCommands.Add(Command(sql, patients));
        await using var rows = await batch.ExecuteReaderAsync(ct);
        foreach (var read in (Action<NpgsqlDataReader>[])[Episode, CareManager, Traits, Coverage])
        {
            while (await rows.ReadAsync(ct)) read(rows);
            await rows.NextResultAsync(ct);
        }

        return [.. facts.Select(Measured)];
    }

    private MeasuredEpisode Measured(EpisodeFacts facts)
    {
        var (clinic, reason) = episodes[facts.EpisodeId.Value];
        return new(facts, clinic)
        {
            DischargeReason = reason,
            CareManagers = careManagers.GetValueOrDefault(facts.EpisodeId.Value) ?? [],
            Traits = traits[facts.PatientId.Value],
            Coverage = coverage.GetValueOrDefault(facts.PatientId.Value) ?? [],
        };
    }

    private void Episode(NpgsqlDataReader row) =>
        episodes[row.GetGuid(0)] = (new(row.GetGuid(1)), row.Text(2) is { } reason ? Kebab.Parse<DischargeReason>(reason) : null);

    private void CareManager(NpgsqlDataReader row) => Add(careManagers, row.GetGuid(0), new(new(row.GetGuid(1)), row.Day(2)!.Value, row.Day(3)));

    private void Traits(NpgsqlDataReader row) => traits[row.GetGuid(0)] = new()
    {
        BirthDate = keys.DecryptDay("patient", "birth_date_encrypted", row.GetGuid(0), row.Bytes(1)),
        Race = row.Text(2) is { } race ? Kebab.Parse<Race>(race) : null,
        Ethnicity = row.Text(3) is { } ethnicity ? Kebab.Parse<Ethnicity>(ethnicity) : null,
        Language = row.Text(4),
        Sex = row.Text(5) is { } sex ? Kebab.Parse<AdministrativeSex>(sex) : null,
        Gender = row.Text(6) is { } gender ? Kebab.Parse<GenderIdentity>(gender) : null,
    };

    private void Coverage(NpgsqlDataReader row) => Add(coverage, row.GetGuid(0), new(Kebab.Parse<PayerCategory>(row.GetString(1)), row.Day(2)!.Value, row.Day(3)));

    private static void Add<T>(Dictionary<Guid, List<T>> lists, Guid of, T item)
    {
        if (!lists.TryGetValue(of, out var list)) lists[of] = list = [];
        list.Add(item);
    }

    private NpgsqlBatchCommand Command(string sql, Guid[] patients)
    {
        var command = new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = organization.Value }, new NpgsqlParameter<Guid[]> { TypedValue = patients } } };
        if (knownAt is { } known) command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = known.ToDateTimeUtc() });
        return command;
    }

    private static string From(string table, bool known) => known
        ? $"from unnest($2) about (patient) cross join lateral {table}_known($1, about.patient, $3) x"
        : $"from {table} x where x.organization_id = $1 and x.patient_id = any($2)";

    private static string Background(string columns, bool known) =>
        $"select {columns} from patient_background b where b.organization_id = $1 {(known ? "and b.recorded_at <= $3" : "")} and";
}
