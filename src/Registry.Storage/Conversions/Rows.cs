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
}
