using NodaTime;

namespace Registry.Clinical;

/// <summary>How many patients, who comes, who leaves, and how soon care begins. Domain reference 5.3, M01 to M07 and M33 and M34.</summary>
internal static class CaseloadMetrics
{
    private const string Aims = "AIMS Center caseload guidance";

    public static readonly Metric Size = new("M01", "caseload-size", "Caseload size", MetricUnit.Patients, OnCaseload)
    {
        Numerator = "Patients in treatment or relapse prevention at the end of the period.",
        Source = "Core metric of Collaborative Care registries",
        Sum = Sums.Count,
    };

    public static readonly Metric PerFte = new("M02", "caseload-per-fte", "Caseload for each full-time care manager", MetricUnit.Patients, OnCaseload)
    {
        Numerator = "Caseload size (M01).",
        Denominator = "Attested full-time equivalents of care managers.",
        Source = "New York State: more than 75; " + Aims,
        Sum = Sums.PerFte,
    };

    public static readonly Metric Enrolments = new("M03", "new-enrolments", "New enrolments", MetricUnit.Episodes,
        e => e.IsEnrolled && e.Question.Contains(e.Facts.EnrolledOn) ? Placement.Met("assessed-in-period") : Placement.Outside("not-assessed-in-period"))
    {
        Numerator = "Initial assessments in the period.",
        Source = "New York State CoCM metric 3 (of Medicaid there)",
        Sum = Sums.Count,
        CountsPatientsOnce = false,
    };

    public static readonly Metric Discharges = new("M04", "discharges", "Discharges, by reason", MetricUnit.Episodes,
        e => e.EndedInPeriod ? Placement.Met(ReasonOf(e)) with { Parts = [new(ReasonOf(e), 1)] } : Placement.Outside("not-discharged-in-period"))
    {
        Numerator = "Episodes of enrolled patients that ended in the period; each reason is a part.",
        Source = "NYS CoCM reporting; graduates are the share that left at target",
        Sum = Sums.Count,
        CountsPatientsOnce = false,
    };

    public static readonly Metric NetFlow = new("M05", "net-flow", "Net flow", MetricUnit.Episodes, InAndOut)
    {
        Numerator = "New enrolments (M03) less discharges (M04).",
        Source = "Derived from M03 and M04",
        Sum = Sums.Count,
        CountsPatientsOnce = false,
    };

    public static readonly Metric ReferralToAssessment = new("M06", "referral-to-assessment", "Days from referral to initial assessment", MetricUnit.Days,
        e => e.ReferredOn is not { } referred || !e.IsEnrolled || !e.Question.Contains(e.Facts.EnrolledOn) ? Placement.Outside("no-referral-assessed-in-period")
            : Placement.Counted("assessed-in-period") with { Observed = Period.DaysBetween(referred, e.Facts.EnrolledOn) })
    {
        Numerator = "Median days from the referral to the initial assessment; the 90th percentile is a part.",
        Denominator = "Referrals whose initial assessment lies in the period.",
        Source = "Access measure",
        Sum = Sums.MedianAndNinetieth,
        CountsPatientsOnce = false,
    };

    public static readonly Metric Engagement = new("M07", "engagement", "Referred patients who were seen", MetricUnit.Percent,
        e => !e.Question.Contains(e.ReferredOn) ? Placement.Outside("not-referred-in-period") : Placement.If(e.WasSeen, "seen", "not-seen-yet"))
    {
        Numerator = "Had at least one clinical contact by the end of the period.",
        Denominator = "Referred in the period.",
        Source = "Published range 61 to 68% (academic program, 2018 to 2022)",
    };

    public static readonly Metric WeeksAtDischarge = new("M33", "weeks-at-discharge", "Weeks in treatment at discharge", MetricUnit.Weeks,
        e => e.EndedInPeriod ? Placement.Counted("discharged-in-period") with { Observed = e.DaysInTreatment } : Placement.Outside("not-discharged-in-period"))
    {
        Numerator = "Mean days from the initial assessment to discharge, as weeks; the days are added first.",
        Denominator = "Episodes that ended in the period.",
        Source = "New York State CoCM metric 4 (of Medicaid there)",
        Sum = Sums.MeanWeeks,
    };

    public static readonly Metric LongStayers = new("M34", "long-stayers", "In care for nine months or longer", MetricUnit.Percent,
        e => !e.IsActive ? Placement.Outside("not-active") : Placement.If(e.DaysInTreatment >= e.Question.Parameters.LongEpisodeDays, "nine-months-or-longer", "shorter"))
    {
        Numerator = "273 days or more since the initial assessment (flag F23).",
        Denominator = "Active at the end of the period.",
        Source = "Nine months, as other registries mark it",
    };

    private static Placement OnCaseload(EpisodeInPeriod e)
    {
        if (!e.IsActive) return Placement.Outside("not-active");
        var phase = e.Status is EpisodeStatus.RelapsePrevention ? "relapse-prevention" : "treatment";
        return Placement.Met(phase) with { Parts = [new(phase, 1)] };
    }

    private static Placement InAndOut(EpisodeInPeriod e)
    {
        var (came, left) = (e.IsEnrolled && e.Question.Contains(e.Facts.EnrolledOn), e.EndedInPeriod);
        return (came, left) switch
        {
            (true, true) => Placement.Counted("came-and-left"),
            (true, false) => Placement.Met("came"),
            (false, true) => new(Place.Numerator, "left", -1),
            _ => Placement.Outside("neither-came-nor-left"),
        };
    }

    private static string ReasonOf(EpisodeInPeriod e) => e.EndedOn != e.Facts.EndedOn ? "administrative-inactivity" : e.Episode.DischargeReason switch
    {
        DischargeReason.Graduated => "graduated",
        DischargeReason.LostToFollowUp => "lost-to-follow-up",
        DischargeReason.AdministrativeInactivity => "administrative-inactivity",
        DischargeReason.Withdrew => "withdrew",
        DischargeReason.Transferred => "transferred",
        DischargeReason.Died => "died",
        DischargeReason.Ineligible => "ineligible",
        DischargeReason.Other or null => "other",
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.Episode.DischargeReason, "A reason without a code."),
    };
}
