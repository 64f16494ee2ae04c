using NodaTime;

namespace Registry.Clinical;

/// <summary>One scored administration of an instrument to a patient. It belongs to the patient; an episode counts those in its time.</summary>
public sealed class Assessment : Fact
{
    public required Id<Assessment> Id { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required Instrument Instrument { get; init; }

    /// <summary>The calendar day as written by whoever took it.</summary>
    public required LocalDate AdministeredOn { get; set; }

    /// <summary>The moment, when known: it orders two scores of one day.</summary>
    public Instant? AdministeredAt { get; set; }

    /// <summary>Whole points; null where no score came of it (declined, not finished).</summary>
    public required int? Total { get; set; }

    /// <summary>Item answers in order, <see cref="Unanswered"/> where there is none; null when only the total is known.</summary>
    public short[]? Items { get; set; }

    /// <summary>Answer to the self-harm item, of a risk screener its tier (0 to 3); null means unknown, never "no".</summary>
    public short? SelfHarmAnswer { get; set; }
    public required ScoreOrigin Origin { get; set; }
    public required AssessmentStatus Status { get; set; }

    /// <summary>Name of the system it came from.</summary>
    public required string Source { get; init; }

    /// <summary>The day it arrived from another system, when somebody has to look at it; null when the team took it.</summary>
    public LocalDate? ReceivedOn { get; init; }

    /// <summary>The day somebody marked it as reviewed.</summary>
    public LocalDate? ReviewedOn { get; set; }

    /// <summary>The sender's own version of it, when it said one.</summary>
    public string? SourceVersion { get; set; }

    /// <summary>Marks an unanswered item among the stored answers.</summary>
    public const short Unanswered = -1;

    public static short[]? Stored(IReadOnlyList<int?>? answers) => answers is null ? null : [.. answers.Select(a => (short)(a ?? Unanswered))];

    public static IReadOnlyList<int?>? Answers(short[]? stored) => stored is null ? null : [.. stored.Select(a => a == Unanswered ? (int?)null : a)];

    /// <summary>What the stored answers say about self-harm; null when it is unknown.</summary>
    public static short? SelfHarmOf(Instrument instrument, short[]? stored) =>
        Answers(stored) is { } items ? (short?)SafetyTiers.AnswerOf(instrument, items) : null;

    public override string ToString() => $"Assessment {Id}";
}

/// <summary>By which other systems know this administration. Unique within the organization, so a resend finds the first.</summary>
public sealed class AssessmentIdentifier
{
    public required Id<Organization> OrganizationId { get; init; }
    public required string System { get; init; }
    public required string Value { get; init; }
    public required Id<Assessment> AssessmentId { get; init; }
}

/// <summary>FHIR observation status, and one of our own. Only final, amended and corrected count. Domain reference 3.4.</summary>
public enum AssessmentStatus
{
    Registered,
    Preliminary,
    Final,
    Amended,
    Corrected,
    Cancelled,
    EnteredInError,
    Unknown,

    /// <summary>Not a FHIR status: total and item answers contradict each other. Both are kept, neither counts, and somebody must decide.</summary>
    Quarantined,
}

/// <summary>Where the total comes from.</summary>
public enum ScoreOrigin
{
    /// <summary>Stated by the sender.</summary>
    Stated,

    /// <summary>Summed from complete item answers.</summary>
    Summed,

    /// <summary>Summed with missing answers replaced by the mean; left out of NYS, HEDIS and eCQM measures.</summary>
    Prorated,
}
