namespace Registry.Clinical;

/// <summary>From answers to tiers. Domain reference 3.2.</summary>
public static class SafetyTiers
{
    /// <summary>Tier of an answer to PHQ-9 item 9: 0 none, 1 S1, 2 S2, 3 S3; no answer is unknown.</summary>
    public static SafetyTier OfItem9(int? answer) => answer switch
    {
        null => SafetyTier.Unknown,
        <= 0 => SafetyTier.None,
        1 => SafetyTier.S1,
        2 => SafetyTier.S2,
        >= 3 => SafetyTier.S3,
    };

    /// <summary>
    /// Tier of a C-SSRS screener: intent (4), plan (5) or recent behaviour (6 within three months) is S3; method (3) or behaviour
    /// longer ago is S2; a wish to be dead (1) or thoughts (2) is S1.
    /// </summary>
    /// <param name="answers">Questions 1 to 6 in order, null where not answered. Questions 3 to 5 are not asked when 2 is no.</param>
    /// <param name="recent">Whether the behaviour of question 6 lies within three months; unknown is taken as recent.</param>
    /// <remarks>A no is only said when 1, 2 and 6 were answered; otherwise what was not asked stays unknown.</remarks>
    public static SafetyTier OfCssrs(IReadOnlyList<bool?> answers, bool? recent)
    {
        if (answers.Count != Instruments.Cssrs.ItemCount) throw new ArgumentException("Six answers, null where none was given.", nameof(answers));
        if (answers[3] is true || answers[4] is true || (answers[5] is true && recent is not false)) return SafetyTier.S3;
        if (answers[2] is true || answers[5] is true) return SafetyTier.S2;
        if (answers[0] is true || answers[1] is true) return SafetyTier.S1;
        return answers[0] is null || answers[1] is null || answers[5] is null ? SafetyTier.Unknown : SafetyTier.None;
    }

    /// <summary>What the answers of a form say about self-harm, 0 to 3: its item as answered; of a risk screener its tier. Null means unknown, never "no".</summary>
    public static int? AnswerOf(Instrument instrument, IReadOnlyList<int?> items)
    {
        if (!instrument.IsRiskScreen) return instrument.SelfHarmItem is { } number ? items[number - 1] : null;
        return OfCssrs([.. items.Select(item => item is { } answer ? answer > 0 : (bool?)null)], recent: null) switch
        {
            SafetyTier.Unknown => null,
            SafetyTier.None => 0,
            var tier => 1 + (tier - SafetyTier.S1),
        };
    }

    /// <summary>Whether an answer calls for somebody: 1 or more of an item, S3 of a risk screener.</summary>
    public static bool IsConcern(Instrument instrument, int? answer) => answer >= (instrument.IsRiskScreen ? 3 : 1);
}
