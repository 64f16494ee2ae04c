using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="PrincipalId">Null while the caller was unknown.</param>
/// <param name="StaffName">The member of staff; null for integration clients and strangers.</param>
/// <param name="Action">The permission that was used or asked for.</param>
/// <param name="Route">The pattern of the address, without values.</param>
/// <param name="PatientIds">Whose data was shown or changed.</param>
/// <param name="Resources">The resources and versions read or changed, where the access was to known ones.</param>
/// <param name="Roles">The roles that the caller had then.</param>
/// <param name="PurposeOfUse">A code of v3-PurposeOfUse.</param>
/// <param name="ClientId">The application that called.</param>
/// <param name="TokenId">The jti of the token.</param>
internal sealed record AuditEntryResponse(
    Id<AuditEntry> Id, Instant At, Id<Principal>? PrincipalId, string? StaffName, string Action, AuditEventKind Kind, string Method, string Route, int Status, AuditOutcome Outcome,
    IReadOnlyList<Guid> PatientIds, IReadOnlyList<string> Resources, IReadOnlyList<string> Roles, string PurposeOfUse, string? ClientId, string? TokenId, string? NetworkAddress,
    string RequestId)
{
    public static AuditEntryResponse Of(AuditLine line) => Of(line.Entry, line.StaffName);

    private static AuditEntryResponse Of(AuditEntry e, string? staffName) => new(
        e.Id, e.At, e.PrincipalId, staffName, e.Action, e.Event, e.Method, e.Route, e.Status, e.Outcome, e.PatientIds, e.Resources, e.Roles, e.PurposeOfUse, e.ClientId, e.TokenId,
        e.NetworkAddress, e.RequestId);
}

/// <param name="EntryId">The audit entry behind it.</param>
/// <param name="StaffName">The member of staff; null for integration clients.</param>
/// <param name="ClientId">The application that called.</param>
/// <param name="Roles">The roles that the caller had then.</param>
/// <param name="Action">What was done, as the name of the permission.</param>
/// <param name="PurposeOfUse">A code of v3-PurposeOfUse.</param>
internal sealed record PatientAccessResponse(
    Id<AuditEntry> EntryId, Instant At, Id<Principal>? PrincipalId, string? StaffName, string? ClientId, IReadOnlyList<string> Roles, string Action, AuditEventKind Kind, string PurposeOfUse)
{
    public static PatientAccessResponse Of(AuditLine line) => new(
        line.Entry.Id, line.Entry.At, line.Entry.PrincipalId, line.StaffName, line.Entry.ClientId, line.Entry.Roles, line.Entry.Action, line.Entry.Event, line.Entry.PurposeOfUse);
}

/// <param name="From">The first moment.</param>
/// <param name="Until">The moment after the last.</param>
/// <param name="PrincipalId">The account that was misused.</param>
/// <param name="TokenId">The jti of the token that was stolen.</param>
/// <param name="ClientId">The application that was compromised.</param>
internal sealed record AuditImpactRequest(Instant From, Instant Until, Id<Principal>? PrincipalId = null, string? TokenId = null, string? ClientId = null)
{
    public static readonly Refusal PeriodInvalid = new("period-invalid", RefusalKind.Malformed, "A period begins before it ends, and has at most the length that is offered.");

    public Checks Check() => new Checks()
        .Add(PrincipalId is null && TokenId is null && ClientId is null ? Refusals.Required.At("principalId") : null)
        .Add(Until <= From ? PeriodInvalid.At("until") : null)
        .Text("tokenId", TokenId, 400, required: false)
        .Text("clientId", ClientId, 400, required: false);
}

/// <param name="Accesses">How many accesses reached this patient's data.</param>
/// <param name="Kinds">The kinds of data that were reached: "assessment", "caseload".</param>
/// <param name="Changed">Whether anything was created, changed or deleted.</param>
internal sealed record PatientImpactResponse(Id<Patient> PatientId, long Accesses, Instant First, Instant Last, IReadOnlyList<string> Kinds, bool Changed)
{
    public static PatientImpactResponse Of(PatientImpact impact) => new(
        impact.PatientId, impact.Accesses, impact.First, impact.Last, [.. impact.Actions.Select(KindOf).Distinct().Order(StringComparer.Ordinal)], impact.Changed);

    /// <summary>"fhir.observation.search" and "observation.read" are about observations.</summary>
    private static string KindOf(string action) => action.Split('.') is ["fhir", var kind, ..] ? kind : action.Split('.')[0];
}

/// <param name="Rule">many-patients: 40 or more different patients within an hour; refusals: 10 or more within an hour; own-record, colleague, same-family-name: whose record was opened, by the names alone.</param>
/// <param name="Hour">The hour it was in, or began in.</param>
/// <param name="Count">Patients, refusals, or openings.</param>
/// <param name="PatientId">Whose record, where it is about one.</param>
internal sealed record ActivityFindingResponse(string Rule, Id<Principal> PrincipalId, string? StaffName, Instant Hour, long Count, Id<Patient>? PatientId)
{
    public static ActivityFindingResponse Of(ActivityFinding finding) => new(finding.Rule, finding.PrincipalId, finding.StaffName, finding.Hour, finding.Count, finding.PatientId);
}
