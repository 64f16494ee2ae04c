using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What somebody typed about one patient, as typed: shown again when it could not be recorded.</summary>
public sealed record OutcomeDraft(Id<Episode> EpisodeId, string? Minutes, string? Recommendation, string? Note, string? Consultant)
{
    /// <summary>Why it was not recorded.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>What it means, or what is wrong with it.</summary>
    /// <param name="consultants">Those who may be named; a consultant who is signed in speaks for themselves.</param>
    internal (OutcomeSaid? Said, IReadOnlyList<Refusal> Refusals) Read(Caller caller, IReadOnlyList<ConsultantChoice> consultants)
    {
        var wrong = new List<Refusal>();
        if (!int.TryParse(Minutes, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var minutes)) wrong.Add(Clinical.Refusals.MinutesOutOfRange.At("minutes"));
        var kind = default(RecommendationKind);
        if (!string.IsNullOrEmpty(Recommendation) && !Kebab.TryParse(Recommendation, out kind)) wrong.Add(Clinical.Refusals.UnknownReference.At("recommendation"));
        var consultant = caller.Has(Role.PsychiatricConsultant) ? caller.StaffMemberId : Id<StaffMember>.TryParse(Consultant, null, out var named) ? named : null;
        if (consultant is not { } who || consultants.All(c => c.Id != who)) wrong.Add(Clinical.Refusals.UnknownReference.At("consultant"));
        return wrong.Count > 0 ? (null, wrong)
            : (new(minutes, string.IsNullOrEmpty(Recommendation) ? null : kind, string.IsNullOrWhiteSpace(Note) ? null : Note.Trim().Normalize(), consultant!.Value), []);
    }

    public override string ToString() => $"{nameof(OutcomeDraft)} {EpisodeId}";
}

internal sealed record OutcomeSaid(int Minutes, RecommendationKind? Recommendation, string? Note, Id<StaffMember> Consultant)
{
    public override string ToString() => nameof(OutcomeSaid);
}
