using NodaTime;
using Npgsql;

namespace Registry.Storage;

/// <summary>NodaTime values of hand-written statements.</summary>
internal static class Rows
{
    public static LocalDate? Day(this NpgsqlDataReader row, int ordinal) =>
        row.IsDBNull(ordinal) ? null : LocalDate.FromDateOnly(row.GetFieldValue<DateOnly>(ordinal));

    public static Instant? Moment(this NpgsqlDataReader row, int ordinal) =>
        row.IsDBNull(ordinal) ? null : Instant.FromDateTimeUtc(row.GetFieldValue<DateTime>(ordinal));

    public static string? Text(this NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);

    public static byte[]? Bytes(this NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetFieldValue<byte[]>(ordinal);

    public static Guid? Id(this NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetGuid(ordinal);
}
