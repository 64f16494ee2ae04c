using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <param name="On">The day it was given.</param>
/// <param name="RecipientName">Who received it: a person, agency or company.</param>
/// <param name="What">What was disclosed, in words a patient understands; no scores.</param>
/// <param name="Purpose">On what ground.</param>
/// <param name="Why">Why, in words: the statute, the study, the order.</param>
/// <param name="RecipientAddress">Where the recipient is, if known.</param>
/// <param name="WithheldUntil">An oversight or law enforcement agency asked that the patient not be told before this day.</param>
internal sealed record DisclosureRequest(
    LocalDate On, string RecipientName, string What, DisclosurePurpose Purpose, string Why, string? RecipientAddress = null, LocalDate? WithheldUntil = null)
{
    private static readonly Refusal OnlyForAgencies = new("withheld-for-agencies-only", RefusalKind.Rule, "Only a health oversight or law enforcement agency can ask to withhold.");

    public Checks Check(LocalDate today) => new Checks()
        .Day("on", On, today)
        .Text("recipientName", RecipientName, 200)
        .Text("recipientAddress", RecipientAddress, 400, required: false)
        .Text("what", What, 400)
        .Text("why", Why, 400)
        .Add(WithheldUntil is not null && Purpose is not (DisclosurePurpose.HealthOversight or DisclosurePurpose.LawEnforcement) ? OnlyForAgencies.At("withheldUntil") : null);

    public Disclosure ToDisclosure(Id<Patient> patient, Access access) => new()
    {
        OrganizationId = access.OrganizationId,
        Id = Id<Disclosure>.New(),
        PatientId = patient,
        DisclosedOn = On,
        RecipientName = RecipientName.Trim(),
        RecipientAddress = RecipientAddress?.Trim(),
        What = What.Trim(),
        Purpose = Purpose,
        Why = Why.Trim(),
        WithheldUntil = WithheldUntil,
        RecordedAt = access.Now,
        RecordedBy = access.Caller!.PrincipalId,
    };

    public override string ToString() => nameof(DisclosureRequest);
}

internal sealed record DisclosureResponse(
    Id<Disclosure> Id, Id<Patient> PatientId, LocalDate On, string RecipientName, string? RecipientAddress, string What, DisclosurePurpose Purpose, string Why, LocalDate? WithheldUntil,
    Instant RecordedAt)
{
    public static DisclosureResponse Of(Disclosure d) =>
        new(d.Id, d.PatientId, d.DisclosedOn, d.RecipientName, d.RecipientAddress, d.What, d.Purpose, d.Why, d.WithheldUntil, d.RecordedAt);

    public override string ToString() => $"{nameof(DisclosureResponse)} {Id}";
}

/// <param name="From">The first day it covers.</param>
/// <param name="To">The last day it covers.</param>
/// <param name="Items">Oldest first.</param>
internal sealed record AccountingResponse(LocalDate From, LocalDate To, IReadOnlyList<AccountingLine> Items);

/// <param name="RecipientName">The agency, as its disclosures name it.</param>
/// <param name="UntilOn">The first day on which the patient is told again.</param>
/// <param name="Statement">Where the agency's statement is kept; at most 200 characters.</param>
internal sealed record AccountingSuspensionRequest(string RecipientName, LocalDate UntilOn, string Statement)
{
    private static readonly Refusal NotToCome = new("not-to-come", RefusalKind.Rule, "The day must be one to come.");

    public Checks Check(LocalDate today) => new Checks()
        .Text("recipientName", RecipientName, 200)
        .Text("statement", Statement, 200)
        .Add(UntilOn <= today ? NotToCome.At("untilOn") : null);

    public AccountingSuspension ToSuspension(Id<Patient> patient, Access access) => new()
    {
        OrganizationId = access.OrganizationId,
        Id = Id<AccountingSuspension>.New(),
        PatientId = patient,
        RecipientName = RecipientName.Trim(),
        UntilOn = UntilOn,
        Statement = Statement.Trim(),
        RecordedAt = access.Now,
        RecordedBy = access.Caller!.PrincipalId,
    };
}

internal sealed record AccountingSuspensionResponse(Id<AccountingSuspension> Id, Id<Patient> PatientId, string RecipientName, LocalDate UntilOn, string Statement, Instant RecordedAt)
{
    public static AccountingSuspensionResponse Of(AccountingSuspension s) => new(s.Id, s.PatientId, s.RecipientName, s.UntilOn, s.Statement, s.RecordedAt);
}
