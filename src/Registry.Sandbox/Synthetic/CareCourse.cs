using NodaTime;
using Registry.Clinical;

namespace Registry.Sandbox;

/// <summary>One episode, week by week: contacts and missed ones, scores, consultations, changes of status, the end. Domain reference 8.2, points 6 to 10.</summary>
internal sealed class CareCourse(Dice dice, CareSite site, Illness illness, LocalDate enrolled, LocalDate today, List<SyntheticAssessment> assessments)
{
    private readonly Measurement measurement = new(dice, site, today, assessments);
    private readonly List<StatusChange> changes = [];
    private readonly List<SyntheticAssignment> managers = [];
    private readonly List<SyntheticContact> contacts = [];
    private readonly List<SyntheticConsultation> consultations = [];
    private readonly List<SyntheticPlan> plans = [];
    private readonly Progress progress = new(illness.PrimaryScale);
    private readonly int successionWeek = dice.Chance(0.05) ? dice.Between(4, 30) : int.MaxValue;

    private LocalDate lastContact;
    private LocalDate? lastConsultation;
    private LocalDate graduation;
    private LocalDate? silentUntil; // out of reach since; discharged on that day
    private int nextContactWeek = 1;
    private (LocalDate On, DischargeReason Reason)? end;

    public SyntheticEpisode Run()
    {
        changes.Add(new(enrolled, EpisodeStatus.Treatment));
        managers.Add(new(site.CareManager.Id, enrolled, null));
        if (dice.Chance(0.3)) measurement.Take(illness, CareSite.Weekday(enrolled.PlusDays(-dice.Between(1, 12))), week: 0, atContact: false);
        Reach(enrolled, ContactPurpose.InitialAssessment, week: 0, minutes: dice.Between(45, 60), measured: 0.97);
        for (var week = 1; end is null; week++)
        {
            var day = CareSite.Weekday(enrolled.PlusDays(7 * week + dice.Between(-1, 2)));
            if (day > today) break;
            Week(week, day);
        }

        if (end is { } over) changes.Add(new(over.On, EpisodeStatus.Inactive));
        var recorded = site.During(enrolled, today, dice);
        return new(new(SyntheticIds.Next(dice, recorded)), enrolled, illness.PrimaryScale, dice.Chance(0.95) ? site.Provider(dice) : null,
            changes, managers, end?.On, end?.Reason, recorded, contacts, consultations, plans);
    }

    private EpisodeStatus Status => changes[^1].Status;

    private Id<StaffMember> CareManager => managers[^1].CareManager;

    private void Week(int week, LocalDate day)
    {
        if (week == successionWeek && site.Successor(dice) is { } successor) Hand(successor, day);
        if (silentUntil is { } until)
        {
            Silence(week, day, until);
            return;
        }

        if (dice.Chance(Leaving(week, day)))
        {
            Leave(day);
            return;
        }

        if (week >= nextContactWeek) Contact(week, day);
        if (end is null) Around(week, day);
    }

    /// <summary>Weekly for a month, every other week until week 16, then monthly; a missed contact is tried again the week after.</summary>
    private void Contact(int week, LocalDate day)
    {
        var rpp = Status is EpisodeStatus.RelapsePrevention;
        if (dice.Chance(Math.Clamp(0.58 + 0.06 * site.Quality, 0.4, 0.8)))
        {
            Reach(day, rpp ? ContactPurpose.RelapsePrevention : ContactPurpose.FollowUp, week, Minutes(), rpp ? 0.5 : 0.8);
            nextContactWeek = week + (rpp ? dice.Between(3, 5) : week < 4 ? 1 : week < 16 ? 2 : dice.Between(3, 4));
            Decide(week, day);
        }
        else
        {
            var noShow = dice.Chance(0.4);
            Add(day, noShow ? ContactPurpose.NoShow : ContactPurpose.OutreachAttempt, noShow ? Mode() : ContactMode.Phone, dice.Between(2, 8), kept: false);
            nextContactWeek = week + dice.Between(1, 2);
        }
    }

    /// <summary>What the team makes of the latest score.</summary>
    private void Decide(int week, LocalDate day)
    {
        if (Status is EpisodeStatus.RelapsePrevention)
        {
            if (progress.HasRelapsed)
            {
                changes.Add(new(day, EpisodeStatus.Treatment));
                illness.Recover();
                progress.Forget();
            }
            else if (day >= graduation)
            {
                end = (day, DischargeReason.Graduated);
            }
        }
        else if ((progress.InRemissionSince(day, 28) && dice.Chance(0.7)) || (progress.RespondedSince(day, 35) && dice.Chance(0.25)))
        {
            plans.Add(new(new(Id(day, out var recorded)), CareManager, day, dice.Between(15, 25), recorded));
            changes.Add(new(day, EpisodeStatus.RelapsePrevention));
            graduation = day.PlusDays(dice.Between(90, 112));
            if (dice.Chance(0.15)) illness.RelapseFrom(week + dice.Between(3, 10));
        }
        else if ((progress.InRemissionSince(day, 14) || progress.RespondedSince(day, 28)) && dice.Chance(0.35))
        {
            end = (day, DischargeReason.Graduated);
        }
        else if (week >= 10 && !progress.HasResponded && dice.Chance(0.22))
        {
            end = (day, DischargeReason.Transferred);
        }
    }

    /// <summary>Work that is not a contact, and the weekly caseload review with the consultant.</summary>
    private void Around(int week, LocalDate day)
    {
        if (dice.Chance(0.15)) Add(day, ContactPurpose.CareCoordination, ContactMode.Phone, dice.Between(5, 15), kept: true);
        if (dice.Chance(0.06)) Add(day, ContactPurpose.Message, ContactMode.Message, dice.Between(1, 5), kept: true);
        if (dice.Chance(0.04)) Add(day, ContactPurpose.Scheduling, ContactMode.Phone, dice.Between(2, 5), kept: false);
        if (dice.Chance(0.02)) Add(day, ContactPurpose.Collateral, ContactMode.Phone, dice.Between(8, 20), kept: true);

        var since = Period.DaysBetween(lastConsultation ?? enrolled, day);
        var discussed = lastConsultation is null ? 0.22 : week >= 8 && !progress.HasResponded ? since > 28 ? 0.25 : 0.05 : 0.03;
        if (Status is EpisodeStatus.RelapsePrevention) discussed = 0.01;
        if (!dice.Chance(discussed)) return;
        consultations.Add(new(new(Id(day, out var recorded)), site.Consultant(dice), day, dice.Between(5, 15), Recommendation(), recorded));
        lastConsultation = day;
    }

    /// <summary>2.5 % a week at first, falling to 1 %; fragile patients more, those just spoken to less.</summary>
    private double Leaving(int week, LocalDate day) =>
        (Status is EpisodeStatus.RelapsePrevention ? 0.004 : 0.035 - 0.02 * Math.Min(1, week / 20.0))
        * (illness.IsFragile ? 1.5 : 1)
        * (Period.DaysBetween(lastContact, day) <= 14 ? 0.7 : 1);

    /// <summary>Half say so; the others cannot be reached any more, and one in ten of those is forgotten on the list.</summary>
    private void Leave(LocalDate day)
    {
        if (dice.Chance(0.6))
        {
            end = (day, dice.Weighed(
                (DischargeReason.Withdrew, 0.5), (DischargeReason.Transferred, 0.3), (DischargeReason.Other, 0.14), (DischargeReason.Ineligible, 0.04), (DischargeReason.Died, 0.02)));
        }
        else
        {
            silentUntil = lastContact.PlusDays(dice.Chance(0.1) ? 365 : dice.Chance(0.5) ? 90 : dice.Between(40, 70));
        }
    }

    private void Silence(int week, LocalDate day, LocalDate until)
    {
        if (day >= until)
        {
            end = (day, Period.DaysBetween(lastContact, until) >= 90 ? DischargeReason.AdministrativeInactivity : DischargeReason.LostToFollowUp);
        }
        else if (Period.DaysBetween(lastContact, day) < 45 && week >= nextContactWeek)
        {
            Add(day, ContactPurpose.OutreachAttempt, ContactMode.Phone, dice.Between(2, 6), kept: false);
            nextContactWeek = week + 2;
        }
    }

    private void Reach(LocalDate day, ContactPurpose purpose, double week, int minutes, double measured)
    {
        Add(day, purpose, purpose is ContactPurpose.InitialAssessment && dice.Chance(0.4) ? ContactMode.InPerson : Mode(), minutes, kept: true);
        lastContact = day;
        if (dice.Chance(measured)) progress.Measured(day, measurement.Take(illness, day, week, atContact: true));
    }

    private void Hand(Id<StaffMember> successor, LocalDate day)
    {
        managers[^1] = managers[^1] with { Until = day };
        managers.Add(new(successor, day, null));
    }

    private void Add(LocalDate day, ContactPurpose purpose, ContactMode mode, int minutes, bool kept)
    {
        var id = Id(day, out var recorded);
        contacts.Add(new(new(id), CareManager, purpose, mode, day, day < today && dice.Chance(0.8) ? recorded - Duration.FromMinutes(minutes) : null, minutes, kept, recorded));
    }

    private Guid Id(LocalDate day, out Instant recorded)
    {
        recorded = site.During(day, today, dice);
        return SyntheticIds.Next(dice, recorded);
    }

    private ContactMode Mode() => dice.Weighed((ContactMode.Phone, 0.60), (ContactMode.Video, 0.25), (ContactMode.InPerson, 0.15));

    /// <summary>Log-normal around 22 minutes.</summary>
    private int Minutes() => (int)Math.Clamp(Math.Round(Math.Exp(dice.Normal(3.0, 0.42))), 5, 75);

    private RecommendationKind? Recommendation() => !dice.Chance(0.95) ? null
        : dice.Weighed<RecommendationKind>(
            (RecommendationKind.ChangeMedication, progress.HasResponded ? 0.1 : 0.45), (RecommendationKind.ChangePsychotherapy, 0.15), (RecommendationKind.ContinueTreatment, 0.25),
            (RecommendationKind.FurtherAssessment, 0.08), (RecommendationKind.ReferToSpecialtyCare, 0.04), (RecommendationKind.SafetyPlan, illness.SelfHarm ? 0.2 : 0.01));
}
