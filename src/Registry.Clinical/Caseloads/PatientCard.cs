namespace Registry.Clinical;

/// <summary>How loudly a card speaks in the chart of another system.</summary>
public enum CardIndicator
{
    Info,
    Warning,
    Critical,
}

/// <summary>The one thing that a clinician who opens a patient's chart should know from Collaborative Care; most patients have none.</summary>
/// <param name="Summary">One sentence under 140 characters, without a score.</param>
/// <param name="Detail">Since when, and the rule that says so.</param>
public sealed record PatientCard(CardIndicator Indicator, string Summary, string Detail)
{
    /// <summary>What is worth a card, gravest first. Everything else waits for the caseload review: a chart that always warns is not read.</summary>
    /// <remarks>A flag that the team has acknowledged or put off is in hand and makes no card, unless it is a safety concern of tier S2 or S3.</remarks>
    private static readonly (string Summary, CardIndicator Indicator, Func<EpisodeSummary, RaisedFlag, bool> Holds)[] Worth =
    [
        ("Collaborative Care: a safety concern is open. Assess the risk of self-harm today.", CardIndicator.Critical, (_, f) => f.Severity is FlagSeverity.Critical),
        ("Collaborative Care: the self-harm item was answered above zero. Ask about it.", CardIndicator.Warning, (_, f) => f.Id is "F01"),
        ("Collaborative Care: symptoms are worse than at the start of care.", CardIndicator.Warning, (_, f) => f.Id is "F14" or "F20"),
        ("Collaborative Care: not improving after eight weeks. Consider a change of treatment.", CardIndicator.Warning, (_, f) => f.Id is "F11" or "F13"),
        ("Collaborative Care: a psychiatric review of this patient is due.", CardIndicator.Info, (e, f) => f.Id is "F03" or "F10" || (f.Id is "F12" && ConsultFlags.IsOverdue(e))),
    ];

    /// <summary>The card for an episode as it stands, or null: for most.</summary>
    public static PatientCard? Of(EpisodeSummary episode)
    {
        if (!episode.IsActive) return null;
        var raised = Clinical.Flags.Raised(episode);
        foreach (var (summary, indicator, holds) in Worth)
        {
            foreach (var flag in raised)
            {
                var isInHand = flag.State is not FlagState.Open && flag.Severity is not FlagSeverity.Critical;
                if (!isInHand && holds(episode, flag)) return new(indicator, summary, $"Since {flag.Since.Iso()}. {flag.Rule}");
            }
        }

        return null;
    }

    public override string ToString() => $"{nameof(PatientCard)} {Indicator}";
}
