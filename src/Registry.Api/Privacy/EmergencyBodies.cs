using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <param name="System">The system of an identifier of the patient, as for a search.</param>
/// <param name="Value">Its value, such as the medical record number.</param>
/// <param name="Reason">What cannot wait.</param>
/// <param name="Explanation">Why, in words; at most 400 characters.</param>
internal sealed record EmergencyAccessRequest(string System, string Value, EmergencyReason Reason, string Explanation)
{
    public Checks Check() => new Checks().Text("system", System, 400).Text("value", Value, 200).Text("explanation", Explanation, 400);

    public EmergencyAccess ToAccess(Patient? patient, Access access, EmergencySettings settings) => new()
    {
        OrganizationId = access.OrganizationId,
        Id = Id<EmergencyAccess>.New(),
        PrincipalId = access.Caller!.PrincipalId,
        PatientId = patient?.Id,
        ClinicId = patient?.ClinicId,
        Reason = Reason,
        Explanation = Explanation.Trim(),
        OpenedAt = access.Now,
        ExpiresAt = access.Now + settings.Life,
    };

    public override string ToString() => nameof(EmergencyAccessRequest);
}

/// <param name="PatientId">For reviewers only, and null when nobody has the identifier: whoever opened it finds the patient by the search, or finds nobody.</param>
/// <param name="OpenedBy">The principal who opened it.</param>
/// <param name="ExpiresAt">From this moment on the record is closed again.</param>
/// <param name="Review">Null while it waits for a second person.</param>
internal sealed record EmergencyAccessResponse(
    Id<EmergencyAccess> Id, Id<Patient>? PatientId, Id<Principal> OpenedBy, EmergencyReason Reason, string Explanation, Instant OpenedAt, Instant ExpiresAt, EmergencyReviewResponse? Review)
{
    public static EmergencyAccessResponse Of(EmergencyAccess e, Access access) => new(
        e.Id, e.PrincipalId == access.Caller!.PrincipalId ? null : e.PatientId, e.PrincipalId, e.Reason, e.Explanation, e.OpenedAt, e.ExpiresAt,
        e.Review is { } review ? EmergencyReviewResponse.Of(review) : null);

    public override string ToString() => $"{nameof(EmergencyAccessResponse)} {Id}";
}

/// <param name="Verdict">Whether the emergency justified it.</param>
/// <param name="Note">Why, or what follows from it; at most 400 characters.</param>
internal sealed record EmergencyReviewRequest(EmergencyVerdict Verdict, string? Note = null)
{
    public Checks Check() => new Checks().Text("note", Note, 400, required: Verdict is EmergencyVerdict.NotJustified);

    public EmergencyReview ToReview(Id<EmergencyAccess> of, Access access) => new()
    {
        OrganizationId = access.OrganizationId,
        EmergencyAccessId = of,
        Verdict = Verdict,
        Note = Note?.Trim(),
        ReviewedBy = access.Caller!.PrincipalId,
        ReviewedAt = access.Now,
    };

    public override string ToString() => nameof(EmergencyReviewRequest);
}

internal sealed record EmergencyReviewResponse(EmergencyVerdict Verdict, string? Note, Id<Principal> ReviewedBy, Instant ReviewedAt)
{
    public static EmergencyReviewResponse Of(EmergencyReview r) => new(r.Verdict, r.Note, r.ReviewedBy, r.ReviewedAt);

    public override string ToString() => nameof(EmergencyReviewResponse);
}
