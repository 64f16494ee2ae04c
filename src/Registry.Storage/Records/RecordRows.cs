using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Records as rows: a column for each value, of the type that the value has.</summary>
internal static class RecordRows
{
    /// <summary>The columns of a kind, of the row a.</summary>
    public static string Selected(RecordKind kind) => string.Join(", ", kind.Fields.Select(field => "a." + Column(kind, field)));

    /// <summary>Where a value lies; free text lies encrypted.</summary>
    public static string Column(RecordKind kind, RecordField field) => IsEncrypted(kind, field) ? field.Column + "_encrypted" : field.Column;

    public static bool IsEncrypted(RecordKind kind, RecordField field) => EncryptedColumns.Contains(kind.Table, field.Column + "_encrypted");

    /// <param name="first">The ordinal of the first of the columns.</param>
    public static RegistryRecord Read(RecordKind kind, NpgsqlDataReader row, int first, Guid id, Guid patient, Guid episode, OrganizationKeys keys)
    {
        var values = new Dictionary<string, object>();
        for (var i = 0; i < kind.Fields.Count; i++)
        {
            if (row.IsDBNull(first + i)) continue;
            var field = kind.Fields[i];
            values[field.Name] = IsEncrypted(kind, field) ? keys.Decrypt(kind.Table, Column(kind, field), id, row.Bytes(first + i)!) : Value(field.Type, row, first + i);
        }

        return new(kind, id, patient, episode, values);
    }

    public static NpgsqlParameter Parameter(RegistryRecord record, RecordField field, OrganizationKeys keys) => IsEncrypted(record.Kind, field) ? new()
    {
        NpgsqlDbType = NpgsqlDbType.Bytea,
        Value = (object?)keys.EncryptOrNull(record.Kind.Table, Column(record.Kind, field), record.Id, (string?)record[field.Name]) ?? DBNull.Value,
    } : new()
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
