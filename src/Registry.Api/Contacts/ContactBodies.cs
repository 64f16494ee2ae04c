using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="On">Day of the contact, local to the clinic.</param>
/// <param name="Minutes">Whole minutes of care management time, 0-480.</param>
/// <param name="StartedAt">When it began, when known: without it an overlap cannot be seen.</param>
/// <param name="Kept">Whether the patient was reached; by default true except for attempts and no-shows, for which it cannot be.</param>
/// <param name="StaffId">Who did it; by default the caller.</param>
internal sealed record ContactRequest(
    ContactPurpose Purpose, ContactMode Mode, LocalDate On, int Minutes, Instant? StartedAt = null, bool? Kept = null, Id<StaffMember>? StaffId = null)
    : IEpisodeFactRequest<Contact>, IBeginsAt
{
    private static readonly Refusal NobodyReached = new("nobody-reached", RefusalKind.Rule, "An attempt or a no-show reached nobody: when somebody was reached, it was a contact of another purpose.");

    public void Check(Checks checks, Caller caller) => checks.Minutes("minutes", Minutes).Add(Kept is true && IsInVain ? NobodyReached.At("kept") : null);

    public IEnumerable<(string Field, Id<StaffMember>? Member)> Names(Caller caller) => [("staffId", StaffId ?? caller.StaffMemberId)];

    public Contact Create(Episode episode, Caller caller) => new()
    {
        OrganizationId = episode.OrganizationId,
        Id = Id<Contact>.New(),
        PatientId = episode.PatientId,
        EpisodeId = episode.Id,
        StaffMemberId = (StaffId ?? caller.StaffMemberId)!.Value,
        Purpose = Purpose,
        Mode = Mode,
        On = On,
        StartedAt = StartedAt,
        Minutes = Minutes,
        Kept = WasKept,
    };

    public void ApplyTo(Contact contact, Caller caller)
    {
        (contact.Purpose, contact.Mode, contact.StartedAt, contact.Minutes, contact.Kept) = (Purpose, Mode, StartedAt, Minutes, WasKept);
        contact.StaffMemberId = StaffId ?? contact.StaffMemberId;
    }

    private bool IsInVain => Purpose is ContactPurpose.OutreachAttempt or ContactPurpose.NoShow;

    private bool WasKept => Kept ?? !IsInVain;
}

internal sealed record ContactResponse(
    Id<Contact> Id, Id<Episode> EpisodeId, Id<Patient> PatientId, ContactPurpose Purpose, ContactMode Mode, LocalDate On, Instant? StartedAt, int Minutes, bool Kept,
    Id<StaffMember> StaffId, bool EnteredInError, int Version, Instant RecordedAt) : IEpisodeFactResponse<ContactResponse, Contact>
{
    public static ContactResponse Of(Contact c) => new(c.Id, c.EpisodeId, c.PatientId, c.Purpose, c.Mode, c.On, c.StartedAt, c.Minutes, c.Kept,
        c.StaffMemberId, c.EnteredInError, c.Version, c.RecordedAt);
}
