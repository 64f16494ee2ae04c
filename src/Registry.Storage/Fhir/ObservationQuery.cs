using System.Text;
using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A condition on the time of an observation, in SQL over its range from @from up to but without @until.</summary>
/// <param name="Sql">Uses {0} for the start and {1} for the end of the range asked for.</param>
public readonly record struct RangeCondition(string Sql, Instant Start, Instant End);

/// <summary>A search for observations of named patients, newest first or oldest first, from a place on.</summary>
/// <param name="Instruments">Codes; null for any.</param>
/// <param name="Times">Each must hold; within one, any may.</param>
/// <param name="After">The last row of the page before.</param>
public sealed record ObservationCriteria(
    Guid[] Patients, string[]? Instruments, string[]? Statuses, Guid[]? Ids, BusinessIdentifier[]? Identifiers,
    IReadOnlyList<IReadOnlyList<RangeCondition>> Times, bool Descending, (Instant At, Guid Id)? After, int Limit)
{
    public override string ToString() => nameof(ObservationCriteria);
}

public static class ObservationQuery
{
    /// <summary>Where a day stands on the time line when compared with moments: in UTC, as the capability statement says.</summary>
    private const string From = "coalesce(a.administered_at, a.administered_on::timestamp at time zone 'UTC')";
    private const string Until = "coalesce(a.administered_at + interval '1 second', (a.administered_on + 1)::timestamp at time zone 'UTC')";

    /// <summary>One page and one row more when there is one; the total counts every match.</summary>
    public static async Task<(List<(FoundResource Found, Instant At)> Rows, int Total)> ObservationsOf(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, ObservationCriteria criteria, CancellationToken ct)
    {
        var (page, count) = Commands(organization, clinics, criteria);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { page, count } };
        await using var rows = await batch.ExecuteReaderAsync(ct);
        var found = new List<(FoundResource, Instant)>();
        while (await rows.ReadAsync(ct)) found.Add((FhirResourceQuery.Score(rows), rows.Moment(12)!.Value));
        await rows.NextResultAsync(ct);
        await rows.ReadAsync(ct);
        return (found, rows.GetInt32(0));
    }

    internal static (NpgsqlBatchCommand Page, NpgsqlBatchCommand Count) Commands(Id<Organization> organization, Guid[] clinics, ObservationCriteria criteria)
    {
        var (where, parameters) = Where(organization, clinics, criteria);
        var page = new NpgsqlBatchCommand();
        var direction = criteria.Descending ? "desc" : "asc";
        var keyset = "";
        foreach (var value in parameters) page.Parameters.Add(new() { Value = value });
        if (criteria.After is { } after)
        {
            page.Parameters.Add(new() { Value = after.At.ToDateTimeUtc() });
            page.Parameters.Add(new() { Value = after.Id });
            keyset = $" and ({From}, a.id) {(criteria.Descending ? "<" : ">")} (${page.Parameters.Count - 1}, ${page.Parameters.Count})";
        }

        page.CommandText = $"select {FhirResourceQuery.ObservationColumns}, {From} {FhirResourceQuery.ObservationSources} where {where}{keyset} order by {From} {direction}, a.id {direction} limit {criteria.Limit + 1}";
        var count = new NpgsqlBatchCommand($"select count(*)::int from assessment a join patient p on p.organization_id = a.organization_id and p.id = a.patient_id where {where}");
        foreach (var value in parameters) count.Parameters.Add(new() { Value = value });
        return (page, count);
    }

    private static (string Sql, List<object> Parameters) Where(Id<Organization> organization, Guid[] clinics, ObservationCriteria criteria)
    {
        var sql = new StringBuilder("a.organization_id = $1 and p.clinic_id = any($2) and a.patient_id = any($3)");
        List<object> parameters = [organization.Value, clinics, criteria.Patients];
        // An array of texts must be cast: alone, it would be taken for the values themselves.
        void And(string condition, params object[] values)
        {
            var numbered = values.Select(value =>
            {
                parameters.Add(value);
                return (object)$"${parameters.Count}";
            }).ToArray();
            sql.Append(" and (").AppendFormat(null, condition, numbered).Append(')');
        }

        if (criteria.Instruments is { } instruments) And("a.instrument = any({0})", (object)instruments);
        if (criteria.Statuses is { } statuses) And("a.status = any({0})", (object)statuses);
        if (criteria.Ids is { } ids) And("a.id = any({0})", ids);
        if (criteria.Identifiers is { } identifiers)
        {
            And("exists (select from assessment_identifier i join unnest({0}, {1}) w (system, value) on i.system = w.system and i.value = w.value where i.organization_id = a.organization_id and i.assessment_id = a.id)",
                identifiers.Select(i => i.System).ToArray(), identifiers.Select(i => i.Value).ToArray());
        }

        foreach (var any in criteria.Times)
        {
            var values = any.SelectMany(t => new object[] { t.Start.ToDateTimeUtc(), t.End.ToDateTimeUtc() }).ToArray();
            And(string.Join(" or ", any.Select((t, i) => t.Sql.Replace("{0}", $"{{{2 * i}}}", StringComparison.Ordinal).Replace("{1}", $"{{{2 * i + 1}}}", StringComparison.Ordinal)))
                .Replace("@from", From, StringComparison.Ordinal).Replace("@until", Until, StringComparison.Ordinal), values);
        }

        return (sql.ToString(), parameters);
    }
}
