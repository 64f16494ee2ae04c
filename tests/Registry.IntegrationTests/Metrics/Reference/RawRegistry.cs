using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>One organization as the rows it consists of, with all their versions.</summary>
internal sealed class RawRegistry(Guid organization, Guid[] clinics, Guid[] careManagers)
{
    private OrganizationKeys? keys;

    public Guid Organization => organization;
    public Guid[] Clinics => clinics;
    public Guid[] CareManagers => careManagers;
    public List<RawFact> Facts { get; } = [];

    public IEnumerable<RawRow> Known(string table, Instant at) => Facts.Where(f => f.Table == table).Select(f => f.KnownAt(at)).OfType<RawRow>();

    /// <summary>Writes each fact, then each correction, as the service would: what is replaced goes into the history by itself.</summary>
    public async Task Save(NpgsqlDataSource database, NpgsqlConnection connection)
    {
        await using (var first = new NpgsqlBatch(connection))
        {
            first.BatchCommands.Add(Insert("organization", new() { ["id"] = organization, ["name"] = "Random Health", ["outcome_profile"] = "nys-2025", ["payer_profile"] = "midpoint" }));
            await first.ExecuteNonQueryAsync();
        }

        keys = await KeyRing.ReadOrMake(database, TestRootKey.Key, new(organization), Instant.FromUtc(2024, 1, 1, 0, 0));
        connection.Use(keys);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var clinic in clinics) batch.BatchCommands.Add(Insert("clinic", new() { ["organization_id"] = organization, ["id"] = clinic, ["name"] = "Clinic", ["time_zone"] = "America/New_York" }));
        foreach (var (i, manager) in careManagers.Index())
        {
            batch.BatchCommands.Add(Insert("staff_member", new() { ["organization_id"] = organization, ["id"] = manager, ["clinic_id"] = clinics[i % clinics.Length], ["display_name"] = "Care Manager", ["role"] = "care-manager" }));
        }

        foreach (var fact in Facts)
        {
            foreach (var (version, (at, row)) in fact.Versions.Index()) batch.BatchCommands.Add(version == 0 ? Insert(fact.Table, Stamped(fact.Table, row, at)) : Update(fact.Table, row, at, version + 1));
        }

        await batch.ExecuteNonQueryAsync();
    }

    private RawRow Stamped(string table, RawRow row, Instant at)
    {
        var stamped = row.With("organization_id", organization);
        if (table is "episode_status_change") return stamped.With("recorded_at", at.ToDateTimeUtc());
        if (table is "patient_coverage") return stamped;
        stamped = stamped.With("recorded_at", at.ToDateTimeUtc()).With("recorded_by", Guid.Empty);
        return table is "patient_background" or "attested_fte" ? stamped : stamped.With("version", 1);
    }

    /// <summary>Names, days of birth and notes are kept encrypted.</summary>
    private KeyValuePair<string, object?> Stored(string table, RawRow row, KeyValuePair<string, object?> column)
    {
        var stored = column.Key + "_encrypted";
        return !EncryptedColumns.Contains(table, stored) ? column : new(stored, column.Value switch
        {
            string text => keys!.Encrypt(table, stored, row.Id("id"), text),
            DateOnly day => keys!.EncryptDay(table, stored, row.Id("id"), LocalDate.FromDateOnly(day)),
            var nothing => nothing,
        });
    }

    private NpgsqlBatchCommand Insert(string table, RawRow row)
    {
        var given = row.Where(c => c.Value is not null).Select(c => Stored(table, row, c)).ToList();
        var command = new NpgsqlBatchCommand($"insert into {table} ({string.Join(", ", given.Select(c => c.Key))}) values ({string.Join(", ", given.Select((_, i) => $"${i + 1}"))})");
        foreach (var (_, value) in given) command.Parameters.Add(new() { Value = value! });
        return command;
    }

    private NpgsqlBatchCommand Update(string table, RawRow row, Instant at, int version)
    {
        var given = row.Where(c => c.Key != "id").Select(c => Stored(table, row, c)).With(("version", version), ("recorded_at", at.ToDateTimeUtc()));
        var set = given.Select((c, i) => c.Value is null ? $"{c.Key} = null" : $"{c.Key} = ${i + 3}");
        var command = new NpgsqlBatchCommand($"update {table} set {string.Join(", ", set)} where organization_id = $1 and id = $2") { Parameters = { new() { Value = organization }, new() { Value = row["id"]! } } };
        foreach (var (_, value) in given) command.Parameters.Add(value is null ? new() { Value = DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } : new() { Value = value });
        return command;
    }
}

internal static class Columns
{
    public static List<KeyValuePair<string, object?>> With(this IEnumerable<KeyValuePair<string, object?>> columns, params (string Name, object? Value)[] more) =>
        [.. columns.Where(c => !more.Any(m => m.Name == c.Key)), .. more.Select(m => KeyValuePair.Create(m.Name, m.Value))];
}
