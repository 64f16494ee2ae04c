using System.Text;
using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A place in an order: the key of a row, a moment or a word, and its id.</summary>
public readonly record struct ResourcePlace(object Key, Guid Id);

/// <summary>How a search is ordered and where its page begins.</summary>
/// <param name="Sort">"_lastUpdated" or one of the table's keys; ties are broken by id.</param>
/// <param name="Start">The commit horizon at the first page of a walk: what happens after it moves no row within the walk.</param>
/// <param name="AsOfStart">
/// The rows as they stood at the start, replaced versions included: for walks by _lastUpdated, which a correction would take a row out of.
/// Otherwise rows come as they stand now, each at the place it had at the start.
/// </param>
/// <param name="After">The last row of the page before.</param>
public sealed record ResourceOrder(string Sort, bool Descending, Instant Start, bool AsOfStart, ResourcePlace? After, int Limit)
{
    /// <summary>For a single answer, which nobody goes on from.</summary>
    public static ResourceOrder AsItStands(int limit, string sort = "_lastUpdated", bool descending = false) => new(sort, descending, Instant.FromUtc(9999, 1, 1, 0, 0), false, null, limit);
}

public static class ResourceQuery
{
    /// <summary>One page, and one row more when there is one.</summary>
    public static async Task<List<(FoundResource Found, ResourcePlace Place)>> PageOf(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, ResourceFilter filter, ResourceOrder order, CancellationToken ct) =>
        PatientSearch.Answers(filter, order) ? await PatientSearch.Page(connection, organization, clinics, filter, order, ct)
        : (await connection.PagesOf(organization, clinics, [(filter, order)], ct))[0];

    /// <summary>Several pages in one round trip; of patients only such as the database can read the conditions of.</summary>
    public static async Task<List<List<(FoundResource Found, ResourcePlace Place)>>> PagesOf(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, IReadOnlyList<(ResourceFilter Filter, ResourceOrder Order)> pages, CancellationToken ct)
    {
        var keys = connection.KeysOf(organization);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (filter, order) in pages) batch.BatchCommands.Add(Page(organization, clinics, filter, order));
        await using var rows = await batch.ExecuteReaderAsync(ct);
        var found = new List<List<(FoundResource, ResourcePlace)>>();
        foreach (var (filter, _) in pages)
        {
            var page = new List<(FoundResource, ResourcePlace)>();
            while (await rows.ReadAsync(ct)) page.Add((filter.Table.Found(rows, keys), new(rows.GetValue(rows.FieldCount - 1), rows.GetGuid(0))));
            found.Add(page);
            await rows.NextResultAsync(ct);
        }

        return found;
    }

    /// <summary>How many match, counting no further than asked.</summary>
    public static async Task<int> CountOf(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, ResourceFilter filter, ResourceOrder order, int atMost, CancellationToken ct)
    {
        if (PatientSearch.Answers(filter, order)) return Math.Min(atMost, await PatientSearch.Count(connection, organization, clinics, filter, order, ct));
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Count(organization, clinics, filter, order, atMost) } };
        await using var row = await batch.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return row.GetInt32(0);
    }

    internal static NpgsqlBatchCommand Page(Id<Organization> organization, Guid[] clinics, ResourceFilter filter, ResourceOrder order)
    {
        var (command, where) = Begin(organization, clinics, filter, order);
        var direction = order.Descending ? "desc" : "asc";
        var key = order.AsOfStart ? filter.Table.Key(order.Sort, "a") : KeyAtStart(filter.Table, order.Sort);
        if (order.After is { } after)
        {
            command.Parameters.Add(new() { Value = after.Key });
            command.Parameters.Add(new() { Value = after.Id });
            where += $" and ({key}, a.id) {(order.Descending ? "<" : ">")} (${command.Parameters.Count - 1}, ${command.Parameters.Count})";
        }

        var arms = Arms(filter.Table, order).Select(from =>
            $"(select {filter.Table.Selected}, {key} as key from {from} {filter.Table.Joined} where {where} order by {key} {direction}, a.id {direction} limit {order.Limit + 1})").ToList();
        command.CommandText = arms.Count == 1 ? arms[0] : $"select * from ({string.Join(" union all ", arms)}) page order by key {direction}, 1 {direction} limit {order.Limit + 1}";
        return command;
    }

    internal static NpgsqlBatchCommand Count(Id<Organization> organization, Guid[] clinics, ResourceFilter filter, ResourceOrder order, int atMost)
    {
        var (command, where) = Begin(organization, clinics, filter, order);
        var arms = Arms(filter.Table, order).Select(from => $"(select 1 from {from} {filter.Table.Joined} where {where} limit {atMost})");
        command.CommandText = $"select least(count(*), {atMost})::int from ({string.Join(" union all ", arms)}) found";
        return command;
    }

    /// <summary>Patients with the names and birth dates that they have, and the birth date that gives them their place in the walk.</summary>
    internal static NpgsqlBatchCommand Encrypted(Id<Organization> organization, Guid[] clinics, ResourceFilter filter, ResourceOrder order, int atMost)
    {
        var (command, where) = Begin(organization, clinics, filter, order);
        var arms = Arms(filter.Table, order).Select(from => $"""
            (select a.id, a.recorded_at, a.family_name_encrypted, a.given_name_encrypted, a.birth_date_encrypted,
               case when was.there then was.birth_date_encrypted else a.birth_date_encrypted end
             from {from} join patient p on p.organization_id = a.organization_id and p.id = a.id
             left join lateral ({VersionAtStart(filter.Table, "true as there, v.birth_date_encrypted")}) was on a.recorded_at >= $3
             where {where} limit {atMost})
            """);
        command.CommandText = string.Join(" union all ", arms);
        return command;
    }

    /// <summary>The rows that stand, and in a walk as of its start also those that stood then and were replaced since.</summary>
    private static IEnumerable<string> Arms(ResourceTable table, ResourceOrder order) => !order.AsOfStart ? [$"{table.Table} a"] :
    [
        $"{table.Table} a",
        $"""
        (select replaced.* from fact_history h cross join lateral jsonb_populate_record(null::{table.Table}, h.row) replaced
         where h.organization_id = $1 and h.table_name = '{table.Table}' and h.recorded_at < $3 and h.superseded_at >= $3) a
        """,
    ];

    /// <summary>
    /// A row's place does not change while somebody walks: of a row that was changed since the start it is the place of the first version that stood then or later.
    /// </summary>
    private static string KeyAtStart(ResourceTable table, string sort) => $"""
        (case when a.recorded_at < $3 then {table.Key(sort, "a")} else coalesce(({VersionAtStart(table, table.Key(sort, "v"))}), {table.Key(sort, "a")}) end)
        """;

    private static string VersionAtStart(ResourceTable table, string selected) => $"""
        select {selected} from fact_history h cross join lateral jsonb_populate_record(null::{table.Table}, h.row) v
        where h.organization_id = a.organization_id and h.table_name = '{table.Table}' and h.id = a.id and h.superseded_at >= $3 order by h.version limit 1
        """;

    /// <summary>$1 is the organization, $2 the clinics the caller may see, $3 the start of the walk.</summary>
    private static (NpgsqlBatchCommand Command, string Where) Begin(Id<Organization> organization, Guid[] clinics, ResourceFilter filter, ResourceOrder order)
    {
        var command = new NpgsqlBatchCommand { Parameters = { new() { Value = organization.Value }, new() { Value = clinics }, new() { Value = order.Start.ToDateTimeUtc() } } };
        var where = new StringBuilder("a.organization_id = $1 and p.clinic_id = any($2)");
        if (filter.Table.Where is { } meant) where.Append(" and ").Append(meant);
        if (order.AsOfStart) where.Append(" and a.recorded_at < $3");
        foreach (var (sql, values) in filter.Conditions)
        {
            var numbered = new object[values.Length];
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new() { Value = values[i] });
                numbered[i] = $"${command.Parameters.Count}";
            }

            where.Append(" and (").AppendFormat(null, sql, numbered).Append(')');
        }

        return (command, where.ToString());
    }
}
