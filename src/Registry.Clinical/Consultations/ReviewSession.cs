using NodaTime;

namespace Registry.Clinical;

/// <summary>One meeting of a psychiatric consultant and a care manager over the caseload. What was said of each patient is a <see cref="Consultation"/>.</summary>
public sealed class ReviewSession : Fact
{
    public required Id<ReviewSession> Id { get; init; }
    public required Id<StaffMember> CareManagerId { get; init; }
    public required Id<StaffMember> ConsultantId { get; init; }
    public required LocalDate On { get; init; }
    public Instant? ClosedAt { get; private set; }

    public Refusal? Close(Instant at)
    {
        if (ClosedAt is not null) return Refusals.SessionClosed;
        ClosedAt = at;
        return null;
    }
}
