using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A flag of an episode, by what tells it from every other.</summary>
/// <param name="Instrument">Empty unless the flag is raised per instrument.</param>
public readonly record struct FlagOfEpisode(Guid EpisodeId, string FlagId, string Instrument);

/// <summary>A flag that began to hold, as receivers are told.</summary>
public readonly record struct FlagEvent(Guid EventId, Guid PatientId, string Resource);

/// <summary>What was announced of some episodes, and the statements that announce more.</summary>
public static class FlagAnnouncements
{
    /// <returns>Each announced flag with the last day on which it was seen to hold.</returns>
    public static async Task<Dictionary<FlagOfEpisode, LocalDate>> Of(NpgsqlConnection connection, FlagBatch batch, Id<Clinic> clinic, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select f.episode_id, f.flag_id, f.instrument, f.seen_on from episode e
            join announced_flag f on f.organization_id = e.organization_id and f.episode_id = e.id
            where e.organization_id = $1 and e.patient_id = any($2) and e.clinic_id = $3
            """, connection)
        {
            Parameters = { new() { Value = batch.OrganizationId.Value }, new() { Value = batch.Patients.Keys.ToArray() }, new() { Value = clinic.Value } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var announced = new Dictionary<FlagOfEpisode, LocalDate>();
        while (await rows.ReadAsync(ct)) announced[new(rows.GetGuid(0), rows.GetString(1), rows.GetString(2))] = rows.Day(3)!.Value;
        return announced;
    }

    /// <summary>Queues one statement each: what holds today, what no longer does, and what receivers are told of.</summary>
    public static void Write(
        NpgsqlBatch batch, Id<Organization> organization, LocalDate today, Instant now,
        IReadOnlyList<FlagOfEpisode> holding, IReadOnlyList<FlagOfEpisode> cleared, IReadOnlyList<FlagEvent> events)
    {
        if (holding.Count > 0)
        {
            batch.BatchCommands.Add(Command("""
                insert into announced_flag as f (organization_id, episode_id, flag_id, instrument, seen_on) select $1, e, i, s, $5 from unnest($2, $3, $4) as holding (e, i, s)
                on conflict (organization_id, episode_id, flag_id, instrument) do update set seen_on = excluded.seen_on
                """, organization, [.. Columns(holding), today.ToDateOnly()]));
        }

        if (cleared.Count > 0)
        {
            batch.BatchCommands.Add(Command("""
                delete from announced_flag f using unnest($2, $3, $4) as cleared (e, i, s)
                where f.organization_id = $1 and f.episode_id = e and f.flag_id = i and f.instrument = s
                """, organization, Columns(cleared)));
        }

        if (events.Count > 0)
        {
            batch.BatchCommands.Add(Command("""
                insert into webhook_delivery (organization_id, id, webhook_id, event_id, kind, occurred_at, resource, attempts)
                select $1, gen_random_uuid(), w.id, told.event, 'flag-raised', $5, told.resource, 0
                from unnest($2, $3, $4) with ordinality as told (event, patient, resource, place)
                join webhook w on w.organization_id = $1 and is_told(w, 'flag-raised', told.patient)
                order by told.place
                """, organization, [events.Select(e => e.EventId).ToArray(), events.Select(e => e.PatientId).ToArray(), events.Select(e => e.Resource).ToArray(), now.ToDateTimeUtc()]));
        }
    }

    private static object[] Columns(IReadOnlyList<FlagOfEpisode> flags) =>
        [flags.Select(f => f.EpisodeId).ToArray(), flags.Select(f => f.FlagId).ToArray(), flags.Select(f => f.Instrument).ToArray()];

    private static NpgsqlBatchCommand Command(string sql, Id<Organization> organization, object[] values)
    {
        var command = new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = organization.Value } } };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
