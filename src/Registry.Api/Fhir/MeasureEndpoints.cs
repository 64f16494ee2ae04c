using NodaTime;
using NodaTime.Text;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Metrics as FHIR has them: their definitions as Measures, and figures as MeasureReports, worked out each time and never stored.</summary>
internal static class MeasureEndpoints
{
    private const string Evaluate = "http://hl7.org/fhir/OperationDefinition/Measure-evaluate-measure";

    private static readonly IReadOnlyList<Metric> Measures = [.. Clinical.Metrics.All, .. CaseMix.All];

    public static void MapFhirMeasures(this IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/Measure/{id}", Read).Requires(Permissions.FhirReadMeasure).Is("Measure", "read");
        fhir.MapGet("/Measure", Search).Requires(Permissions.FhirSearchMeasure).Is("Measure", "search-type");
        fhir.MapGet("/Measure/{id}/$evaluate-measure", EvaluateMeasure).Requires(Permissions.FhirEvaluateMeasure).IsOperation("Measure", "evaluate-measure", Evaluate);
        fhir.MapGet("/MeasureReport/{id}", ReadReport).Requires(Permissions.FhirReadMeasureReport).Is("MeasureReport", "read");
        fhir.MapGet("/MeasureReport", SearchReports).Requires(Permissions.FhirSearchMeasureReport).Is("MeasureReport", "search-type");
    }

    internal static IResult Read(string id, HttpRequest http, Access access, RegistrySettings settings) =>
        Searching.Refusal(http) ?? (Find(id) is { } metric ? new FhirAnswer(StatusCodes.Status200OK, MeasureJson.Write(metric, settings.FhirBase)) : NotFound);

    /// <summary>All definitions on one page, or the one with an id or a canonical address.</summary>
    internal static IResult Search(HttpRequest http, Access access, RegistrySettings settings)
    {
        if (Searching.Refusal(http) is { } refused) return refused;
        var search = FhirSearch.Parse("Measure", SearchForm.OfAddress(http), new(settings.FhirBase, DateTimeZone.Utc, access.Now, DefaultCount: 200, Lenient: Searching.IsLenient(http)));
        if (search.Issues.HasErrors) return FhirAnswer.Outcome(search.Issues.Status, search.Issues);
        var found = Measures.Where(m => search.Tokens("_id").All(any => any.Any(t => t.Code == m.Code)) && search.Texts("url").All(any => any.Any(t => t.Begins == MeasureJson.UrlOf(m.Code, settings.FhirBase)))).ToList();
        var entries = search.CountOnly ? [] : found.ConvertAll(m => new SearchMatch(MeasureJson.UrlOf(m.Code, settings.FhirBase), ResourceSubset.Of(MeasureJson.Write(m, settings.FhirBase), "Measure", search)));
        return Searchsets.Answer(entries, found.Count, $"{settings.FhirBase}/Measure?{search.Query}", null);
    }

    /// <summary>Over the patients in the caller's reach, in a month or a quarter; with reportType=subject-list the patients are named, to whoever may read them.</summary>
    internal static async Task<IResult> EvaluateMeasure(string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (Searching.Refusal(http) is { } refused) return refused;
        if (Find(id) is not { } metric) return NotFound;
        if (http.Query.Keys.Except(["periodStart", "periodEnd", "reportType", "_format", "_pretty"]).Any()) return Searching.Malformed(IssueCode.NotSupported, "periodStart, periodEnd and reportType are understood.");
        if (!LocalDatePattern.Iso.Parse(http.Query["periodStart"].ToString()).TryGetValue(default, out var start) || !LocalDatePattern.Iso.Parse(http.Query["periodEnd"].ToString()).TryGetValue(default, out var end)
            || Period(start, end) is not { } period) return Searching.Malformed(IssueCode.Value, "periodStart and periodEnd are the first and the last day of a calendar month or quarter.");
        var type = http.Query["reportType"].ToString();
        if (type is not ("" or "population" or "summary" or "subject-list")) return Searching.Malformed(IssueCode.Value, "reportType is population or subject-list.");
        var named = type == "subject-list";
        if (named && !access.Allows(Permissions.FhirReadPatient)) return FhirAnswer.Refused(StatusCodes.Status403Forbidden, IssueCode.Forbidden, "The token does not allow to read patients.");
        return new FhirAnswer(StatusCodes.Status200OK, await Report(null, metric, period, access.Clinics, null, named, access, settings, ct));
    }

    /// <summary>A report's id is its clinic, its metric and its period: {clinic}.M19.2025-03.</summary>
    internal static async Task<IResult> ReadReport(string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (Searching.Refusal(http) is { } refused) return refused;
        return id.Split('.') is [var clinic, var code, var name] && Guid.TryParseExact(clinic, "D", out var known) && access.Clinics.Contains(known)
            && Find(code) is { } metric && MetricPeriod.Parse(name, default) is { IsRolling: false } period
            ? new FhirAnswer(StatusCodes.Status200OK, await Report(id, metric, period, [known], known, false, access, settings, ct)) : NotFound;
    }

    /// <summary>One summary a clinic, of one measure in one month: both are to be named, since every figure is worked out.</summary>
    internal static async Task<IResult> SearchReports(HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (Searching.Refusal(http) is { } refused) return refused;
        var search = FhirSearch.Parse("MeasureReport", SearchForm.OfAddress(http), new(settings.FhirBase, DateTimeZone.Utc, access.Now, DefaultCount: 200, Lenient: Searching.IsLenient(http)));
        if (search.Issues.HasErrors) return FhirAnswer.Outcome(search.Issues.Status, search.Issues);
        if (search.References("measure") is not [[{ Id: var measure }]] || search.Dates("period") is not [[{ Prefix: DatePrefix.Eq } asked]] || Period(asked.Range.Start.InUtc().Date, asked.Range.End.InUtc().Date.PlusDays(-1)) is not { } period)
            return Searching.Malformed(IssueCode.TooCostly, "Name one measure and one month: measure=Measure/M19&period=2025-03.");

        var entries = new List<SearchMatch>();
        foreach (var clinic in Find(measure) is { } metric ? access.Clinics.Order() : Enumerable.Empty<Guid>())
        {
            var id = $"{clinic:D}.{measure}.{period.Name}";
            entries.Add(new($"{settings.FhirBase}/MeasureReport/{id}", ResourceSubset.Of(await Report(id, Find(measure)!, period, [clinic], clinic, false, access, settings, ct), "MeasureReport", search)));
        }

        return Searchsets.Answer(search.CountOnly ? [] : entries, entries.Count, $"{settings.FhirBase}/MeasureReport?{search.Query}", null);
    }

    /// <summary>Of a period that is over. One that runs, or has yet to begin, is answered as pending, with no figure and about nobody.</summary>
    private static async Task<byte[]> Report(string? id, Metric metric, MetricPeriod period, Guid[] clinics, Guid? clinic, bool named, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var connection = access.Transaction.Connection;
        var program = await connection.ProgramOf(access.OrganizationId, ct);
        var today = ClinicDays.On(access.Now, program.Chosen.TimeZone);
        var reporter = clinic is { } one ? await connection.NameOfClinic(access.OrganizationId, one, ct) : null;
        if (period.To >= today) return MeasureReportJson.Write(new(id, metric, null, period, access.Now, reporter, [], named), settings.FhirBase);

        var question = new MetricQuestion(period, today, OutcomeProfile.ByName(program.Chosen.OutcomeProfile)!, AskedFor.ParametersOf(program.Chosen), PayerProfile.ByName(program.Chosen.PayerProfile)!);
        question = question with { AttestedFte = (await connection.AttestationsOf(access.OrganizationId, clinics, null, ct)).FteOn(question.End) };
        var report = new MetricsReport(await connection.EpisodesOfClinics(access.OrganizationId, clinics, MetricSpan.Of(question), null, ct), question);
        var behind = report.Behind(metric);
        if (named && MeasureReportJson.NamesPatients(metric))
        {
            foreach (var placed in behind) access.Touches(placed.Episode.Facts.PatientId);
        }

        return MeasureReportJson.Write(new(id, metric, report.Of(metric), period, access.Now, reporter, behind, named), settings.FhirBase);
    }

    /// <summary>The month or quarter of these first and last days.</summary>
    private static MetricPeriod? Period(LocalDate start, LocalDate end) => start.Year is <= 1900 or >= 9999 ? null
        : new[] { MetricPeriod.Month(start.ToYearMonth()), MetricPeriod.Quarter(start.Year, (start.Month + 2) / 3) }.FirstOrDefault(p => p.From == start && p.To == end);

    private static Metric? Find(string? id) => Measures.FirstOrDefault(m => m.Code == id);

    private static FhirAnswer NotFound => FhirAnswer.Refused(StatusCodes.Status404NotFound, IssueCode.NotFound, "There is nothing here that you may see.");
}
