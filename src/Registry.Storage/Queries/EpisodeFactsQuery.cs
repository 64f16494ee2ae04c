using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Episodes with their facts in two round trips: which episodes, then every kind of fact about them, one statement a kind.</summary>
/// <param name="isShown">Whether somebody is shown whom the episodes are about: then names and identifiers are decrypted.</param>
internal sealed class EpisodeFactsQuery(NpgsqlConnection connection, Id<Organization> organization, LocalDate asOf, LocalDate stampsFrom, Instant? knownAt, bool isShown = true)
{
    /// <param name="episodes">Selects <see cref="EpisodeInReading.Columns"/>; $1 is the day asked about, $2 the organization, then the caller's own.</param>
    public async Task<List<CaseloadPatient>> Read(string episodes, object[] own, CancellationToken ct) =>
        (await Read(episodes, own, FactKind.All, ct)).ConvertAll(episode => episode.Read());

    /// <summary>The same for figures: nobody is named.</summary>
    public async Task<List<MeasuredEpisode>> ReadMeasured(string episodes, object[] own, CancellationToken ct)
    {
        var keys = connection.KeysOf(organization);
        return (await Read(episodes, own, FigureFacts.All, ct)).ConvertAll(episode => episode.Measured(keys));
    }

    private async Task<List<EpisodeInReading>> Read(string episodes, object[] own, IReadOnlyList<FactKind> kinds, CancellationToken ct)
    {
        var found = await Episodes(episodes, own, ct);
        if (found.Count > 0) await Facts(found, kinds, ct);
        return found;
    }

    private async Task<List<EpisodeInReading>> Episodes(string sql, object[] own, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(KeptInMind(sql), connection);
        foreach (var value in (object[])[asOf.ToDateOnly(), organization.Value, .. own]) command.Parameters.Add(new() { Value = value });
        var keys = isShown ? connection.KeysOf(organization) : null;
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<EpisodeInReading>();
        while (await rows.ReadAsync(ct)) found.Add(new(rows, keys, knownAt));
        return found;
    }

    /// <summary>Whom the row policies let through here, they need not look up again for each of their facts.</summary>
    internal static string KeptInMind(string episodes) => $"""
        with found as materialized ({episodes})
        select * from found where (
          select set_config('{RowContext.Asked}', coalesce(array_agg(patient_id)::text, ''), true) || set_config('{RowContext.AskedEpisodes}', coalesce(array_agg(id)::text, ''), true) from found) is not null
        """;

    private async Task Facts(List<EpisodeInReading> found, IReadOnlyList<FactKind> kinds, CancellationToken ct)
    {
        var byEpisode = found.ToLookup(e => e.EpisodeId);
        var byPatient = found.ToLookup(e => e.PatientId);
        var episodes = byEpisode.Select(e => e.Key).ToArray();
        var patients = byPatient.Select(p => p.Key).ToArray();

        await using var batch = new NpgsqlBatch(connection);
        foreach (var kind in kinds) batch.BatchCommands.Add(Command(kind, kind.IsOfPatient || (knownAt is not null && kind.IsKept) ? patients : episodes));
        await using var rows = await batch.ExecuteReaderAsync(ct);
        foreach (var kind in kinds)
        {
            var owners = kind.IsOfPatient ? byPatient : byEpisode;
            while (await rows.ReadAsync(ct))
            {
                // As it was known, a patient may have facts of episodes that nobody asked about.
                foreach (var episode in owners[rows.GetGuid(0)]) kind.Read(episode, rows);
            }

            await rows.NextResultAsync(ct);
        }
    }

    private NpgsqlBatchCommand Command(FactKind kind, Guid[] owners)
    {
        var command = new NpgsqlBatchCommand(knownAt is null ? kind.Now : kind.Known)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = organization.Value },
                new NpgsqlParameter<Guid[]> { TypedValue = owners },
                new NpgsqlParameter<DateOnly> { TypedValue = asOf.ToDateOnly() },
                new NpgsqlParameter<DateOnly> { TypedValue = stampsFrom.ToDateOnly() },
            },
        };
        if (knownAt is { } known) command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = known.ToDateTimeUtc() });
        return command;
    }
}
