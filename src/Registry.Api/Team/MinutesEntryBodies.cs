using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="Work">What the time was spent on.</param>
/// <param name="By">Whose time it is; care management time counts.</param>
/// <param name="BilledElsewhere">Part of a service billed on its own.</param>
/// <param name="Attendees">Patients who shared the time, this one included.</param>
internal sealed record MinutesEntryRequest(
    LocalDate On, int Minutes, WorkKind Work, WorkBy By = WorkBy.CareManager, Instant? StartedAt = null, bool BilledElsewhere = false, int Attendees = 1,
    Id<StaffMember>? StaffId = null, string? Note = null) : TeamEntryRequest<MinutesEntry>(On, Note), IBeginsAt
{
    public override void Check(Checks checks, Caller caller)
    {
        base.Check(checks, caller);
        checks.Minutes("minutes", Minutes).Add(Attendees is < 1 or > 50 ? Refusals.AttendeesOutOfRange.At("attendees") : null);
    }

    public override IEnumerable<(string Field, Id<StaffMember>? Member)> Names(Caller caller) => [("staffId", StaffId ?? caller.StaffMemberId)];

    protected override MinutesEntry New(EntryKey key, Caller caller) => new()
    {
        OrganizationId = key.Organization,
        Id = Id<TeamEntry>.New(),
        PatientId = key.Patient,
        EpisodeId = key.Episode,
        On = On,
        StaffMemberId = (StaffId ?? caller.StaffMemberId)!.Value,
        Work = Work,
        By = By,
        Minutes = Minutes,
    };

    public override void ApplyTo(MinutesEntry entry, Caller caller)
    {
        base.ApplyTo(entry, caller);
        (entry.Minutes, entry.Work, entry.By, entry.StartedAt, entry.BilledElsewhere, entry.Attendees) = (Minutes, Work, By, StartedAt, BilledElsewhere, Attendees);
        entry.StaffMemberId = StaffId ?? entry.StaffMemberId;
    }
}

internal sealed record MinutesEntryResponse(
    Id<TeamEntry> Id, Id<Episode> EpisodeId, Id<Patient> PatientId, LocalDate On, int Minutes, WorkKind Work, WorkBy By, Instant? StartedAt, bool BilledElsewhere,
    int Attendees, Id<StaffMember> StaffId, string? Note, bool EnteredInError, int Version, Instant RecordedAt) : IEpisodeFactResponse<MinutesEntryResponse, MinutesEntry>
{
    public static MinutesEntryResponse Of(MinutesEntry e) => new(e.Id, e.EpisodeId, e.PatientId, e.On, e.Minutes, e.Work, e.By, e.StartedAt, e.BilledElsewhere,
        e.Attendees, e.StaffMemberId, e.Note, e.EnteredInError, e.Version, e.RecordedAt);

    public override string ToString() => $"{nameof(MinutesEntryResponse)} {Id}";
}
