using NodaTime;

namespace Registry.Clinical;

/// <summary>A patient asked that something in the record be amended: 45 CFR 164.526. It is accepted by an ordinary correction, or denied with a reason.</summary>
/// <remarks>Nothing is overwritten: what stood before stays in the history of the corrected fact, and this request beside it.</remarks>
public sealed class Amendment : PatientFact<Amendment>
{
    /// <summary>The request is acted on within so many days, and once, with notice, so many more.</summary>
    public const int DaysToAct = 60, DaysMore = 30;


    /// <summary>The kind and id of the record it is about.</summary>
    public required AmendedKind About { get; init; }
    public required Guid AboutId { get; init; }

    /// <summary>The version that stood when the patient asked.</summary>
    public required int AboutVersion { get; init; }
    public required LocalDate RequestedOn { get; init; }

    /// <summary>What the patient wants changed, and why; at most 1,000 characters.</summary>
    public required string Request { get; init; }
    public AmendmentState State { get; private set; }

    /// <summary>The patient was told in writing that it takes longer, and until when.</summary>
    public bool IsExtended { get; private set; }

    /// <summary>The version of the record that the acceptance made.</summary>
    public int? AmendedVersion { get; private set; }
    public DenialReason? DenialReason { get; private set; }
    public LocalDate? DecidedOn { get; private set; }

    /// <summary>The patient's statement of disagreement with a denial; at most 1,000 characters.</summary>
    public string? Disagreement { get; private set; }

    /// <summary>The last day on which it may be decided.</summary>
    public LocalDate DueOn => RequestedOn.PlusDays(IsExtended ? DaysToAct + DaysMore : DaysToAct);

    /// <summary>Null means done. Only once, and only while it is not overdue.</summary>
    public Refusal? Extend(LocalDate on)
    {
        if (State is not AmendmentState.Requested) return AmendmentRefusals.Decided;
        if (IsExtended || on > DueOn) return AmendmentRefusals.NotExtendable;
        IsExtended = true;
        return null;
    }

    /// <param name="version">The version that stands now; one made before the request answers nothing.</param>
    public Refusal? Accept(int version, LocalDate on) =>
        version <= AboutVersion ? AmendmentRefusals.NotCorrected : Decide(AmendmentState.Accepted, on) ?? Done(() => AmendedVersion = version);

    public Refusal? Deny(DenialReason reason, LocalDate on) => Decide(AmendmentState.Denied, on) ?? Done(() => DenialReason = reason);

    /// <summary>The patient disagrees with the denial. Later disclosures of the record carry it.</summary>
    public Refusal? Disagree(string statement)
    {
        if (State is not AmendmentState.Denied || Disagreement is not null) return AmendmentRefusals.NothingToDisagreeWith;
        Disagreement = statement;
        return null;
    }

    private Refusal? Decide(AmendmentState state, LocalDate on)
    {
        if (State is not AmendmentState.Requested) return AmendmentRefusals.Decided;
        if (on < RequestedOn) return Refusals.BeforeItBegan.At("on");
        (State, DecidedOn) = (state, on);
        return null;
    }

    private static Refusal? Done(Action change)
    {
        change();
        return null;
    }
}

/// <summary>The kinds of records that a request can be about.</summary>
public enum AmendedKind
{
    Assessment,
    Contact,
    Consultation,
    RelapsePreventionPlan,
    TeamEntry,
    Patient,
    Episode,
}

public enum AmendmentState
{
    Requested,
    Accepted,
    Denied,
}

/// <summary>The grounds on which a request may be denied: 45 CFR 164.526(a)(2).</summary>
public enum DenialReason
{
    /// <summary>Somebody else made the record, and can be asked.</summary>
    NotCreatedHere,
    NotInDesignatedRecordSet,
    NotAvailableForAccess,
    AccurateAndComplete,
}

public static class AmendmentRefusals
{
    public static readonly Refusal Decided = new("amendment-decided", RefusalKind.State, "The request was decided before.");
    public static readonly Refusal NotExtendable = new("amendment-not-extendable", RefusalKind.State, "The time can be extended once, before it has run out.");
    public static readonly Refusal NothingToDisagreeWith = new("nothing-to-disagree-with", RefusalKind.State, "A statement of disagreement follows a denial, once.");
    public static readonly Refusal NotCorrected = new("not-corrected", RefusalKind.State, "Correct the record first: it stands as it did when the patient asked.");
}
