using NodaTime;

namespace Registry.Clinical;

/// <summary>A patient's restriction of what is disclosed, or of how the patient is reached: 45 CFR 164.522. It binds every export, and no clinical list.</summary>
public sealed class Restriction : PatientFact<Restriction>
{
    public required RestrictionKind Kind { get; init; }

    /// <summary>The day from which it holds.</summary>
    public required LocalDate On { get; init; }

    /// <summary>What exactly was agreed: for confidential communication, how and where the patient is to be reached; at most 400 characters.</summary>
    public string? Details { get; init; }

    /// <summary>The first day on which it no longer holds; null while it does.</summary>
    public LocalDate? EndedOn { get; private set; }

    public bool HoldsOn(LocalDate day) => On <= day && !(EndedOn <= day);

    public Refusal? End(LocalDate on)
    {
        if (EndedOn is not null) return Ended;
        if (on < On) return Refusals.BeforeItBegan.At("on");
        EndedOn = on;
        return null;
    }

    /// <summary>What a restriction keeps from going to a kind of recipient; nothing at all is kept from the patient.</summary>
    public static IReadOnlyList<RestrictionKind> Against(RecipientKind recipient) => recipient switch
    {
        RecipientKind.HealthPlan => [RestrictionKind.NotToHealthPlan],
        RecipientKind.Researcher => [RestrictionKind.NotToResearchers],
        RecipientKind.PublicHealthAgency or RecipientKind.OversightAgency or RecipientKind.Court or RecipientKind.Partner => [],
    };

    private static readonly Refusal Ended = new("restriction-ended", RefusalKind.State, "The restriction has ended before.");
}

public enum RestrictionKind
{
    /// <summary>Paid in full by the patient: it must not go to the health plan, 45 CFR 164.522(a)(1)(vi).</summary>
    NotToHealthPlan,
    NotToResearchers,

    /// <summary>Reach the patient only in the way the details say, 45 CFR 164.522(b).</summary>
    ConfidentialCommunication,
}

/// <summary>Who an export goes to.</summary>
public enum RecipientKind
{
    HealthPlan,
    Researcher,
    PublicHealthAgency,
    OversightAgency,
    Court,

    /// <summary>Another organization in the program, as a quality collaborative.</summary>
    Partner,
}
