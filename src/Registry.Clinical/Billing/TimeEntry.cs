using NodaTime;

namespace Registry.Clinical;

/// <summary>Logged minutes of one piece of work, whatever record they come from.</summary>
public sealed record TimeEntry(LocalDate On, int Minutes, WorkKind Kind, WorkStamp Stamp)
{
    public WorkBy By { get; init; }
    public bool BilledElsewhere { get; init; }

    /// <summary>Patients who shared the time, at least 1.</summary>
    public int Attendees { get; init; } = 1;

    /// <summary>Only the duration is known: whether it overlaps other work cannot be told.</summary>
    public bool IsDurationOnly => Stamp.StartedAt is null;

    /// <summary>Everything logged in one calendar month, that day included: contacts, consultations, plans and entries of their own.</summary>
    public static IReadOnlyList<TimeEntry> Of(EpisodeFacts facts, YearMonth month, LocalDate asOf)
    {
        bool Falls(LocalDate on) => on <= asOf && on.ToYearMonth() == month;
        return
        [
            .. facts.Contacts.Where(c => Falls(c.On)).Select(Of),
            .. facts.Consultations.Where(c => Falls(c.On)).Select(c => new TimeEntry(c.On, c.Minutes, WorkKind.Consultation, c.Stamp)),
            .. facts.RelapsePreventionPlans.Where(p => Falls(p.On)).Select(p => new TimeEntry(p.On, p.Minutes, WorkKind.CarePlanning, p.Stamp)),
            .. facts.MinutesEntries.Where(m => Falls(m.On)).Select(Of),
        ];
    }

    private static TimeEntry Of(ContactFact contact) => new(contact.On, contact.Minutes, KindOf(contact.Purpose), contact.Stamp);

    private static TimeEntry Of(MinutesFact entry) => new(entry.On, entry.Minutes, entry.Kind, entry.Stamp)
    {
        By = entry.By,
        BilledElsewhere = entry.BilledElsewhere,
        Attendees = Math.Max(1, entry.Attendees),
    };

    private static WorkKind KindOf(ContactPurpose purpose) => purpose switch
    {
        ContactPurpose.InitialAssessment or ContactPurpose.FollowUp or ContactPurpose.RelapsePrevention or ContactPurpose.Message => WorkKind.PatientContact,
        ContactPurpose.OutreachAttempt or ContactPurpose.NoShow => WorkKind.Outreach,
        ContactPurpose.Collateral or ContactPurpose.CareCoordination => WorkKind.CareCoordination,
        ContactPurpose.Scheduling => WorkKind.Administrative,
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "A purpose without a rule."),
    };
}
