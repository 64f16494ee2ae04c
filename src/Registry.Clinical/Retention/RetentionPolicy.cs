using NodaTime;

namespace Registry.Clinical;

/// <summary>How long an organization keeps records: state law sets the length, so it is data. Documentation of access is kept six years at least.</summary>
public sealed class RetentionPolicy
{
    public required Id<Organization> OrganizationId { get; init; }

    /// <summary>Whole years after the last activity, 1 to 100.</summary>
    public required int YearsAfterLastActivity { get; set; }

    /// <summary>A record of somebody who was a minor is kept at least until this age, 18 to 50.</summary>
    public required int MinorsUntilAge { get; set; }

    /// <summary>Whole years that the audit trail is kept, 6 to 100: 45 CFR 164.316(b)(2)(i).</summary>
    public required int AuditYears { get; set; }
    public int Version { get; set; } = 1;

    /// <summary>The age from which somebody is no minor.</summary>
    private const int Majority = 18;

    public const int LeastAuditYears = 6;

    /// <summary>The first day on which the record may be erased.</summary>
    /// <param name="birth">When it is not known, nobody can say that the patient was no minor, so both periods are counted from the last activity.</param>
    public LocalDate EligibleFrom(LocalDate lastActivity, LocalDate? birth)
    {
        var ordinary = lastActivity.PlusYears(YearsAfterLastActivity);
        if (birth is not { } born) return LocalDate.Max(ordinary, lastActivity.PlusYears(MinorsUntilAge));
        return lastActivity < born.PlusYears(Majority) ? LocalDate.Max(ordinary, born.PlusYears(MinorsUntilAge)) : ordinary;
    }
}

/// <summary>Nothing of this patient may be erased while it is in force, whatever the policy says.</summary>
public sealed class LegalHold
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<LegalHold> Id { get; init; }
    public required Id<Patient> PatientId { get; init; }

    /// <summary>The matter it serves; at most 400 characters.</summary>
    public required string Matter { get; init; }
    public required Instant PlacedAt { get; init; }
    public required Id<Principal> PlacedBy { get; init; }
    public Instant? ReleasedAt { get; private set; }
    public Id<Principal>? ReleasedBy { get; private set; }

    public Refusal? Release(Id<Principal> by, Instant at)
    {
        if (ReleasedAt is not null) return Released;
        (ReleasedAt, ReleasedBy) = (at, by);
        return null;
    }

    private static readonly Refusal Released = new("hold-released", RefusalKind.State, "The hold was released before.");

    public override string ToString() => $"{nameof(LegalHold)} {Id}";
}
