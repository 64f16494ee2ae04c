using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="On">Day on which the plan was documented with the patient.</param>
/// <param name="Minutes">Whole minutes of care management time, 0-480.</param>
/// <param name="StaffId">Who did it; by default the caller.</param>
internal sealed record RelapsePreventionPlanRequest(LocalDate On, int Minutes, Instant? StartedAt = null, Id<StaffMember>? StaffId = null) : IEpisodeFactRequest<RelapsePreventionPlan>, IBeginsAt
{
    public void Check(Checks checks, Caller caller) => checks.Minutes("minutes", Minutes);

    public IEnumerable<(string Field, Id<StaffMember>? Member)> Names(Caller caller) => [("staffId", StaffId ?? caller.StaffMemberId)];

    public RelapsePreventionPlan Create(Episode episode, Caller caller) => new()
    {
        OrganizationId = episode.OrganizationId,
        Id = Id<RelapsePreventionPlan>.New(),
        PatientId = episode.PatientId,
        EpisodeId = episode.Id,
        StaffMemberId = (StaffId ?? caller.StaffMemberId)!.Value,
        On = On,
        StartedAt = StartedAt,
        Minutes = Minutes,
    };

    public void ApplyTo(RelapsePreventionPlan plan, Caller caller) =>
        (plan.Minutes, plan.StartedAt, plan.StaffMemberId) = (Minutes, StartedAt, StaffId ?? plan.StaffMemberId);

    /// <summary>An episode in treatment enters relapse prevention on the day its plan was documented.</summary>
    public static Refusal? Begins(Episode episode, RelapsePreventionPlan plan, Access access)
    {
        if (episode.Status is not EpisodeStatus.Treatment) return null;
        if (episode.Change(EpisodeStatus.RelapsePrevention, plan.On, reason: null, access.Now) is { } refusal) return refusal;
        episode.Corrected(access.Caller!.PrincipalId, access.Now);
        return null;
    }
}

internal sealed record RelapsePreventionPlanResponse(
    Id<RelapsePreventionPlan> Id, Id<Episode> EpisodeId, Id<Patient> PatientId, LocalDate On, Instant? StartedAt, int Minutes, Id<StaffMember> StaffId,
    bool EnteredInError, int Version, Instant RecordedAt) : IEpisodeFactResponse<RelapsePreventionPlanResponse, RelapsePreventionPlan>
{
    public static RelapsePreventionPlanResponse Of(RelapsePreventionPlan p) =>
        new(p.Id, p.EpisodeId, p.PatientId, p.On, p.StartedAt, p.Minutes, p.StaffMemberId, p.EnteredInError, p.Version, p.RecordedAt);
}
