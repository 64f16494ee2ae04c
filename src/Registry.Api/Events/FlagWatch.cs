using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Notices flags that began to hold, and announces each onset once: when a fact was recorded, and when a day has begun at the clinic.</summary>
/// <remarks>
/// Flags are computed and never stored, so the present ones are compared with those announced before. Only patients about whom
/// something was recorded since are looked at, and once a clinic day everybody in care. Onsets are told apart by the day: one
/// that clears and comes again within a day, between two looks, is one.
/// </remarks>
internal sealed class FlagWatch(NpgsqlDataSource database, IClock clock)
{
    private const int MostAtOnce = 100;

    /// <summary>Begins the day where one has begun, and looks at the next patients.</summary>
    /// <returns>False when there was nobody to look at.</returns>
    public async Task<bool> LookAtNext(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        foreach (var clinic in await FlagChecks.WatchedClinics(database, ct))
        {
            var today = ClinicDays.On(now, clinic.TimeZone);
            if (clinic.CheckedOn is null || clinic.CheckedOn < today) await FlagChecks.BeginDay(database, clinic, today, ct);
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await FlagChecks.Take(connection, MostAtOnce, ct) is not { } batch) return false;
        await using var writes = new NpgsqlBatch(connection, transaction);
        foreach (var clinic in await FlagChecks.ClinicsOf(connection, batch, ct)) await Look(connection, batch, clinic, now, writes, ct);
        if (writes.BatchCommands.Count > 0) await writes.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static async Task Look(NpgsqlConnection connection, FlagBatch batch, Id<Clinic> clinic, Instant now, NpgsqlBatch writes, CancellationToken ct)
    {
        var settings = (await connection.SettingsOfClinic(batch.OrganizationId, clinic, [clinic.Value], ct))!;
        var today = ClinicDays.On(now, settings.TimeZone);
        var question = new Question(today, null, OutcomeProfile.ByName(settings.OutcomeProfile)!, AskedFor.ParametersOf(settings));
        var announced = await FlagAnnouncements.Of(connection, batch, clinic, ct);
        var (holding, events) = (new List<FlagOfEpisode>(), new List<FlagEvent>());
        var gone = announced.Keys.ToHashSet();
        foreach (var episode in await connection.EpisodesOfPatients(batch.OrganizationId, clinic, [.. batch.Patients.Keys], today, ct))
        {
            foreach (var flag in Clinical.Flags.Raised(question.Summary(episode.Facts)))
            {
                var key = new FlagOfEpisode(episode.Facts.EpisodeId.Value, flag.Id, flag.Instrument ?? "");
                gone.Remove(key);
                var isKnown = announced.TryGetValue(key, out var seenOn);
                if (!isKnown || seenOn != today) holding.Add(key);
                var isNews = isKnown ? flag.Since > seenOn : !batch.Patients[episode.Facts.PatientId.Value] || flag.Since >= today;
                if (isNews) events.Add(new(Guid.CreateVersion7(), episode.Facts.PatientId.Value, $"EpisodeOfCare/{episode.Facts.EpisodeId}"));
            }
        }

        FlagAnnouncements.Write(writes, batch.OrganizationId, today, now, holding, [.. gone], events);
    }
}
