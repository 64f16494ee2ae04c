using NodaTime;

namespace Registry.Clinical;

/// <summary>A health oversight or law enforcement agency stated that telling a patient of what it was given would impede it: 45 CFR 164.528(a)(2). Never changed.</summary>
public sealed class AccountingSuspension
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<AccountingSuspension> Id { get; init; }
    public required Id<Patient> PatientId { get; init; }

    /// <summary>The agency, as its disclosures name it: those to anybody else are told.</summary>
    public required string RecipientName { get; init; }

    /// <summary>The first day on which the patient is told again.</summary>
    public required LocalDate UntilOn { get; init; }

    /// <summary>Where the statement is kept; at most 200 characters.</summary>
    public required string Statement { get; init; }
    public required Instant RecordedAt { get; init; }
    public required Id<Principal> RecordedBy { get; init; }

    public bool Hides(Disclosure d, LocalDate today) =>
        UntilOn > today && d.PatientId == PatientId && d.Purpose is (DisclosurePurpose.HealthOversight or DisclosurePurpose.LawEnforcement)
        && string.Equals(d.RecipientName, RecipientName, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{nameof(AccountingSuspension)} {Id}";
}
