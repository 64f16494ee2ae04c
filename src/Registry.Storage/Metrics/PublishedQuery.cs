using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Registry.Clinical;

namespace Registry.Storage;

public static class PublishedQuery
{
    internal const string Columns = "m.month_on, m.known_at, m.profile, r.clinic_id, r.stratum, r.group_name, r.figures";
    internal const string Tables = "published_month m join published_row r on r.organization_id = m.organization_id and r.month_on = m.month_on";

    /// <summary>The rows of published months, in order of month and row; none of a month that is not out.</summary>
    /// <remarks>
    /// Read as a role that has a right to what is published and to nothing else: whatever is asked here, the database itself
    /// keeps patients out of the answer. The role is laid down again for the audit entry.
    /// </remarks>
    /// <param name="stratum">With the groups of one stratum; null for the organization and its clinics alone.</param>
    public static async Task<List<PublishedFigures>> PublishedOf(
        this NpgsqlConnection connection, Id<Organization> organization, YearMonth from, YearMonth to, string? stratum, CancellationToken ct)
    {
        var figures = new List<PublishedFigures>();
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("set local role registry_report"), Select(organization, from, to, stratum), new("reset role") } };
        await using var rows = await batch.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) figures.Add(PublishedFigures.Of(rows));
        return figures;
    }

    private static NpgsqlBatchCommand Select(Id<Organization> organization, YearMonth from, YearMonth to, string? stratum) => new($"""
        select {Columns} from {Tables}
        where m.organization_id = $1 and m.month_on between $2 and $3 and (r.stratum is null or r.stratum = $4)
        order by m.month_on, r.sequence
        """)
    {
        Parameters =
        {
            new() { Value = organization.Value }, new() { Value = from.OnDayOfMonth(1).ToDateOnly() }, new() { Value = to.OnDayOfMonth(1).ToDateOnly() },
            new() { Value = (object?)stratum ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        },
    };
}
