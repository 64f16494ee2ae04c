using NodaTime;

namespace Registry.Clinical;

/// <summary>Which of the logged minutes of a month count. Domain reference 6.3.</summary>
/// <remarks>
/// The day of consent, the day of enrolment and the day of discharge count. Overlapping intervals count once, the earliest start
/// wins, and only the overlapping part is lost. Group time is split, the fraction of a minute falling away.
/// </remarks>
public static class TimeCounting
{
    public static IReadOnlyList<CountedTime> Count(IEnumerable<TimeEntry> entries, EpisodeFacts episode, PayerProfile payer)
    {
        var seen = new HashSet<Guid>();
        var starts = new HashSet<(Guid Staff, Instant Start, int Minutes)>();
        var coveredUntil = new Dictionary<Guid, Instant>();
        var counted = new List<CountedTime>();
        foreach (var entry in entries.OrderBy(e => e.On).ThenBy(e => e.Stamp.StartedAt ?? Instant.MaxValue).ThenByDescending(e => e.Minutes).ThenBy(e => e.Stamp.Id))
        {
            var reason = Excluded(entry, episode, payer) ?? (IsDuplicate(entry, seen, starts) ? UncountedReason.Duplicate : null);
            counted.Add(reason is { } why
                ? new(entry, 0, [UncountedMinutes.Of(entry.Minutes, why)])
                : Shared(entry, Overlapping(entry, coveredUntil, payer)));
        }

        return counted;
    }

    private static UncountedReason? Excluded(TimeEntry entry, EpisodeFacts episode, PayerProfile payer) =>
        entry.On < episode.EnrolledOn ? UncountedReason.BeforeEnrolment
        : entry.On > episode.EndedOn ? UncountedReason.AfterDischarge
        : WithoutConsent(entry.On, episode.Prerequisites, payer) is { } consent ? consent
        : entry.Kind is WorkKind.Administrative ? UncountedReason.ExcludedActivity
        : entry.BilledElsewhere ? UncountedReason.BilledElsewhere
        : entry.By is WorkBy.PsychiatricConsultant && !payer.CountsConsultantTime ? UncountedReason.NotCareManagerTime
        : entry.By is WorkBy.TreatingProvider && !payer.CountsProviderTime ? UncountedReason.NotCareManagerTime
        : null;

    private static UncountedReason? WithoutConsent(LocalDate on, PrerequisiteFacts facts, PayerProfile payer) =>
        facts.ConsentOn is null ? (payer.CountsWithoutConsentOnRecord ? null : UncountedReason.NoConsent)
        : on < facts.ConsentOn ? UncountedReason.BeforeConsent
        : on > facts.ConsentWithdrawnOn ? UncountedReason.ConsentWithdrawn
        : null;

    /// <summary>The same record twice, or the same person starting the same minutes at the same moment.</summary>
    private static bool IsDuplicate(TimeEntry entry, HashSet<Guid> seen, HashSet<(Guid Staff, Instant Start, int Minutes)> starts)
    {
        var known = entry.Stamp.Id != default && !seen.Add(entry.Stamp.Id);
        return known || (entry.Stamp.StartedAt is { } start && !starts.Add((entry.Stamp.StaffId, start, entry.Minutes)));
    }

    /// <summary>Whole minutes of the entry that lie inside time already counted.</summary>
    private static int Overlapping(TimeEntry entry, Dictionary<Guid, Instant> coveredUntil, PayerProfile payer)
    {
        if (entry.Stamp.StartedAt is not { } start) return 0;
        var whose = payer.Overlap is OverlapRule.PerPatient ? Guid.Empty : entry.Stamp.StaffId;
        var end = start + Duration.FromMinutes(entry.Minutes);
        var covered = coveredUntil.TryGetValue(whose, out var until) ? until : Instant.MinValue;
        coveredUntil[whose] = Instant.Max(covered, end);
        return covered <= start ? 0 : Math.Min(entry.Minutes, (int)Math.Ceiling((covered - start).TotalMinutes));
    }

    private static CountedTime Shared(TimeEntry entry, int overlapping)
    {
        var alone = entry.Minutes - overlapping;
        var share = alone / entry.Attendees;
        var uncounted = new List<UncountedMinutes>(2);
        if (overlapping > 0) uncounted.Add(UncountedMinutes.Of(overlapping, UncountedReason.Overlap));
        if (alone > share) uncounted.Add(UncountedMinutes.Of(alone - share, UncountedReason.SharedWithOthers));
        return new(entry, share, uncounted);
    }
}
