using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;
using HttpJson = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Registry.Api;

/// <summary>A patient's copy of the own record: 45 CFR 164.524.</summary>
internal static class RecordCopyEndpoints
{
    private static readonly string[] FhirTypes = ["Patient", "EpisodeOfCare", "Encounter", "Observation", "QuestionnaireResponse"];

    public static void MapRecordCopies(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/patients/{patientId}/record-copy", Copy).WithName("CopyRecord").WithTags("Privacy").Requires(Permissions.CopyRecord);

    /// <summary>Makes a copy of the whole record for the patient: every row there is, earlier versions included.</summary>
    /// <remarks>As JSON; by Accept: application/fhir+json as a FHIR Bundle of the resources that the record holds. Recorded as a disclosure to the individual.</remarks>
    internal static async Task<Results<Ok<RecordCopyResponse>, FhirCopy, Refused>> Copy(
        Id<Patient> patientId, HttpRequest http, Access access, RegistryDbContext db, RegistrySettings settings, IOptions<HttpJson> json, CancellationToken ct)
    {
        if (!await db.PatientsIn(access.OrganizationId, access.Clinics).AnyAsync(p => p.Id == patientId, ct)) return new Refused(Refusals.NotFound);
        access.Touches(patientId);
        var asFhir = http.Accepts(FhirMedia.Json);
        var bundle = asFhir ? await Bundle(patientId, access, settings, ct) : default;
        var record = asFhir ? null : await new DesignatedRecordSet(patientId, access.OrganizationId, db, json.Value.SerializerOptions).Read(ct);
        db.Add(ToTheIndividual(patientId, await db.Episodes.AnyAsync(e => e.OrganizationId == access.OrganizationId && e.PatientId == patientId && e.IsPart2, ct), access));
        await db.SaveChangesAsync(ct);
        return record is null ? new FhirCopy(bundle) : TypedResults.Ok(new RecordCopyResponse(patientId, access.Now, record));
    }

    private static async Task<ReadOnlyMemory<byte>> Bundle(Id<Patient> patient, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var pages = await access.Transaction.Connection.PagesOf(access.OrganizationId, access.Clinics,
            [.. FhirTypes.Select(type => (new ResourceFilter(ResourceTables.Of(type)).OfPatients([patient.Value]), ResourceOrder.AsItStands(int.MaxValue - 1)))], ct);
        var entries = pages.SelectMany(page => page).Select(row => new SearchMatch($"{settings.FhirBase}/{row.Found.Type}/{row.Found.Id:D}", FhirText.Of(row.Found, settings))).ToList();
        var labels = new SecurityLabels();
        foreach (var entry in entries) labels.Add(entry.Json);
        return BundleJson.Collection(entries, access.Now, labels);
    }

    private static Disclosure ToTheIndividual(Id<Patient> patient, bool holdsPart2, Access access) => new()
    {
        OrganizationId = access.OrganizationId,
        Id = Id<Disclosure>.New(),
        PatientId = patient,
        DisclosedOn = access.Now.InUtc().Date,
        RecipientName = "The patient",
        What = "A copy of the whole record.",
        Purpose = DisclosurePurpose.ToTheIndividual,
        Why = "The patient's right of access.",
        HoldsPart2 = holdsPart2,
        RecordedAt = access.Now,
        RecordedBy = access.Caller!.PrincipalId,
    };
}

/// <param name="Records">By kind of record, each as it is stored; earlier versions stand beside the present one.</param>
internal sealed record RecordCopyResponse(Id<Patient> PatientId, Instant CopiedAt, IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> Records)
{
    public override string ToString() => $"{nameof(RecordCopyResponse)} {PatientId}";
}

/// <summary>The copy as a Bundle.</summary>
internal sealed class FhirCopy(ReadOnlyMemory<byte> bundle) : IResult, IStatusCodeHttpResult, Microsoft.AspNetCore.Http.Metadata.IEndpointMetadataProvider
{
    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = FhirMedia.Answer;
        httpContext.Response.ContentLength = bundle.Length;
        await httpContext.Response.Body.WriteAsync(bundle, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(System.Reflection.MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(new AlsoAnswers(FhirMedia.Json));
}
