using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>One active patient of a caseload: who it is, and the facts of the episode.</summary>
public sealed record CaseloadPatient(EpisodeFacts Facts, string DisplayName, string? Identifier);

public static class CaseloadQuery
{
    /// <summary>Everyone on a care manager's caseload on a day, with the facts up to that day, in one statement.</summary>
    /// <param name="clinics">The clinics the caller may see.</param>
    public static async Task<List<CaseloadPatient>> CaseloadOf(
        this NpgsqlConnection connection, Id<Organization> organization, Id<StaffMember> careManager, Guid[] clinics, LocalDate asOf, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new() { Value = asOf.ToDateOnly() },
                new() { Value = organization.Value },
                new() { Value = careManager.Value },
                new() { Value = clinics },
            },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var caseload = new List<CaseloadPatient>();
        while (await rows.ReadAsync(ct))
        {
            var identifier = EpisodeFactsQuery.ColumnCount + 2;
            caseload.Add(new(EpisodeFactsQuery.Read(rows, 0),
                $"{rows.GetString(identifier - 1)} {rows.GetString(identifier - 2)}",
                rows.IsDBNull(identifier) ? null : rows.GetString(identifier)));
        }

        return caseload;
    }

    internal const string Sql = $"""
        /* CaseloadOf */
        select {EpisodeFactsQuery.Columns}, patient.family_name, patient.given_name,
          (select i.value from patient_identifier i
           where i.organization_id = e.organization_id and i.patient_id = e.patient_id order by i.system, i.value limit 1)
        from care_manager_assignment m
        join episode e on e.organization_id = m.organization_id and e.id = m.episode_id
        join patient on patient.organization_id = e.organization_id and patient.id = e.patient_id
        {EpisodeFactsQuery.Laterals}
        where m.organization_id = $2 and m.care_manager_id = $3 and m.from_on <= $1 and (m.until_on is null or m.until_on > $1)
          and e.enrolled_on <= $1 and (e.ended_on is null or e.ended_on > $1) and e.clinic_id = any($4)
        """;
}
