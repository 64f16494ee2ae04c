using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The types that are written from rows of facts.</summary>
public static class ResourceTables
{
    public static readonly ResourceTable Observation = new("Observation", "assessment")
    {
        Columns = "a.instrument, a.total, a.administered_on, a.administered_at, a.items, a.status, c.time_zone",
        From = "coalesce(a.administered_at, a.administered_on::timestamp at time zone 'UTC')",
        Until = "coalesce(a.administered_at + interval '1 second', (a.administered_on + 1)::timestamp at time zone 'UTC')",
        Keys = new Dictionary<string, string>
        {
            ["date"] = "coalesce(@.administered_at, @.administered_on::timestamp at time zone 'UTC')",
            ["code"] = "@.instrument",
        },
        Read = (row, found, _) => found with { Score = Score(row) },
    };

    public static readonly ResourceTable Patient = new("Patient", "patient")
    {
        Patient = "id",
        Columns = """
            a.family_name_encrypted, a.given_name_encrypted, a.birth_date_encrypted,
            array(select i.id from patient_identifier i where i.organization_id = a.organization_id and i.patient_id = a.id and i.since_version <= a.version order by i.id),
            array(select i.system from patient_identifier i where i.organization_id = a.organization_id and i.patient_id = a.id and i.since_version <= a.version order by i.id),
            array(select i.value_encrypted from patient_identifier i where i.organization_id = a.organization_id and i.patient_id = a.id and i.since_version <= a.version order by i.id), c.time_zone
            """,
        // Names and birth dates lie encrypted: they are compared and ordered by PatientSearch.
        From = "",
        Until = "",
        Keys = new Dictionary<string, string>(),
        Read = (row, found, keys) => found with { Patient = Demographics(row, found.Id, keys) },
    };

    public static readonly ResourceTable EpisodeOfCare = new("EpisodeOfCare", "episode")
    {
        Columns = """
            a.status, a.enrolled_on, a.ended_on, a.discharge_reason,
            array(select s.status from episode_status_change s where s.organization_id = a.organization_id and s.episode_id = a.id and s.recorded_at <= a.recorded_at order by s.sequence),
            array(select s.on_day from episode_status_change s where s.organization_id = a.organization_id and s.episode_id = a.id and s.recorded_at <= a.recorded_at order by s.sequence),
            coalesce(a.is_part2, false)
            """,
        From = "(a.enrolled_on::timestamp at time zone 'UTC')",
        Until = "coalesce((a.ended_on + 1)::timestamp at time zone 'UTC', 'infinity')",
        Keys = new Dictionary<string, string> { ["date"] = "@.enrolled_on::timestamp at time zone 'UTC'" },
        Read = (row, found, _) => found with
        {
            Episode = new(Kebab.Parse<EpisodeStatus>(row.GetString(6)), row.Day(7)!.Value, row.Day(8), row.IsDBNull(9) ? null : Kebab.Parse<DischargeReason>(row.GetString(9)),
                [.. row.GetFieldValue<string[]>(10).Zip(row.GetFieldValue<DateOnly[]>(11), (status, day) => new StatusChange(LocalDate.FromDateOnly(day), Kebab.Parse<EpisodeStatus>(status)))]) { IsPart2 = row.GetBoolean(12) },
        },
    };

    public static readonly ResourceTable Encounter = new("Encounter", "contact")
    {
        Columns = "a.episode_id, a.staff_member_id, a.purpose, a.mode, a.on_day, a.started_at, a.minutes, a.kept, a.entered_in_error, c.time_zone, (select e.is_part2 from episode e where e.organization_id = a.organization_id and e.id = a.episode_id)",
        From = "coalesce(a.started_at, a.on_day::timestamp at time zone 'UTC')",
        Until = "coalesce(a.started_at + a.minutes * interval '1 minute' + interval '1 second', (a.on_day + 1)::timestamp at time zone 'UTC')",
        Keys = new Dictionary<string, string> { ["date"] = "coalesce(@.started_at, @.on_day::timestamp at time zone 'UTC')" },
        Read = (row, found, _) => found with
        {
            Contact = new(row.GetGuid(6), row.GetGuid(7), Kebab.Parse<ContactPurpose>(row.GetString(8)), Kebab.Parse<ContactMode>(row.GetString(9)),
                row.Day(10)!.Value, row.Moment(11), row.GetInt32(12), row.GetBoolean(13), row.GetBoolean(14), row.GetString(15)) { IsPart2 = row.GetBoolean(16) },
        },
    };

    /// <summary>Stored as they came: the text is all there is. The day or moment of filling in was required when they were taken in.</summary>
    public static readonly ResourceTable QuestionnaireResponse = new("QuestionnaireResponse", "stored_resource")
    {
        Where = "a.resource_type = 'QuestionnaireResponse'",
        Columns = "a.resource_type",
        From = Authored("a"),
        Until = $"({Authored("a")} + case when length(a.searchable ->> 'authored') = 10 then interval '1 day' else interval '1 second' end)",
        Keys = new Dictionary<string, string> { ["authored"] = Authored("@") },
        Read = (_, found, _) => found,
    };

    private static readonly Dictionary<string, ResourceTable> ByType = new[] { Observation, Patient, EpisodeOfCare, Encounter, QuestionnaireResponse }.ToDictionary(table => table.Type);

    public static ResourceTable Of(string type) => ByType[type];

    /// <summary>A day is one in UTC when it is compared with a moment.</summary>
    private static string Authored(string row) =>
        $"(case when length({row}.searchable ->> 'authored') = 10 then ({row}.searchable ->> 'authored') || 'T00:00:00Z' else {row}.searchable ->> 'authored' end)::timestamptz";

    private static PatientRow Demographics(NpgsqlDataReader row, Guid id, OrganizationKeys keys)
    {
        var identifiers = row.GetFieldValue<Guid[]>(9).Zip(row.GetFieldValue<string[]>(10), row.GetFieldValue<byte[][]>(11));
        return new(keys.Decrypt("patient", "family_name_encrypted", id, row.Bytes(6)!), keys.Decrypt("patient", "given_name_encrypted", id, row.Bytes(7)!),
            keys.DecryptDay("patient", "birth_date_encrypted", id, row.Bytes(8)),
            [.. identifiers.Select(i => new BusinessIdentifier(i.Second, keys.Decrypt("patient_identifier", "value_encrypted", i.First, i.Third)))
                .OrderBy(i => i.System, StringComparer.Ordinal).ThenBy(i => i.Value, StringComparer.Ordinal)], row.GetString(12));
    }

    private static ScoreRow Score(NpgsqlDataReader row) => new(
        Instruments.ByCode(row.GetString(6))!, row.IsDBNull(7) ? null : row.GetInt32(7), row.Day(8)!.Value, row.Moment(9),
        row.IsDBNull(10) ? null : row.GetFieldValue<short[]>(10), row.GetString(11), row.GetString(12));
}
