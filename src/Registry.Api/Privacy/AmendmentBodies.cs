using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="About">The kind of record that the patient wants amended.</param>
/// <param name="AboutId">Its id; one of this patient's.</param>
/// <param name="RequestedOn">The day the patient asked: the time to decide runs from it.</param>
/// <param name="Request">What should be changed and why, in the patient's words; at most 1,000 characters.</param>
internal sealed record AmendmentOfRecordRequest(AmendedKind About, Guid AboutId, LocalDate RequestedOn, string Request) : IPatientFactRequest<Amendment>
{
    public async Task<(Amendment? Fact, Checks Checks)> Make(Patient patient, LocalDate today, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var version = await AmendedRecords.VersionOf(About, AboutId, patient.Id, access, db, ct);
        var checks = new Checks().Day("requestedOn", RequestedOn, today).Text("request", Request, 1000).Add(version is null ? Refusals.UnknownReference.At("aboutId") : null);
        return checks.Failed ? (null, checks) : (new()
        {
            OrganizationId = access.OrganizationId,
            Id = Id<Amendment>.New(),
            PatientId = patient.Id,
            About = About,
            AboutId = AboutId,
            AboutVersion = version!.Value,
            RequestedOn = RequestedOn,
            Request = Request.Trim(),
        }, checks);
    }

    public override string ToString() => nameof(AmendmentOfRecordRequest);
}

/// <param name="On">The day it was decided.</param>
/// <param name="Reason">On which of the grounds that 45 CFR 164.526 allows.</param>
internal sealed record DenialRequest(DenialReason Reason, LocalDate On);

/// <param name="On">The day it was decided.</param>
internal sealed record AcceptanceRequest(LocalDate On);

/// <param name="Statement">In the patient's words; at most 1,000 characters.</param>
internal sealed record DisagreementRequest(string Statement)
{
    public override string ToString() => nameof(DisagreementRequest);
}

/// <param name="AboutVersion">The version that stood when the patient asked.</param>
/// <param name="DueOn">The last day on which it may be decided.</param>
/// <param name="AmendedVersion">The version that answered it; what stood before is among the versions of the record.</param>
/// <param name="Disagreement">The patient's statement of disagreement with a denial.</param>
internal sealed record AmendmentResponse(
    Id<Amendment> Id, Id<Patient> PatientId, AmendedKind About, Guid AboutId, int AboutVersion, LocalDate RequestedOn, LocalDate DueOn, bool IsExtended, string Request, AmendmentState State,
    LocalDate? DecidedOn, int? AmendedVersion, DenialReason? DenialReason, string? Disagreement, int Version) : IPatientFactResponse<AmendmentResponse, Amendment>
{
    public static AmendmentResponse Of(Amendment a) => new(a.Id, a.PatientId, a.About, a.AboutId, a.AboutVersion, a.RequestedOn, a.DueOn, a.IsExtended, a.Request, a.State,
        a.DecidedOn, a.AmendedVersion, a.DenialReason, a.Disagreement, a.Version);

    public override string ToString() => $"{nameof(AmendmentResponse)} {Id}";
}

/// <summary>The records that a request to amend can name.</summary>
internal static class AmendedRecords
{
    /// <summary>The version that stands; null when it is none of this patient's.</summary>
    public static Task<int?> VersionOf(AmendedKind kind, Guid id, Id<Patient> patient, Access access, RegistryDbContext db, CancellationToken ct) => kind switch
    {
        AmendedKind.Assessment => One(db.Assessments.Where(a => a.PatientId == patient && a.Id == new Id<Assessment>(id)), access, ct),
        AmendedKind.Contact => One(db.Contacts.Where(c => c.PatientId == patient && c.Id == new Id<Contact>(id)), access, ct),
        AmendedKind.Consultation => One(db.Consultations.Where(c => c.PatientId == patient && c.Id == new Id<Consultation>(id)), access, ct),
        AmendedKind.RelapsePreventionPlan => One(db.RelapsePreventionPlans.Where(r => r.PatientId == patient && r.Id == new Id<RelapsePreventionPlan>(id)), access, ct),
        AmendedKind.TeamEntry => One(db.TeamEntries.Where(t => t.PatientId == patient && t.Id == new Id<TeamEntry>(id)), access, ct),
        AmendedKind.Patient => One(db.Patients.Where(p => p.Id == patient && p.Id == new Id<Patient>(id)), access, ct),
        AmendedKind.Episode => One(db.Episodes.Where(e => e.PatientId == patient && e.Id == new Id<Episode>(id)), access, ct),
    };

    private static Task<int?> One<T>(IQueryable<T> record, Access access, CancellationToken ct) where T : Fact =>
        record.Where(f => f.OrganizationId == access.OrganizationId).Select(f => (int?)f.Version).SingleOrDefaultAsync(ct);
}
