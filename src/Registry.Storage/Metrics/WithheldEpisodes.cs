using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Which episodes under 42 CFR Part 2 no consent opened at a moment, as it was known then: they are in no figure that leaves the organization.</summary>
/// <remarks>What was submitted is reckoned again from what was known at its moment. A label, a consent or a revocation that came later must not change it.</remarks>
public static class WithheldEpisodes
{
    /// <summary>$1 is the organization, $2 its clinics, $3 the moment, $4 its day.</summary>
    private const string Sql = """
        with labelled as (
          select e.id, e.patient_id from episode e where e.organization_id = $1 and e.clinic_id = any($2) and e.is_part2 and e.recorded_at <= $3
          union
          select h.id, h.patient_id from episode e join fact_history h on h.organization_id = e.organization_id and h.table_name = 'episode' and h.id = e.id
          where e.organization_id = $1 and e.clinic_id = any($2) and h.recorded_at <= $3 and h.superseded_at > $3 and (h.row ->> 'is_part2')::boolean
        ), consent as (
          select c.patient_id, c.given_on, c.expires_on, c.revoked_on from part2_consent c where c.organization_id = $1 and c.recorded_at <= $3
          union all
          select h.patient_id, (h.row ->> 'given_on')::date, (h.row ->> 'expires_on')::date, (h.row ->> 'revoked_on')::date from fact_history h
          where h.organization_id = $1 and h.table_name = 'part2_consent' and h.recorded_at <= $3 and h.superseded_at > $3
        )
        select l.id from labelled l where not exists (
          select from consent c where c.patient_id = l.patient_id and c.given_on <= $4 and (c.expires_on is null or c.expires_on > $4) and (c.revoked_on is null or c.revoked_on > $4))
        """;

    /// <summary>The episodes that may be counted in what goes out.</summary>
    public static async Task<List<MeasuredEpisode>> WithoutWithheld(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, List<MeasuredEpisode> episodes, Instant knownAt, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters = { new() { Value = organization.Value }, new() { Value = clinics }, new() { Value = knownAt.ToDateTimeUtc() }, new() { Value = knownAt.InUtc().Date.ToDateOnly() } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var withheld = new HashSet<Guid>();
        while (await rows.ReadAsync(ct)) withheld.Add(rows.GetGuid(0));
        return withheld.Count == 0 ? episodes : episodes.FindAll(e => !withheld.Contains(e.Facts.EpisodeId.Value));
    }
}
