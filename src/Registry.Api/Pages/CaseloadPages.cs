using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The caseload as a table to look at: the same rows, rights and order as GET /v1/caseloads/{id}.</summary>
internal static class CaseloadPages
{
    public static void MapCaseloadPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/caseloads/{careManagerId}", Table).Requires(Permissions.ReadCaseload);
        pages.MapGet("/caseloads/{careManagerId}/csv", Csv).Requires(Permissions.ReadCaseload);
    }

    internal static async Task<Results<RazorComponentResult, Refused>> Table(
        Id<StaffMember> careManagerId, [AsParameters] AskedFor asked, Access access, RegistryDbContext db, CancellationToken ct,
        string sort = CaseloadChoice.WorstFirst, string? status = null, string? flag = null)
    {
        var choice = new CaseloadChoice(asked.AsOf?.Day, sort, status, flag);
        var (caseload, rows, refused) = await Shown(careManagerId, asked, choice, access, ct);
        if (refused is not null) return refused;

        var lines = caseload.Lines.ToDictionary(line => line.Row.EpisodeId);
        return Page.Of<CaseloadPage>(new()
        {
            [nameof(CaseloadPage.Frame)] = await PageFrame.Of(access, db, ct),
            [nameof(CaseloadPage.View)] = new CaseloadView(
                careManagerId, await NameOf(careManagerId, access, db, ct), caseload.Question.AsOf, caseload.Question.Profile, caseload.Question.Parameters,
                [.. rows.Select(row => lines[row.EpisodeId])], lines.Count, [.. lines.Values.SelectMany(l => l.Flags).Select(f => f.Id).Distinct().Order()], choice),
        });
    }

    internal static async Task<Results<CaseloadCsv, Refused>> Csv(
        Id<StaffMember> careManagerId, [AsParameters] AskedFor asked, Access access, CancellationToken ct,
        string sort = CaseloadChoice.WorstFirst, string? status = null, string? flag = null)
    {
        var (caseload, rows, refused) = await Shown(careManagerId, asked, new(asked.AsOf?.Day, sort, status, flag), access, ct);
        return refused is not null ? refused : new CaseloadCsv(rows, caseload.Question.AsOf);
    }

    internal static Task<string> NameOf(Id<StaffMember> member, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.Staff.AsNoTracking().Where(s => s.OrganizationId == access.OrganizationId && s.Id == member).Select(s => s.DisplayName).SingleAsync(ct);

    /// <summary>The whole caseload, and the rows of it that were asked for in the order asked for.</summary>
    private static async Task<((Question Question, List<CaseloadLine> Lines) Caseload, List<CaseloadRowResponse> Rows, Refused? Refused)> Shown(
        Id<StaffMember> careManagerId, AskedFor asked, CaseloadChoice choice, Access access, CancellationToken ct)
    {
        if (CaseloadSort.By(choice.Sort) is not { } order) return (default, [], new(CaseloadSort.Unknown));
        var wanted = default(EpisodeStatus);
        if (choice.Status is { } status && !Kebab.TryParse(status, out wanted)) return (default, [], new(Refusals.UnknownFilter));
        if (choice.Flag is { } flag && !Clinical.Flags.InReviewOrder.Any(f => f.Id == flag)) return (default, [], new(Refusals.UnknownFilter));
        var (caseload, question, settings, refused) = await CaseloadReading.Of(careManagerId, asked, access, ct);
        if (refused is not null) return (default, [], refused);

        var payer = PayerProfile.ByName(settings.PayerProfile)!;
        var lines = caseload.ConvertAll(patient => CaseloadLine.Of(patient, question, payer)).OfType<CaseloadLine>().ToList();
        var rows = order(lines.Select(line => CaseloadRowResponse.Of(line.Patient, line.Episode))
            .Where(row => (choice.Status is null || row.Status == wanted) && (choice.Flag is null || row.Flags.Any(f => f.Id == choice.Flag))));
        foreach (var row in rows) access.Touches(row.PatientId);
        return ((question, lines), rows, null);
    }
}

/// <summary>One patient of the table, with the scores its sparklines draw and the minutes to the next code.</summary>
public sealed record CaseloadLine(CaseloadPatient Patient, CaseloadRow Row, IReadOnlyList<RaisedFlag> Flags, EpisodeSummary Episode, BillingMonth Month)
{
    public string DisplayName => Patient.DisplayName;
    public string? Identifier => Patient.Identifier;

    /// <summary>Null for who is on the caseload and not in care that day.</summary>
    internal static CaseloadLine? Of(CaseloadPatient patient, Question question, PayerProfile payer)
    {
        var episode = question.Summary(patient.Facts);
        return !episode.IsActive ? null
            : new(patient, CaseloadRow.Of(episode), Clinical.Flags.Raised(episode), episode, BillingMonth.Of(patient.Facts, question.AsOf.ToYearMonth(), question.AsOf, payer));
    }

    public override string ToString() => $"{nameof(CaseloadLine)} {Row.EpisodeId}";
}

/// <param name="Total">Active patients, before the reader's filters.</param>
public sealed record CaseloadView(
    Id<StaffMember> CareManagerId, string CareManager, LocalDate AsOf, OutcomeProfile Profile, FlagParameters Parameters, IReadOnlyList<CaseloadLine> Lines, int Total,
    IReadOnlyList<string> FlagIds, CaseloadChoice Choice);

/// <summary>What the reader chose; every link of the page keeps the rest of it.</summary>
public sealed record CaseloadChoice(LocalDate? AsOf, string Sort, string? Status, string? Flag)
{
    public const string WorstFirst = "-phq9Last";

    public string Link(Id<StaffMember> careManager) => With(PageLinks.Caseload(careManager));

    public string Csv(Id<StaffMember> careManager) => With(PageLinks.Caseload(careManager) + "/csv");

    /// <summary>The same column again turns the order round; scores, weeks and minutes begin with the highest.</summary>
    public CaseloadChoice SortedBy(string column, bool highestFirst) =>
        this with { Sort = Sort == column ? "-" + column : Sort == "-" + column ? column : highestFirst ? "-" + column : column };

    /// <summary>"ascending", "descending" or null, for assistive technology.</summary>
    public string? OrderOf(string column) => Sort == column ? "ascending" : Sort == "-" + column ? "descending" : null;

    private string With(string page) =>
        PageLinks.With(page, ("asOf", AsOf is { } day ? Words.Of(day) : null), ("sort", Sort == WorstFirst ? null : Sort), ("status", Status), ("flag", Flag));
}
