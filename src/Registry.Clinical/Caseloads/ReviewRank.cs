namespace Registry.Clinical;

/// <summary>One step of the order in which a caseload review takes patients, lowest rank first.</summary>
/// <param name="Rank">1 comes first.</param>
/// <param name="Code">Stable: "safety".</param>
/// <param name="Text">Why a patient of this rank is discussed, in words.</param>
/// <param name="Holds">Whether a raised flag of this episode puts it here.</param>
public sealed record ReviewRank(int Rank, string Code, string Text, Func<EpisodeSummary, RaisedFlag, bool> Holds)
{
    public override string ToString() => Code;
}

/// <summary>The review order: who is at risk, asked for, not improving or new comes before who is merely late. Domain reference 5.2.</summary>
public static class ReviewRanks
{
    public static readonly IReadOnlyList<ReviewRank> InOrder =
    [
        new(1, "safety", "A safety concern of tier S2 or S3.", (_, f) => f.Severity is FlagSeverity.Critical),
        new(2, "consult-requested", "A consultation was asked for.", (_, f) => f.Id is "F03"),
        new(3, "consult-overdue", "Not improving, and the consultation is overdue.", (e, f) => f.Id is "F12" && ConsultFlags.IsOverdue(e)),
        new(4, "worsening", "Relapsed or worsened.", (_, f) => f.Id is "F20" or "F14"),
        new(5, "not-improved", "Not improving, and not consulted on in the last 30 days.", (e, f) => f.Id is "F11" or "F13" && ConsultIsOld(e)),
        new(6, "new", "New, and not consulted on yet.", (_, f) => f.Id is "F10"),
        new(7, "unchanged", "Treatment unchanged although not improving, or a recommendation still open.", (_, f) => f.Id is "F24" or "F29"),
        new(8, "disengaging", "Contact is overdue.", (_, f) => f.Id is "F06" or "F07"),
        new(9, "long", "In care for more than nine months.", (_, f) => f.Id is "F23"),
        new(10, "graduating", "Ready for relapse prevention or for discharge.", (_, f) => f.Id is "F19" or "F22"),
        new(11, "other", "Another flag that wants attention.", (_, f) => f.Severity is FlagSeverity.Attention or FlagSeverity.Warning),
    ];

    private static bool ConsultIsOld(EpisodeSummary e) =>
        e.LastConsult is not { } consult || e.DaysSince(consult) > e.Parameters.ReviewConsultMaxAgeDays;
}
