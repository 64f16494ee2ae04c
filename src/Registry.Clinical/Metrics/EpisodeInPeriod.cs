using NodaTime;

namespace Registry.Clinical;

/// <summary>One episode as a metric looks at it: in one period, judged at the end of one day.</summary>
public sealed class EpisodeInPeriod
{
    private readonly Lazy<EpisodeSummary> summary;
    private readonly Lazy<IReadOnlyList<BillingMonth>> billingMonths;

    public EpisodeInPeriod(MeasuredEpisode episode, MetricQuestion question)
    {
        (Episode, Question) = (episode, question);
        IsEnrolled = Facts.EnrolledOn <= End && WasTreatedBy(End);
        EndedOn = EffectiveEnd() is { } ended && ended <= End ? ended : null;
        Scale = new(Facts, question.Instrument ?? Facts.PrimaryScale, Until, question.Profile, question.ByNewYorkRules ? null : ChosenBaseline());
        summary = new(() => EpisodeSummary.Of(Facts, End, question.Parameters, question.Profile));
        billingMonths = new(() => [.. MonthsWithMinutes()]);
    }

    public MeasuredEpisode Episode { get; }
    public MetricQuestion Question { get; }
    public EpisodeFacts Facts => Episode.Facts;
    public LocalDate From => Question.From;
    public LocalDate End => Question.End;

    /// <summary>Assessed and taken into treatment, not only referred.</summary>
    public bool IsEnrolled { get; }

    /// <summary>The day it ended, when that had come by <see cref="End"/>.</summary>
    public LocalDate? EndedOn { get; }

    /// <summary>The last day that is looked at: <see cref="End"/>, or the day it ended.</summary>
    public LocalDate Until => EndedOn ?? End;

    /// <summary>Enrolled on at least one day of the period; the day of discharge is one.</summary>
    public bool IsInPeriod => IsEnrolled && !(EndedOn < From);

    /// <summary>On a caseload at the end of the period.</summary>
    public bool IsActive => IsEnrolled && EndedOn is null;

    public bool EndedInPeriod => IsEnrolled && Question.Contains(EndedOn);

    public EpisodeStatus Status => EndedOn is null ? Facts.StatusOn(End) : EpisodeStatus.Inactive;

    /// <summary>Active and not yet in relapse prevention.</summary>
    public bool IsInTreatment => IsActive && Status is EpisodeStatus.Treatment;

    /// <summary>Whole days in treatment, to the day it ended or <see cref="End"/>.</summary>
    public int DaysInTreatment => Period.DaysBetween(Facts.EnrolledOn, Until);

    /// <summary>The scale outcomes are judged by: the one asked for, or the primary scale.</summary>
    public ScaleReading Scale { get; }

    /// <summary>The table's reading of the same day, for what the flags judge too.</summary>
    public EpisodeSummary Summary => summary.Value;

    /// <summary>The months of the period with any minutes.</summary>
    public IReadOnlyList<BillingMonth> BillingMonths => billingMonths.Value;

    /// <summary>The day of the referral this episode began with; null when it began with the assessment.</summary>
    public LocalDate? ReferredOn => Facts.StatusChanges[0] is { Status: EpisodeStatus.Referred, On: var on } && on <= End ? on : null;

    /// <summary>Had a clinical contact by the end of the period.</summary>
    public bool WasSeen => Facts.Contacts.Any(c => c.IsClinical && c.On <= End);

    public LocalDate DayOf(int day) => Facts.EnrolledOn.PlusDays(day);

    /// <summary>Clinical contacts in a stretch of days, both ends included, while enrolled.</summary>
    public int ClinicalContacts(LocalDate from, LocalDate to)
    {
        var count = 0;
        foreach (ref readonly var contact in Facts.ContactsInPlace)
        {
            if (contact.IsClinical && contact.On >= from && contact.On <= to && IsWhileEnrolled(contact.On)) count++;
        }

        return count;
    }

    public bool HasConsultation(LocalDate from, LocalDate to, bool withRecommendation = false) =>
        Facts.Consultations.Any(c => c.On >= from && c.On <= to && c.On <= End && (c.HasRecommendation || !withRecommendation));

    public bool IsWhileEnrolled(LocalDate day) => day >= Facts.EnrolledOn && day <= Until;

    private IEnumerable<BillingMonth> MonthsWithMinutes()
    {
        for (var month = From.ToYearMonth(); month.CompareTo(End.ToYearMonth()) <= 0; month = month.PlusMonths(1))
        {
            var billed = BillingMonth.Of(Facts, month, End, Question.Payer);
            if (billed.CountedMinutes + billed.UncountedMinutes > 0) yield return billed;
        }
    }

    private bool WasTreatedBy(LocalDate day)
    {
        foreach (var change in Facts.StatusChanges)
        {
            if (change.On <= day && change.Status is EpisodeStatus.Treatment) return true;
        }

        return false;
    }

    private LocalDate? EffectiveEnd() => Question.ByNewYorkRules ? Days.Earlier(NewYorkInactivity.DischargeOf(Facts, Question.Period.To), Facts.EndedOn) : Facts.EndedOn;

    private Guid? ChosenBaseline()
    {
        Guid? chosen = null;
        foreach (var choice in Facts.BaselineOverrides)
        {
            if (choice.On <= End) chosen = choice.AssessmentId;
        }

        return chosen;
    }
}
