using NodaTime;
using Registry.Clinical;

namespace Registry.Fhir;

public enum ReadingKind
{
    /// <summary>A score that counts: <see cref="ObservationReading.Score"/> is there.</summary>
    Score,

    /// <summary>About one of our instruments, kept, and never counted: a panel that groups, a reason why there is no value, a status that is not final.</summary>
    KeptWithoutScore,

    /// <summary>entered-in-error: whatever has this identity disappears from every count. Unknown identity: nothing happens.</summary>
    Retraction,

    /// <summary>Legal FHIR that holds no score of ours. An import goes on; a direct POST is answered 422 with the same text.</summary>
    NotOurs,

    /// <summary>Must not be stored; the issues say why.</summary>
    Refused,
}

/// <summary>What one Observation means to the registry. A class, so that it does not print itself.</summary>
public sealed class ObservationReading
{
    public required ReadingKind Kind { get; init; }

    /// <summary>Everything found. Errors only when refused; warnings and remarks may stand beside any kind.</summary>
    public required FhirIssues Issues { get; init; }

    /// <summary>There if and only if <see cref="Kind"/> is <see cref="ReadingKind.Score"/>.</summary>
    public ScoredObservation? Score { get; init; }

    public string? Status { get; init; }

    /// <summary>Of a score, a panel, a single item or a retraction, where the code says so.</summary>
    public Instrument? Instrument { get; init; }

    /// <summary>Also of what does not count, where it can be read.</summary>
    public int? Total { get; init; }

    /// <summary>Answers by item, the first at index 0; null where no component carries answers, a null inside where one is missing.</summary>
    public IReadOnlyList<int?>? Items { get; init; }

    public EffectiveTime? Effective { get; init; }
    public SubjectReference? Subject { get; init; }

    /// <summary>The sender's names for this resource; the identity under which it is stored once.</summary>
    public required IReadOnlyList<FhirIdentifier> Identifiers { get; init; }

    public required IReadOnlyList<SecurityLabel> Security { get; init; }

    /// <summary>The sender's own id and version: no identity here unless it is ours.</summary>
    public string? SourceId { get; init; }

    public string? SourceVersion { get; init; }

    /// <summary>A response to a form, or an Observation that says it is derived from one: the two may tell of one sitting.</summary>
    public bool IsFromResponse { get; init; }

    /// <summary>Why it is not ours, where that may be for want of a mapping: a code of the sender's own, or a form nobody has loaded.</summary>
    public Unrecognised? Unrecognised { get; init; }

    /// <summary>Refused, and yet it says that the patient thought of self-harm: that is kept whatever the total.</summary>
    public bool IsSafetyConcern => Kind is ReadingKind.Refused && Subject is not null && Effective is not null
        && Instrument?.SelfHarmItem is { } item && Items?[item - 1] > 0;
}

/// <summary>What nobody has mapped yet.</summary>
/// <param name="System">The sender's code system, or the canonical address of the form.</param>
/// <param name="Code">Null for a form.</param>
/// <param name="IsSurvey">Whether the sender calls it a survey, which scores are and most other whole numbers are not.</param>
public sealed record Unrecognised(string System, string? Code, bool IsSurvey)
{
    public bool IsForm => Code is null;
}

/// <summary>A score that counts, with everything a stored score needs.</summary>
/// <param name="On">The calendar day as written.</param>
/// <param name="At">The moment, where one was given.</param>
/// <param name="Status">final, amended or corrected.</param>
public sealed record ScoredObservation(
    Instrument Instrument, int Total, IReadOnlyList<int?>? Items, LocalDate On, Instant? At, EffectiveTime Effective, SubjectReference Subject, string Status)
{
    public override string ToString() => $"ScoredObservation {Instrument}";
}
