using System.Text;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Forms: what the linkIds of responses mean. Loaded once a version, by the administrator or by a client that may.</summary>
internal static class FormEndpoints
{
    public static void MapFhirForms(this IEndpointRouteBuilder fhir)
    {
        fhir.MapPost("/Questionnaire", Create).Requires(Permissions.FhirCreateForm).Is("Questionnaire", "create");
        fhir.MapGet("/Questionnaire/{id}", Read).Requires(Permissions.FhirReadForm).Is("Questionnaire", "read");
        fhir.MapGet("/Questionnaire", Search).Requires(Permissions.FhirSearchForm).Is("Questionnaire", "search-type");
    }

    /// <summary>Takes a form whose items carry LOINC codes of an instrument kept here. The same version again is answered with the first.</summary>
    internal static async Task<IResult> Create(FhirRequest request, Access access, RegistryDbContext db, RegistrySettings settings, CancellationToken ct)
    {
        if (ResourceTaking.Refusal("Questionnaire", request) is { } refusal) return refusal;
        var resource = request.Body.Resource!;
        if (!resource.IsSound) return FhirAnswer.Outcome(resource.Issues.Status, resource.Issues);
        var form = FormMap.Of(resource, settings.FhirBase);
        if (form.Url is not { Length: <= 400 } url || url.Contains('|', StringComparison.Ordinal)) return FhirAnswer.Refused(422, IssueCode.Required, "A form needs its canonical address, without a version behind a bar.", "Questionnaire.url");
        if (form.Version is { Length: > 64 }) return FhirAnswer.Refused(422, IssueCode.TooLong, "A version has 64 characters at most.", "Questionnaire.version");
        if (form.Instruments.Count == 0) return FhirAnswer.Refused(422, IssueCode.NotSupported, "No item carries the LOINC code of an item or a total kept here, so no response to it could hold a score.", "Questionnaire.item");
        if (!access.Caller!.Has(Role.Administrator) && !await MayLoad(access, db, ct))
            return FhirAnswer.Refused(403, IssueCode.Forbidden, "This client may not load forms: an administrator decides that, or loads them.");

        var version = form.Version ?? "";
        if (await db.Forms.AsNoTracking().SingleOrDefaultAsync(f => f.OrganizationId == access.OrganizationId && f.Url == url && f.BusinessVersion == version, ct) is { } known)
        {
            using var stored = FhirBody.Read(Encoding.UTF8.GetBytes(known.Body));
            return FhirContent.IsSame(stored.Resource!.Json, resource.Json) ? Answer(known, StatusCodes.Status200OK, settings)
                : FhirAnswer.Refused(409, IssueCode.Duplicate, "This version of the form is loaded with other content; load a correction under a version of its own.", "Questionnaire.version");
        }

        var id = Id<Form>.New();
        var loaded = new Form
        {
            OrganizationId = access.OrganizationId,
            Id = id,
            Url = url,
            BusinessVersion = version,
            RecordedAt = access.Now,
            RecordedBy = access.Caller.PrincipalId,
            Body = Encoding.UTF8.GetString(new ResourceRewrite { Id = id.ToString(), VersionId = "1", LastUpdated = access.Now }.Write(resource.Json)),
        };
        db.Forms.Add(loaded);
        await db.SaveChangesAsync(ct);
        return Answer(loaded, StatusCodes.Status201Created, settings);
    }

    internal static async Task<IResult> Read(string id, Access access, RegistryDbContext db, RegistrySettings settings, CancellationToken ct) =>
        Id<Form>.TryParse(id, null, out var known) && await db.Forms.AsNoTracking().SingleOrDefaultAsync(f => f.OrganizationId == access.OrganizationId && f.Id == known, ct) is { } form
            ? Answer(form, StatusCodes.Status200OK, settings) : FhirAnswer.Refused(404, IssueCode.NotFound, "There is nothing here that you may see.");

    /// <summary>The loaded versions of the form with this address, newest first.</summary>
    internal static async Task<IResult> Search(HttpRequest http, Access access, RegistryDbContext db, RegistrySettings settings, CancellationToken ct)
    {
        if (http.Query["url"] is not [{ Length: > 0 } url] || http.Query.Keys.Any(name => name is not ("url" or "_format")))
            return FhirAnswer.Refused(400, IssueCode.NotSupported, "Search for a form by url, its canonical address; no other parameter is offered.");
        var wanted = FormMap.WithoutVersion(url);
        var forms = await db.Forms.AsNoTracking().Where(f => f.OrganizationId == access.OrganizationId && f.Url == wanted).OrderByDescending(f => f.Id).Take(50).ToListAsync(ct);
        return new FhirAnswer(StatusCodes.Status200OK, BundleJson.Searchset(
            forms.Select(f => new SearchMatch($"{settings.FhirBase}/Questionnaire/{f.Id}", Encoding.UTF8.GetBytes(f.Body))), new(forms.Count, $"{settings.FhirBase}/Questionnaire?url={Uri.EscapeDataString(wanted)}", null)));
    }

    private static Task<bool> MayLoad(Access access, RegistryDbContext db, CancellationToken ct) =>
        db.ImportSources.AnyAsync(s => s.OrganizationId == access.OrganizationId && s.Id == access.Caller!.PrincipalId && s.MayLoadForms, ct);

    private static FhirAnswer Answer(Form form, int status, RegistrySettings settings) => new(status, Encoding.UTF8.GetBytes(form.Body))
    {
        ETag = VersionTag.Of(1),
        Location = status == StatusCodes.Status201Created ? $"{settings.FhirBase}/Questionnaire/{form.Id}" : null,
        LastModified = form.RecordedAt,
    };
}
