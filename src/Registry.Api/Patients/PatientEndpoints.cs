using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class PatientEndpoints
{
    public static void MapPatients(this IEndpointRouteBuilder routes)
    {
        var patients = routes.MapGroup("/v1/patients").WithTags("Patients");
        patients.MapPost("", Create).WithName("CreatePatient").Requires(Permissions.CreatePatient);
        patients.MapGet("/{patientId}", Read).WithName("ReadPatient").Requires(Permissions.ReadPatient);
        patients.MapPost("/search", Search).WithName("SearchPatients").Requires(Permissions.SearchPatient);
    }

    /// <summary>Makes a person known to a clinic. Enrolment in Collaborative Care is a step of its own.</summary>
    internal static async Task<Results<Recorded<PatientResponse>, Refused>> Create(
        CreatePatientRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Find(new(id), access, db, ct) is { } existing) return Answer(existing, access, replayed: true);

        var checks = request.Check(access);
        if (checks.Failed) return checks.Refused;
        if (!await db.IsOpen(request.ClinicId, access, ct)) return new Refused(Refusals.UnknownReference.At("clinicId"));

        var patient = request.ToPatient(access);
        access.Touches(patient.Id);
        db.Patients.Add(patient);
        await idempotency.Keep(patient.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(patient, access, replayed: false);
    }

    /// <summary>One patient.</summary>
    internal static async Task<Results<Versioned<PatientResponse>, Refused>> Read(Id<Patient> patientId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Find(patientId, access, db, ct) is not { } patient) return new Refused(Refusals.NotFound);
        return new Versioned<PatientResponse>(PatientResponse.Of(patient, access), patient.Version);
    }

    /// <summary>Finds the patient with an identifier. By POST, so that no identifier stands in a URL.</summary>
    /// <remarks>An empty list means absent or not visible; which of the two is not told.</remarks>
    internal static async Task<Results<Ok<ItemsResponse<PatientResponse>>, Refused>> Search(
        PatientSearchRequest request, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var digests = access.Transaction.Connection.KeysOf(access.OrganizationId).DigestsOf(request.System, request.Value).Select(d => d.Bytes).ToArray();
        var named = db.PatientIdentifierDigests.Where(d => d.OrganizationId == access.OrganizationId && digests.Contains(d.Digest)).Select(d => d.PatientId);
        var found = await db.PatientsIn(access.OrganizationId, access.Clinics).AsNoTracking().Include(p => p.Identifiers).Where(p => named.Contains(p.Id)).ToListAsync(ct);
        foreach (var patient in found) access.Touches(patient.Id);
        return TypedResults.Ok(new ItemsResponse<PatientResponse>([.. found.Select(patient => PatientResponse.Of(patient, access))]));
    }

    private static async Task<Patient?> Find(Id<Patient> patientId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var patient = await db.PatientsIn(access.OrganizationId, access.Clinics).AsNoTracking().Include(p => p.Identifiers).SingleOrDefaultAsync(p => p.Id == patientId, ct);
        if (patient is not null) access.Touches(patient.Id);
        return patient;
    }

    private static Recorded<PatientResponse> Answer(Patient patient, Access access, bool replayed) =>
        new($"/v1/patients/{patient.Id}", PatientResponse.Of(patient, access), patient.Version, replayed);
}

/// <param name="ClinicId">The patient's clinic; one of the caller's.</param>
/// <param name="Identifiers">At least one: by it the patient is found again, and scores from other systems find the patient.</param>
internal sealed record CreatePatientRequest(
    Id<Clinic> ClinicId, string FamilyName, string GivenName, LocalDate? BirthDate, IReadOnlyList<IdentifierBody> Identifiers)
{
    public Checks Check(Access access)
    {
        var checks = new Checks()
            .Text("familyName", FamilyName, 200)
            .Text("givenName", GivenName, 200)
            .Add(access.Clinics.Contains(ClinicId.Value) ? null : Refusals.UnknownReference.At("clinicId"))
            .Add(Identifiers.Count == 0 ? Refusals.Required.At("identifiers") : null);
        if (BirthDate is { } birth) checks.Day("birthDate", birth, access.Now.InUtc().Date);
        for (var i = 0; i < Identifiers.Count; i++)
        {
            checks.Text($"identifiers/{i}/system", Identifiers[i].System, 400).Text($"identifiers/{i}/value", Identifiers[i].Value, 200);
        }

        return checks;
    }

    public Patient ToPatient(Access access)
    {
        var id = Id<Patient>.New();
        var patient = new Patient
        {
            OrganizationId = access.OrganizationId,
            Id = id,
            ClinicId = ClinicId,
            FamilyName = FamilyName.Trim(),
            GivenName = GivenName.Trim(),
            BirthDate = BirthDate,
            Identifiers = [.. Identifiers.DistinctBy(i => (i.System, IdentifierForm.Of(i.Value))).Select(i => new PatientIdentifier { OrganizationId = access.OrganizationId, PatientId = id, System = i.System, Value = i.Value })],
        };
        patient.Recorded(access.Caller!.PrincipalId, access.Now);
        return patient;
    }
}

internal sealed record PatientSearchRequest(string System, string Value);

/// <param name="System">Who issued it, as a URI: "urn:oid:…" or "https://…".</param>
/// <param name="Value">What was issued, such as a medical record number.</param>
internal sealed record IdentifierBody(string System, string Value)
{
    public override string ToString() => nameof(IdentifierBody);
}

/// <param name="FamilyName">Of a consultant's patient the initial only; so the given name.</param>
/// <param name="BirthDate">Null where only the age is shown.</param>
/// <param name="Age">Whole years today; 90 stands for 90 and over. Null when the birth date is not known.</param>
internal sealed record PatientResponse(
    Id<Patient> Id, Id<Clinic> ClinicId, string FamilyName, string GivenName, LocalDate? BirthDate, int? Age, IReadOnlyList<IdentifierBody> Identifiers, int Version)
{
    public static PatientResponse Of(Patient p, Access access)
    {
        var age = ReducedIdentity.Age(p.BirthDate, access.Now.InUtc().Date);
        return access.Decision.Fields is FieldSet.Full
            ? new(p.Id, p.ClinicId, p.FamilyName, p.GivenName, p.BirthDate, age, [.. p.Identifiers.Select(i => new IdentifierBody(i.System, i.Value))], p.Version)
            : new(p.Id, p.ClinicId, ReducedIdentity.Initials(p.FamilyName), ReducedIdentity.Initials(p.GivenName), null, age, [], p.Version);
    }

    public override string ToString() => $"{nameof(PatientResponse)} {Id}";
}
