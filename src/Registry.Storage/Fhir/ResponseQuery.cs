using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A search for the responses of named patients. Within each list any may match; a null list asks for nothing.</summary>
/// <param name="Forms">Canonical addresses, with a version where one was asked for.</param>
/// <param name="Times">Each must hold, over the range from @from up to but without @until of the day or moment they were filled in.</param>
/// <param name="After">The last row of the page before.</param>
public sealed record ResponseCriteria(
    Guid[] Patients, Guid[]? Ids, string[]? Forms, string[]? Statuses, IReadOnlyList<IReadOnlyList<RangeCondition>> Times, (Instant At, Guid Id)? After, int Limit)
{
    public override string ToString() => nameof(ResponseCriteria);
}

/// <summary>Responses to forms, stored as they came. A response has the id of the score it holds, written as a UUID of version 8.</summary>
public static class ResponseQuery
{
    private const string From = "coalesce(a.administered_at, a.administered_on::timestamp at time zone 'UTC')";
    private const string Until = "coalesce(a.administered_at + interval '1 second', (a.administered_on + 1)::timestamp at time zone 'UTC')";

    internal const string One = """
        select r.id, r.patient_id, r.version, r.recorded_at, r.body from stored_resource r
        join patient p on p.organization_id = r.organization_id and p.id = r.patient_id
        where r.organization_id = $1 and p.clinic_id = any($2) and r.resource_type = 'QuestionnaireResponse' and r.id = $3
        """;

    public static Guid IdOf(Id<Assessment> score) => WithVersion(score.Value, 8);

    /// <summary>The score that a response holds.</summary>
    public static Id<Assessment> ScoreOf(Guid response) => new(WithVersion(response, 7));

    private static Guid WithVersion(Guid id, int version)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = (byte)((bytes[6] & 0x0F) | (version << 4));
        return new(bytes, bigEndian: true);
    }

    internal static FoundResource Response(NpgsqlDataReader row) =>
        new("QuestionnaireResponse", row.GetGuid(0), new(row.GetGuid(1)), row.GetInt32(2), row.Moment(3)!.Value, row.GetString(4));

    /// <summary>One page, newest first, and one row more when there is one; the total counts every match.</summary>
    public static async Task<(List<(FoundResource Found, Instant At)> Rows, int Total)> ResponsesOf(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, ResponseCriteria criteria, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        string Value(object value)
        {
            command.Parameters.Add(new() { Value = value });
            return $"${command.Parameters.Count}";
        }

        var where = $"a.organization_id = {Value(organization.Value)} and p.clinic_id = any({Value(clinics)}) and a.patient_id = any({Value(criteria.Patients)})";
        if (criteria.Ids is { } ids) where += $" and r.id = any({Value(ids)})";
        if (criteria.Statuses is { } statuses) where += $" and r.body::json ->> 'status' = any({Value(statuses)})";
        if (criteria.Forms is { } forms) where += $" and (r.body::json ->> 'questionnaire' = any({Value(forms)}) or split_part(r.body::json ->> 'questionnaire', '|', 1) = any({Value(forms)}))";
        foreach (var any in criteria.Times) where += $" and ({string.Join(" or ", any.Select(t => Condition(t)))})";

        string Condition(RangeCondition time) => string.Format(null, time.Sql, Value(time.Start.ToDateTimeUtc()), Value(time.End.ToDateTimeUtc()))
            .Replace("@from", From, StringComparison.Ordinal).Replace("@until", Until, StringComparison.Ordinal);

        var page = criteria.After is { } after ? $"where (at, id) < ({Value(after.At.ToDateTimeUtc())}, {Value(after.Id)})" : "";
        command.CommandText = $"""
            with found as (
              select r.id, r.patient_id, r.version, r.recorded_at, r.body, {From} as at
              from assessment a
              join patient p on p.organization_id = a.organization_id and p.id = a.patient_id
              join stored_resource r on r.organization_id = a.organization_id and r.resource_type = 'QuestionnaireResponse' and r.id = overlay(a.id::text placing '8' from 15 for 1)::uuid
              where {where})
            select id, patient_id, version, recorded_at, body, at, 0 from (select * from found {page} order by at desc, id desc limit {criteria.Limit + 1}) as one_page
            union all select null, null, null, null, null, null, count(*)::int from found
            """;
        await using var row = await command.ExecuteReaderAsync(ct);
        var (rows, total) = (new List<(FoundResource, Instant)>(), 0);
        while (await row.ReadAsync(ct))
        {
            if (row.IsDBNull(0)) total = row.GetInt32(6);
            else rows.Add((Response(row), row.Moment(5)!.Value));
        }

        return (rows, total);
    }
}
