using NodaTime;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Flags as they are raised today. They are worked out from the facts each time, so they have no versions and are found by patient.</summary>
internal static class FlagEndpoints
{
    private const int MostPatients = 20;

    public static void MapFhirFlags(this IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/Flag/{id}", Read).Requires(Permissions.FhirReadFlag).Is("Flag", "read");
        fhir.MapGet("/Flag", SearchByAddress).Requires(Permissions.FhirSearchFlag).Is("Flag", "search-type");
        fhir.MapPost("/Flag/_search", SearchByForm).Requires(Permissions.FhirSearchFlag);
    }

    /// <summary>A flag's id is its episode, its rule and, where a rule stands for several, its instrument: it is there while it is raised.</summary>
    internal static async Task<IResult> Read(string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (Searching.Refusal(http) is { } refused) return refused;
        var episode = id.Length > 36 && Guid.TryParseExact(id[..36], "D", out var known) ? known : Guid.Empty;
        var found = (await Raised([episode], access, settings, ct)).Find(flag => flag.Id == id);
        return found.Text is { } text ? new FhirAnswer(StatusCodes.Status200OK, text)
            : FhirAnswer.Outcome(404, new FhirIssue(IssueSeverity.Error, IssueCode.NotFound, "", "There is nothing here that you may see.", 404));
    }

    internal static Task<IResult> SearchByAddress(HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        Search(SearchForm.OfAddress(http), http, access, settings, ct);

    internal static async Task<IResult> SearchByForm(HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        await SearchForm.Read(http, ct) is { } parameters ? await Search(parameters, http, access, settings, ct) : SearchForm.Unreadable;

    private static async Task<IResult> Search(List<KeyValuePair<string, string>> parameters, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (Searching.Refusal(http) is { } refused) return refused;
        var search = FhirSearch.Parse("Flag", parameters, new(settings.FhirBase, DateTimeZone.Utc, access.Now, DefaultCount: 200, Lenient: Searching.IsLenient(http)));
        if (search.Issues.HasErrors) return FhirAnswer.Outcome(search.Issues.Status, search.Issues);
        if (search.Patients.Count == 0) return Searching.Malformed(IssueCode.TooCostly, "Name the patient: patient or subject is required.");
        if (search.Page is not null || search.IncludesPatients) return Searching.Malformed(IssueCode.NotSupported, "All flags come on one page, without their patients.");
        var patients = await SearchedPatients.Of(search, access, ct);
        if (patients.Length > MostPatients) return Searching.Malformed(IssueCode.TooCostly, "At most 20 patients at once.");

        var connection = access.Transaction.Connection;
        var open = new ResourceFilter(ResourceTables.EpisodeOfCare).OfPatients(patients).Standing(["referred", "treatment", "relapse-prevention"], finished: false, cancelled: false);
        var episodes = (await connection.PageOf(access.OrganizationId, access.Clinics, open, ResourceOrder.AsItStands(MostPatients * 4), ct)).ConvertAll(row => row.Found.Id);
        var found = await Raised(episodes, access, settings, ct);
        var entries = search.CountOnly ? [] : found.ConvertAll(flag => new SearchMatch($"{settings.FhirBase}/Flag/{flag.Id}", ResourceSubset.Of(flag.Text, "Flag", search)));
        return Searchsets.Answer(entries, found.Count, $"{settings.FhirBase}/Flag?{search.Query}", null);
    }

    private static async Task<List<(string Id, byte[] Text)>> Raised(IEnumerable<Guid> episodes, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var connection = access.Transaction.Connection;
        var found = new List<(string, byte[])>();
        foreach (var episode in episodes.Select(id => new Id<Episode>(id)))
        {
            if (await connection.SettingsOfEpisode(access.OrganizationId, episode, access.Clinics, ct) is not { } chosen) continue;
            var (question, _) = new AskedFor().In(chosen, access);
            if (await connection.EpisodeFactsOf(access.OrganizationId, episode, access.Clinics, question.AsOf, null, ct) is not { } patient) continue;
            access.Touches(patient.Facts.PatientId);
            foreach (var flag in Clinical.Flags.Raised(question.Summary(patient.Facts)))
            {
                var id = flag.Instrument is null ? $"{episode}.{flag.Id}" : $"{episode}.{flag.Id}.{flag.Instrument}";
                found.Add((id, FlagJson.Write(new(new("Flag", id), patient.Facts.PatientId.ToString(), episode.ToString(), flag, Kebab.Of(flag.Severity)), settings.FhirBase)));
            }
        }

        return found;
    }
}
