using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A care manager with the patients in active care on the caseload today.</summary>
public sealed record CaseloadGroup(Guid CareManager, string Name, IReadOnlyList<(Guid Patient, LocalDate Since)> Members)
{
    public override string ToString() => $"{nameof(CaseloadGroup)} {CareManager:D}";
}

public static class CaseloadGroupQuery
{
    /// <summary>$3 is the moment that says which day it is at each clinic, $4 the care managers or null for all, $5 patients of whom one must be on the caseload or null, $6 the last one before, $7 how many.</summary>
    internal const string Sql = $"""
        select s.id, s.display_name,
          array(select m.patient_id {Members} order by m.patient_id),
          array(select m.from_on {Members} order by m.patient_id)
        from staff_member s
        join clinic c on c.organization_id = s.organization_id and c.id = s.clinic_id
        where s.organization_id = $1 and s.role = 'care-manager' and s.clinic_id = any($2) and s.id > $6
          and ($4::uuid[] is null or s.id = any($4)) and ($5::uuid[] is null or exists (select {Members} and m.patient_id = any($5)))
        order by s.id limit $7
        """;

    private const string Members = """
        from care_team_assignment m
        join episode e on e.organization_id = m.organization_id and e.id = m.episode_id and e.status in ('treatment', 'relapse-prevention')
        join patient p on p.organization_id = m.organization_id and p.id = m.patient_id and p.clinic_id = any($2)
        where m.organization_id = s.organization_id and m.staff_member_id = s.id and m.role = 'care-manager'
          and m.from_on <= ($3 at time zone c.time_zone)::date and (m.until_on is null or m.until_on > ($3 at time zone c.time_zone)::date)
        """;

    /// <summary>Caseloads in the order of their ids, from a place on.</summary>
    public static async Task<List<CaseloadGroup>> CaseloadGroupsOf(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, Instant now, Guid[]? careManagers, Guid[]? members, Guid after, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new() { Value = organization.Value }, new() { Value = clinics }, new() { Value = now.ToDateTimeUtc() },
                Ids(careManagers), Ids(members), new() { Value = after }, new() { Value = limit },
            },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<CaseloadGroup>();
        while (await rows.ReadAsync(ct))
            found.Add(new(rows.GetGuid(0), rows.GetString(1), [.. rows.GetFieldValue<Guid[]>(2).Zip(rows.GetFieldValue<DateOnly[]>(3), (patient, day) => (patient, LocalDate.FromDateOnly(day)))]));
        return found;
    }

    private static NpgsqlParameter Ids(Guid[]? ids) => new() { Value = (object?)ids ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Uuid };
}
