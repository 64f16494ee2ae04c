using NodaTime;

namespace Registry.Clinical;

/// <summary>Flags about the patient's safety. They hold in every status and never clear by time.</summary>
internal static class SafetyFlags
{
    public static readonly Flag Item9 = new("F01", "safety.item9", FlagSeverity.Critical,
        "The latest answered self-harm item (PHQ-9 item 9, or that of PHQ-9M or EPDS) is 1 or more: 1 is S1, 2 is S2, 3 is S3; so is a C-SSRS with intent, plan or recent behaviour. "
        + "An answer counts although the total of its form was refused or never came. "
        + "A later answer of 0 or an acknowledgement with disposition clears it; time and totals without items never do.",
        IsRaised, Explain) { MaySnooze = false };

    public static readonly Flag Item9Unknown = new("F01u", "safety.item9Unknown", FlagSeverity.Information,
        "The latest PHQ-9 is 10 or more and says nothing about item 9: ask, since unknown is not no.",
        e => e.Phq9.Last is { Item9: null } last && last.Total >= e.Parameters.UnknownItem9FromTotal,
        e =>
        {
            var last = e.Phq9.Last!.Value;
            var since = e.Phq9.RunStart(score => score.Item9 is null && score.Total >= e.Parameters.UnknownItem9FromTotal);
            return new(since, $"{last.Said()} came without an answer to item 9.", FlagInput.Of("last", last));
        }) { MaySnooze = false };

    public static readonly Flag Manual = new("F02", "safety.manual", FlagSeverity.Critical,
        "Somebody flagged the patient as a safety risk (S3) and nobody has cleared the flag. It outlives every change of status.",
        e => ManualFlags.IsOpen(e, ManualFlagKind.Safety),
        e => ManualFlags.Explain(e, ManualFlagKind.Safety, "Flagged as a safety risk")) { MaySnooze = false };

    private static bool IsRaised(EpisodeSummary e)
    {
        if (Concern(e, e.Phq9) is not null) return true;
        for (var i = 0; i < e.Others.Count; i++)
        {
            if (Concern(e, e.Others[i]) is not null) return true;
        }

        for (var i = 0; i < e.Facts.SelfHarmAnswers.Count; i++)
        {
            if (IsConcern(e, e.Facts.SelfHarmAnswers[i])) return true;
        }

        return false;
    }

    private static Explanation Explain(EpisodeSummary e)
    {
        var concerns = Tracks(e).Where(track => Concern(e, track) is not null).Select(track => Of(e, track, Concern(e, track)!.Value))
            .Concat(e.Facts.SelfHarmAnswers.Where(answer => IsConcern(e, answer)).Select(Of)).ToList();
        var gravest = concerns.MaxBy(concern => concern.Tier)!;
        return new(concerns.Min(concern => concern.Since), gravest.Text, [.. concerns.SelectMany(concern => concern.Inputs)])
        {
            Severity = gravest.Tier is SafetyTier.S1 ? FlagSeverity.Attention : FlagSeverity.Critical,
        };
    }

    private sealed record SafetyConcern(LocalDate Since, SafetyTier Tier, string Text, FlagInput[] Inputs);

    private static SafetyConcern Of(EpisodeSummary e, ScoreTrack track, Score score) => new(Since(e, track), SafetyTiers.OfItem9(score.Item9), Say(score.Instrument, score.Item9, score.On), InputsOf(score));

    private static SafetyConcern Of(SelfHarmAnswer answer) =>
        new(answer.On, SafetyTiers.OfItem9(answer.Answer), $"{Say(answer.Instrument, answer.Answer, answer.On)} It came without a total that counts.",
            [InputOf(answer.Instrument, answer.Answer, answer.On, answer.AssessmentId)]);

    private static IEnumerable<ScoreTrack> Tracks(EpisodeSummary e) => new[] { e.Phq9 }.Concat(e.Others);

    /// <summary>Until a form that counts answers the same item: on a later day, or on that day no better.</summary>
    private static bool IsConcern(EpisodeSummary e, SelfHarmAnswer answer)
    {
        if (answer.On > e.AsOf || !SafetyTiers.IsConcern(answer.Instrument, answer.Answer) || !EpisodeSummary.IsWithin(e.Facts, answer.On) || IsDealtWith(e, answer.AssessmentId, answer.On)) return false;
        foreach (var track in Tracks(e))
        {
            if (track.Instrument.Continues(answer.Instrument) && track.LastAnswered is { } counted && (counted.On > answer.On || (counted.On == answer.On && counted.Item9 >= answer.Answer))) return false;
        }

        return true;
    }

    /// <summary>The score of a track that raises the flag: its latest answer, unless harmless or dealt with.</summary>
    private static Score? Concern(EpisodeSummary e, ScoreTrack track) =>
        track.LastAnswered is { } score && IsConcern(e, score) ? score : null;

    private static bool IsConcern(EpisodeSummary e, in Score score) =>
        SafetyTiers.IsConcern(score.Instrument, score.Item9) && !IsDealtWith(e, score.AssessmentId, score.On);

    private static LocalDate Since(EpisodeSummary e, ScoreTrack track) =>
        track.RunStart(score => IsConcern(e, score), skip: score => score.Item9 is null);

    private static bool IsDealtWith(EpisodeSummary e, Guid assessment, LocalDate on)
    {
        for (var i = 0; i < e.Facts.Acknowledgements.Count; i++)
        {
            var seen = e.Facts.Acknowledgements[i];
            if (seen.FlagId != Item9.Id || seen.Disposition is null || seen.On > e.AsOf) continue;
            if (seen.AssessmentId is { } id ? id == assessment : seen.On >= on) return true;
        }

        return false;
    }

    private static string Say(Instrument instrument, int? answer, LocalDate on) => instrument.IsRiskScreen
        ? $"{instrument.Display} on {on.Iso()} is positive for intent, plan or recent behaviour ({SafetyTiers.OfItem9(answer)})."
        : $"{instrument.Display} item {instrument.SelfHarmItem} was answered {answer} on {on.Iso()} ({SafetyTiers.OfItem9(answer)}).";

    private static FlagInput[] InputsOf(in Score score) =>
        score.Instrument.IsRiskScreen ? [InputOf(score.Instrument, score.Item9, score.On, score.AssessmentId)]
        : [InputOf(score.Instrument, score.Item9, score.On, score.AssessmentId), FlagInput.Of("score", score)];

    private static FlagInput InputOf(Instrument instrument, int? answer, LocalDate on, Guid assessment) =>
        new(instrument.IsRiskScreen ? "screen" : "selfHarmAnswer", answer, on, assessment, SafetyTiers.OfItem9(answer).ToString());
}
