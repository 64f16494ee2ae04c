using System.Globalization;
using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Which audit entries, and from where on. What is null does not narrow.</summary>
/// <param name="From">The first moment.</param>
/// <param name="Until">The moment after the last.</param>
/// <param name="After">The entry that the page before ended with.</param>
/// <param name="Including">Whether that entry belongs to this page too.</param>
public sealed record AuditCriteria(
    Guid Organization, Guid? Patient = null, Guid? Principal = null, string? Action = null, AuditEventKind? Event = null, AuditOutcome? Outcome = null, Guid? Entry = null,
    Instant? From = null, Instant? Until = null, bool OldestFirst = false, (Instant At, Guid Id)? After = null, bool Including = false, int Limit = 50);

/// <summary>An entry, and the name of the member of staff who made it; null for integration clients and strangers.</summary>
public sealed record AuditLine(AuditEntry Entry, string? StaffName);

/// <summary>Reads the audit trail by time: each filter has an index that is in this order, so a page costs what it shows.</summary>
public static class AuditQuery
{
    public static async Task<IReadOnlyList<AuditLine>> AuditLines(this NpgsqlConnection connection, AuditCriteria criteria, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command(criteria) } };
        await using var rows = await batch.ExecuteReaderAsync(ct);
        var lines = new List<AuditLine>();
        while (await rows.ReadAsync(ct)) lines.Add(new(AuditEntryRow.Read(rows), rows.Text(AuditEntryRow.Count)));
        return lines;
    }

    internal static NpgsqlBatchCommand Command(AuditCriteria criteria)
    {
        var command = new NpgsqlBatchCommand();
        var filters = new List<string>();
        string Value(object value)
        {
            command.Parameters.Add(new() { Value = value });
            return $"${command.Parameters.Count}";
        }

        var organization = Value(criteria.Organization);
        if (criteria.Entry is { } entry) filters.Add($"e.id = {Value(entry)}");
        if (criteria.Principal is { } principal) filters.Add($"e.principal_id = {Value(principal)}");
        if (criteria.Action is { } action) filters.Add($"e.action = {Value(action)}");
        if (criteria.Event is { } kind) filters.Add($"e.event = {Value(Kebab.Of(kind))}");
        // Written out, and not a parameter: the index of refusals holds refusals only.
        if (criteria.Outcome is { } outcome) filters.Add($"e.outcome = '{Kebab.Of(outcome)}'");
        var (from, until) = (criteria.From is { } first ? Value(first.ToDateTimeUtc()) : null, criteria.Until is { } end ? Value(end.ToDateTimeUtc()) : null);
        var place = criteria.After is { } after ? $"({Value(after.At.ToDateTimeUtc())}, {Value(after.Id)})" : null;
        var (direction, beyond) = criteria.OldestFirst ? ("asc", ">") : ("desc", "<");

        var found = criteria.Patient is { } patient ? OfPatient(Value(patient)) : Entries("audit_entry e", "", "e.at", "e.id");
        command.CommandText = $"""
            select {AuditEntryRow.Columns}, s.display_name from ({found}) e
            left join principal p on p.organization_id = e.organization_id and p.id = e.principal_id
            left join staff_member s on s.organization_id = p.organization_id and s.id = p.staff_member_id
            {Page("e.at", "e.id")}
            """;
        return command;

        // The time and id are those of the table whose index gives the order.
        string Entries(string tables, string condition, string at, string id) => $"""
            (select {AuditEntryRow.Columns} from {tables} where e.organization_id = {organization}{condition}{string.Concat(filters.Select(f => " and " + f))}
            {(from is null ? "" : $"and {at} >= {from} ")}{(until is null ? "" : $"and {at} < {until} ")}{(place is null ? "" : $"and ({at}, {id}) {beyond}{(criteria.Including ? "=" : "")} {place} ")}{Page(at, id)})
            """;

        string Page(string at, string id) => string.Create(CultureInfo.InvariantCulture, $"order by {at} {direction}, {id} {direction} limit {criteria.Limit}");

        // What is sealed stands under its patients; what came since is little, and looked through.
        string OfPatient(string patientId) =>
            Entries("audit_entry_patient a join audit_entry e on e.organization_id = a.organization_id and e.id = a.entry_id",
                $" and a.organization_id = {organization} and a.patient_id = {patientId}", "a.at", "a.entry_id")
            + " union all " + Entries($"({Unsealed(organization)}) e", $" and e.patient_ids @> array[{patientId}]", "e.at", "e.id");
    }

    /// <remarks>The planner cannot know how little this is. A range with two ends looks narrow to it, and "offset 0" keeps it from walking some other index in search of a patient.</remarks>
    private static string Unsealed(string organization)
    {
        string Last(string column) => $"(select s.{column} from audit_seal s where s.organization_id = {organization} order by s.sequence desc limit 1)";
        return $"""
            select {AuditEntryRow.Columns} from audit_entry e where e.organization_id = {organization}
              and e.xid >= coalesce({Last("xid")}, 0) and e.xid <= {long.MaxValue}
              and (e.xid, e.id) > (coalesce({Last("xid")}, 0), coalesce({Last("entry_id")}, '00000000-0000-0000-0000-000000000000')) offset 0
            """;
    }
}
