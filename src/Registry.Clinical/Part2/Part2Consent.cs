using NodaTime;

namespace Registry.Clinical;

/// <summary>A patient's written consent that records of substance use disorder treatment be used for treatment, payment and operations: 42 CFR 2.31.</summary>
public sealed class Part2Consent : PatientFact<Part2Consent>
{
    public required LocalDate GivenOn { get; init; }

    /// <summary>The first day on which it no longer holds; null when it ends with its revocation only.</summary>
    public LocalDate? ExpiresOn { get; init; }

    /// <summary>The first day on which it no longer holds, because the patient took it back.</summary>
    public LocalDate? RevokedOn { get; private set; }

    /// <summary>To whom, as the patient signed it: "my treating providers, health plans and third-party payers"; at most 400 characters.</summary>
    public required string Recipients { get; init; }

    public bool HoldsOn(LocalDate day) => GivenOn <= day && !(ExpiresOn <= day) && !(RevokedOn <= day);

    public Refusal? Revoke(LocalDate on)
    {
        if (RevokedOn is not null) return Revoked;
        if (on < GivenOn) return Refusals.BeforeItBegan.At("on");
        RevokedOn = on;
        return null;
    }

    private static readonly Refusal Revoked = new("consent-revoked", RefusalKind.State, "The consent was revoked before.");
}

/// <summary>What goes with records under 42 CFR Part 2 wherever they go.</summary>
public static class Part2
{
    /// <summary>The notice that accompanies each disclosure made with consent: 42 CFR 2.32(a)(2), word for word.</summary>
    public const string Notice = "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";

    /// <summary>They may not be used in proceedings against the patient without the patient's consent or a court order: 42 CFR 2.12(d).</summary>
    public const string LegalProceedings =
        "These records, and testimony about them, may not be used in any civil, criminal, administrative or legislative proceeding against the patient without the patient's consent to that use or a court order under 42 CFR part 2, subpart E.";

    /// <summary>How far back an accounting covers what was disclosed with consent, treatment, payment and operations included: 42 CFR 2.25.</summary>
    public const int YearsAccounted = 3;

    /// <summary>Whether consent for treatment, payment and operations opens the records to a recipient: never to a court.</summary>
    public static bool IsOpenedByConsent(RecipientKind recipient) => recipient is not RecipientKind.Court;
}
