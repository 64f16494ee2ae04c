using NodaTime;
using Npgsql;

namespace Registry.Sandbox;

/// <summary>COPY, the fastest way in.</summary>
internal static class Copying
{
    /// <param name="into">Table and columns, as COPY wants them.</param>
    public static void Copy<T>(this NpgsqlConnection connection, string into, IEnumerable<T> rows, Func<T, object?[]> values)
    {
        using var import = connection.BeginBinaryImport($"copy {into} from stdin (format binary)");
        foreach (var row in rows) import.WriteRow(values(row));
        import.Complete();
    }

    public static DateOnly? Date(LocalDate? day) => day?.ToDateOnly();

    /// <summary>PostgreSQL keeps microseconds; anything finer would make the row differ from the record.</summary>
    public static DateTime? Moment(Instant? at) => at is { } known ? Instant.FromUnixTimeTicks(known.ToUnixTimeTicks() / 10 * 10).ToDateTimeUtc() : null;
}
