using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Records as rows: a column for each value, of the type that the value has.</summary>
internal static class RecordRows
{
    /// <summary>The columns of a kind, of the row a.</summary>
    public static string Selected(RecordKind kind) => string.Join(", ", kind.Fields.Select(field => "a." + field.Column));

    /// <param name="first">The ordinal of the first of the columns.</param>
    public static RegistryRecord Read(RecordKind kind, NpgsqlDataReader row, int first, Guid id, Guid patient, Guid episode)
    {
        var values = new Dictionary<string, object>();
        for (var i = 0; i < kind.Fields.Count; i++)
        {
            if (!row.IsDBNull(first + i)) values[kind.Fields[i].Name] = Value(kind.Fields[i].Type, row, first + i);
        }

        return new(kind, id, patient, episode, values);
    }

    public static NpgsqlParameter Parameter(RegistryRecord record, RecordField field) => new()
    {
        NpgsqlDbType = DbType(field.Type),
        Value = record[field.Name] switch
        {
            null => DBNull.Value,
            LocalDate day => day.ToDateOnly(),
            Instant moment => moment.ToDateTimeUtc(),
            var value => value,
        },
    };

    private static object Value(RecordFieldType type, NpgsqlDataReader row, int at) => type switch
    {
        RecordFieldType.Day => row.Day(at)!.Value,
        RecordFieldType.Moment => row.Moment(at)!.Value,
        RecordFieldType.Code or RecordFieldType.Text => row.GetString(at),
        RecordFieldType.Number => row.GetInt32(at),
        RecordFieldType.YesNo => row.GetBoolean(at),
        RecordFieldType.Answers => row.GetFieldValue<short[]>(at),
        _ => row.GetGuid(at),
    };

    private static NpgsqlDbType DbType(RecordFieldType type) => type switch
    {
        RecordFieldType.Day => NpgsqlDbType.Date,
        RecordFieldType.Moment => NpgsqlDbType.TimestampTz,
        RecordFieldType.Code or RecordFieldType.Text => NpgsqlDbType.Text,
        RecordFieldType.Number => NpgsqlDbType.Integer,
        RecordFieldType.YesNo => NpgsqlDbType.Boolean,
        RecordFieldType.Answers => NpgsqlDbType.Array | NpgsqlDbType.Smallint,
        _ => NpgsqlDbType.Uuid,
    };
}
