using NodaTime;

namespace Registry.Clinical;

/// <summary>What the team said about a raised flag.</summary>
internal static class Acknowledgements
{
    /// <summary>The latest acknowledgement of the present raising, and until when it is put off; one of an earlier raising says nothing.</summary>
    public static (AcknowledgementFact? Acknowledged, LocalDate? SnoozedUntil) Of(Flag flag, EpisodeSummary episode, LocalDate since)
    {
        AcknowledgementFact? latest = null;
        for (var i = 0; i < episode.Facts.Acknowledgements.Count; i++)
        {
            var one = episode.Facts.Acknowledgements[i];
            if (one.FlagId != flag.Id || one.On > episode.AsOf || one.On < since) continue;
            if (one.Instrument is not null && one.Instrument != flag.Instrument?.Code) continue;
            if (!(latest?.On > one.On)) latest = one;
        }

        return (latest, flag.MaySnooze && latest?.SnoozedUntil > episode.AsOf ? latest?.SnoozedUntil : null);
    }
}
