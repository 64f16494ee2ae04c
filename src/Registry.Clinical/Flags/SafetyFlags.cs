namespace Registry.Clinical;

/// <summary>Flags about the patient's safety. They hold in every status and never clear by time.</summary>
internal static class SafetyFlags
{
    public static readonly Flag Item9 = new("F01", "safety.item9", FlagSeverity.Critical,
        "The latest answered PHQ-9 item 9 is 1 or more: 1 is S1, 2 is S2, 3 is S3. Only a later answer of 0 clears it, never time and never a total without items.",
        e => e.Phq9.LastAnswered is { Item9: > 0 },
        e =>
        {
            var answered = e.Phq9.LastAnswered!.Value;
            var since = e.Phq9.RunStart(score => score.Item9 > 0, skip: score => score.Item9 is null);
            var tier = SafetyTiers.OfItem9(answered.Item9);
            return new(since, $"PHQ-9 item 9 was answered {answered.Item9} on {answered.On.Iso()} ({tier}).",
                new FlagInput("item9", answered.Item9, answered.On, answered.AssessmentId, tier.ToString()), FlagInput.Of("score", answered))
            {
                Severity = tier is SafetyTier.S1 ? FlagSeverity.Attention : FlagSeverity.Critical,
            };
        });

    public static readonly Flag Item9Unknown = new("F01u", "safety.item9Unknown", FlagSeverity.Information,
        "The latest PHQ-9 is 10 or more and says nothing about item 9: ask, since unknown is not no.",
        e => e.Phq9.Last is { Item9: null } last && last.Total >= e.Parameters.UnknownItem9FromTotal,
        e =>
        {
            var last = e.Phq9.Last!.Value;
            var since = e.Phq9.RunStart(score => score.Item9 is null && score.Total >= e.Parameters.UnknownItem9FromTotal);
            return new(since, $"{last.Said()} came without an answer to item 9.", FlagInput.Of("last", last));
        });
}
