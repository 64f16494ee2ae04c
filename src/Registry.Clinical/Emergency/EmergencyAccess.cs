using NodaTime;

namespace Registry.Clinical;

/// <summary>Somebody opened the record of one patient who was out of reach, to read it in an emergency, for a short time. Never changed.</summary>
/// <remarks>One is recorded for an identifier that is nobody's, too: which of the two it was, the answer does not tell.</remarks>
public sealed class EmergencyAccess
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<EmergencyAccess> Id { get; init; }
    public required Id<Principal> PrincipalId { get; init; }

    /// <summary>Null when nobody has the identifier that was given.</summary>
    public Id<Patient>? PatientId { get; init; }

    /// <summary>The patient's clinic; null when there is no patient.</summary>
    public Id<Clinic>? ClinicId { get; init; }
    public required EmergencyReason Reason { get; init; }

    /// <summary>Why it could not wait, in the reader's own words; at most 400 characters.</summary>
    public required string Explanation { get; init; }
    public required Instant OpenedAt { get; init; }

    /// <summary>From this moment on the record is closed again.</summary>
    public required Instant ExpiresAt { get; init; }

    /// <summary>What a second person said of it; null while it waits for one.</summary>
    public EmergencyReview? Review { get; init; }

    public override string ToString() => $"{nameof(EmergencyAccess)} {Id}";
}

/// <summary>What a second person, never the one who opened the record, says of an emergency access. Never changed.</summary>
public sealed class EmergencyReview
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<EmergencyAccess> EmergencyAccessId { get; init; }
    public required EmergencyVerdict Verdict { get; init; }

    /// <summary>At most 400 characters.</summary>
    public string? Note { get; init; }
    public required Id<Principal> ReviewedBy { get; init; }
    public required Instant ReviewedAt { get; init; }

    public override string ToString() => $"{nameof(EmergencyReview)} {EmergencyAccessId}";
}

/// <summary>What cannot wait until the patient is assigned.</summary>
public enum EmergencyReason
{
    SuicideRisk,
    MedicalEmergency,
    CrisisCall,

    /// <summary>Nobody of the care team can be reached, and something must be decided.</summary>
    CareTeamUnavailable,
}

public enum EmergencyVerdict
{
    Justified,
    NotJustified,
}

/// <summary>The rules of emergency access: 45 CFR 164.312(a)(2)(ii).</summary>
public static class EmergencyRules
{
    /// <summary>Whom the quota counts: opened in the day before this moment.</summary>
    public static readonly Duration QuotaPeriod = Duration.FromDays(1);

    public static readonly Refusal QuotaUsed = new("emergency-quota-used", RefusalKind.TooMany, "As many emergency accesses as a day allows were opened. Ask the clinic lead to assign the patient.");
    public static readonly Refusal OwnAccess = new("own-emergency-access", RefusalKind.Forbidden, "Somebody else has to review it.");
    public static readonly Refusal ReviewedBefore = new("reviewed-before", RefusalKind.State, "It was reviewed before.");
}
