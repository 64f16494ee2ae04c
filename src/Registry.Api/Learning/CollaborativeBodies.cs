using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <param name="Charter">What is to be reached, for whom and until when. It cannot be changed: all join on it.</param>
/// <param name="FirstMonth">The first month that is submitted.</param>
/// <param name="LastMonth">The last one; null while there is no end.</param>
/// <param name="Measures">Two to six metrics with their goals.</param>
internal sealed record CollaborativeRequest(string Name, string Charter, YearMonth FirstMonth, IReadOnlyList<CollaborativeMeasureBody> Measures, YearMonth? LastMonth = null)
{
    private static readonly Refusal HowMany = new("two-to-six-measures", RefusalKind.Rule, "A collaborative works on two to six measures, each named once.");
    private static readonly Refusal Order = new("months-out-of-order", RefusalKind.Rule, "The last month is the first one or a later one.");

    private static readonly Refusal Years = new("months-out-of-reach", RefusalKind.Rule, "A collaborative begins at most five years ago or from now, and lasts at most ten years.");

    public Checks Check(Access access)
    {
        var now = access.Now.InUtc().Date.ToYearMonth();
        var checks = new Checks().Text("name", Name, 200).Text("charter", Charter, 4000)
            .Add(FirstMonth.CompareTo(now.PlusMonths(-60)) < 0 || FirstMonth.CompareTo(now.PlusMonths(60)) > 0 ? Years.At("firstMonth") : null)
            .Add(LastMonth is { } end && end.CompareTo(FirstMonth.PlusMonths(120)) > 0 ? Years.At("lastMonth") : null)
            .Add(LastMonth is { } last && last.CompareTo(FirstMonth) < 0 ? Order.At("lastMonth") : null)
            .Add(Measures.Count is < Collaborative.FewestMeasures or > Collaborative.MostMeasures || Measures.DistinctBy(m => m.Metric).Count() < Measures.Count ? HowMany.At("measures") : null);
        foreach (var (i, measure) in Measures.Index()) measure.Check($"measures/{i}", checks);
        return checks;
    }

    public Collaborative ToCollaborative(Access access)
    {
        var id = Id<Collaborative>.New();
        return new()
        {
            OrganizationId = access.OrganizationId,
            Id = id,
            Name = Name.Trim(),
            Charter = Charter.Trim(),
            FirstMonthOn = FirstMonth.OnDayOfMonth(1),
            LastMonthOn = LastMonth?.OnDayOfMonth(1),
            RecordedAt = access.Now,
            RecordedBy = access.Caller!.PrincipalId,
            Measures = [.. Measures.Select((m, i) => new CollaborativeMeasure { OrganizationId = access.OrganizationId, CollaborativeId = id, MetricCode = m.Metric, Goal = m.Goal, Sequence = i + 1 })],
        };
    }

    public override string ToString() => nameof(CollaborativeRequest);
}

/// <param name="Metric">Code of a metric: M19.</param>
/// <param name="Goal">How far all want to come, in the unit of the metric.</param>
internal sealed record CollaborativeMeasureBody(string Metric, decimal Goal)
{
    private static readonly Refusal GoalOutOfRange = new("goal-out-of-range", RefusalKind.Rule, "A goal goes from 0 to 9999, in percent to 100, to two decimals.");

    public void Check(string at, Checks checks)
    {
        if (Clinical.Metrics.ByCode(Metric) is not { } metric) checks.Add(Refusals.UnknownMetric.At($"{at}/metric"));
        else if (Goal < 0 || Goal > (metric.Unit is MetricUnit.Percent ? 100 : 9999) || Goal != decimal.Round(Goal, 2)) checks.Add(GoalOutOfRange.At($"{at}/goal"));
    }
}

/// <param name="IsKept">The caller's organization keeps it.</param>
/// <param name="Membership">Whether the caller's organization was invited, takes part, or has left.</param>
internal sealed record CollaborativeResponse(
    Id<Collaborative> Id, string Name, string Charter, YearMonth FirstMonth, YearMonth? LastMonth, IReadOnlyList<CollaborativeMeasureBody> Measures, bool IsKept, MembershipState Membership)
{
    public static CollaborativeResponse Of(Collaborative c, CollaborativeMember? member, Id<Organization> reader) => new(
        c.Id, c.Name, c.Charter, c.FirstMonthOn.ToYearMonth(), c.LastMonthOn?.ToYearMonth(), [.. c.Measures.OrderBy(m => m.Sequence).Select(m => new CollaborativeMeasureBody(m.MetricCode, m.Goal))],
        c.OrganizationId == reader, member is null ? MembershipState.Invited : member.LeftAt is null ? MembershipState.TakesPart : MembershipState.Left);
}

internal enum MembershipState
{
    Invited,
    TakesPart,
    Left,
}

/// <param name="OrganizationId">As its administrator reads it in /v1/me. Whether there is such an organization is not told.</param>
internal sealed record InvitationRequest(Id<Organization> OrganizationId);

/// <param name="Sites">The clinics that take part.</param>
internal sealed record MembershipRequest(IReadOnlyList<MembershipSiteBody> Sites)
{
    private static readonly Refusal HowMany = new("sites-once-each", RefusalKind.Rule, "At least one clinic takes part, and each is named once.");

    public Checks Check(Access access)
    {
        var checks = new Checks().Add(Sites.Count == 0 || Sites.DistinctBy(s => s.ClinicId).Count() < Sites.Count ? HowMany.At("sites") : null);
        foreach (var (i, site) in Sites.Index())
        {
            checks.Text($"sites/{i}/name", site.Name, 200).Add(access.Clinics.Contains(site.ClinicId.Value) ? null : Refusals.UnknownReference.At($"sites/{i}/clinicId"));
        }

        return checks;
    }

    public override string ToString() => nameof(MembershipRequest);
}

/// <param name="Name">Under which the other members know the clinic.</param>
internal sealed record MembershipSiteBody(Id<Clinic> ClinicId, string Name);
