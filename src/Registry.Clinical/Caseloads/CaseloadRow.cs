using NodaTime;

namespace Registry.Clinical;

/// <summary>One patient's line in the caseload table (Figure 3 of the AIMS implementation guide), as of one day.</summary>
public sealed record CaseloadRow
{
    public required Id<Episode> EpisodeId { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required LocalDate AsOf { get; init; }

    /// <summary>Where the episode stood on that day; the table lists treatment (T) and relapse prevention (RPP).</summary>
    public required EpisodeStatus Status { get; init; }

    /// <summary>FIRST and LAST per tracked instrument; null when the instrument was never given.</summary>
    public ScoreCell? Phq9 { get; init; }
    public ScoreCell? Gad7 { get; init; }
    public ScoreCell? Pcl5 { get; init; }

    /// <summary>I/A; null while the patient is only referred.</summary>
    public LocalDate? InitialAssessmentOn { get; init; }

    /// <summary>F/U: the latest clinical contact other than the initial assessment.</summary>
    public LocalDate? FollowUpOn { get; init; }

    /// <summary>P/C: the latest psychiatric consultation, which needs no contact with the patient.</summary>
    public LocalDate? PsychiatricConsultationOn { get; init; }

    /// <summary>RPP: the latest relapse prevention plan.</summary>
    public LocalDate? RelapsePreventionPlanOn { get; init; }

    /// <summary># SESS: clinical contacts, the initial assessment among them; consultations and plans are not sessions.</summary>
    public required int Sessions { get; init; }

    /// <summary>WKS SINCE I/A: whole weeks elapsed, rounded down.</summary>
    public int? WeeksSinceInitialAssessment { get; init; }

    /// <summary>MINUTES THIS MONTH: logged from the first of the month of the day asked about, that day included.</summary>
    public required int MinutesThisMonth { get; init; }

    public ScoreCell? Cell(Instrument instrument) =>
        instrument.Continues(Instruments.Phq9) ? Phq9
        : instrument == Instruments.Gad7 ? Gad7
        : instrument == Instruments.Pcl5 ? Pcl5
        : null;

    public static CaseloadRow Of(EpisodeFacts facts, LocalDate asOf, FlagParameters parameters) =>
        Of(EpisodeSummary.Of(facts, asOf, parameters, OutcomeProfile.Nys2025));

    /// <summary>The line of an episode already summarized; no outcome profile enters it.</summary>
    public static CaseloadRow Of(EpisodeSummary episode)
    {
        var assessed = episode.Status is not EpisodeStatus.Referred && episode.Day >= 0;
        return new()
        {
            EpisodeId = episode.Facts.EpisodeId,
            PatientId = episode.Facts.PatientId,
            AsOf = episode.AsOf,
            Status = episode.Status,
            Phq9 = ScoreCell.Of(episode.Phq9, episode),
            Gad7 = ScoreCell.Of(episode.Gad7, episode),
            Pcl5 = ScoreCell.Of(episode.Pcl5, episode),
            InitialAssessmentOn = assessed ? episode.Facts.EnrolledOn : null,
            FollowUpOn = episode.LastFollowUp,
            PsychiatricConsultationOn = episode.LastConsult,
            RelapsePreventionPlanOn = episode.LastPlan,
            Sessions = episode.Sessions,
            WeeksSinceInitialAssessment = assessed ? episode.Day / 7 : null,
            MinutesThisMonth = episode.MinutesThisMonth,
        };
    }

    public override string ToString() => $"CaseloadRow {EpisodeId}";
}

/// <summary>FIRST and LAST of one instrument. LAST is stale when it is older than the parameter (30 days, strict: day 31 is stale).</summary>
public sealed record ScoreCell(Score First, Score Last, bool LastIsStale)
{
    internal static ScoreCell? Of(ScoreTrack track, EpisodeSummary episode) =>
        track.First is { } first && track.Last is { } last
            ? new(first, last, episode.DaysSince(last.On) > episode.Parameters.StaleScoreDays)
            : null;

    public override string ToString() => $"ScoreCell {Last.AssessmentId}";
}
