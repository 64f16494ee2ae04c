using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>One sitting that two resources tell of: a response to a form, and the Observation of its total.</summary>
internal static class Sitting
{
    /// <summary>What both together say; null when they may be of two sittings, or when one of them does not count.</summary>
    /// <remarks>Equal patient, instrument, day and total, and no answer that differs. The moment of the first stands: senders stamp the two at different seconds.</remarks>
    public static Assessment? Join(KnownAssessment current, Assessment sent)
    {
        if (current.PatientId != sent.PatientId || current.Instrument != sent.Instrument.Code || current.On != sent.AdministeredOn) return null;
        if (current.Total is null || current.Total != sent.Total || current.Status is not ("final" or "amended" or "corrected")) return null;
        if (sent.Status is not AssessmentStatus.Final && Kebab.Of(sent.Status) != current.Status) return null;
        if (current.Items is not null && sent.Items is not null && !current.Items.AsSpan().SequenceEqual(sent.Items)) return null;
        var items = current.Items ?? sent.Items;
        return new()
        {
            OrganizationId = sent.OrganizationId,
            Id = current.Id,
            PatientId = current.PatientId,
            Instrument = sent.Instrument,
            AdministeredOn = current.On,
            AdministeredAt = current.At ?? sent.AdministeredAt,
            Total = current.Total,
            Items = items,
            SelfHarmAnswer = Assessment.SelfHarmOf(sent.Instrument, items),
            Origin = items is not null && !items.Contains(Assessment.Unanswered) ? ScoreOrigin.Summed : ScoreOrigin.Stated,
            Status = Kebab.Parse<AssessmentStatus>(current.Status),
            Source = sent.Source,
            SourceVersion = sent.SourceVersion,
        };
    }
}
