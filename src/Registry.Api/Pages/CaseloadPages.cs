using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The caseload as a table to look at: the same rows, rights and order as GET /v1/caseloads/{id}.</summary>
internal static class CaseloadPages
{
    public static void MapCaseloadPages(this IEndpointRouteBuilder pages) =>
        pages.MapGet("/caseloads/{careManagerId}", Table).Requires(Permissions.ReadCaseload);

    internal static async Task<Results<RazorComponentResult, Refused>> Table(
        Id<StaffMember> careManagerId, [AsParameters] AskedFor asked, Access access, RegistryDbContext db, CancellationToken ct,
        string sort = "-phq9Last", string? status = null, string? flag = null)
    {
        if (CaseloadSort.By(sort) is not { } order) return new Refused(CaseloadSort.Unknown);
        var wanted = default(EpisodeStatus);
        if (status is not null && !Kebab.TryParse(status, out wanted)) return new Refused(Refusals.UnknownFilter);
        var (caseload, question, settings, refused) = await CaseloadReading.Of(careManagerId, asked, access, ct);
        if (refused is not null) return refused;

        var payer = PayerProfile.ByName(settings.PayerProfile)!;
        var lines = caseload.Select(p => CaseloadLine.Of(p, question, payer)).OfType<CaseloadLine>().ToDictionary(line => line.Row.EpisodeId);
        var rows = order(caseload.Where(p => lines.ContainsKey(p.Facts.EpisodeId)).Select(p => CaseloadRowResponse.Of(p, lines[p.Facts.EpisodeId].Episode))
            .Where(row => (status is null || row.Status == wanted) && (flag is null || row.Flags.Any(f => f.Id == flag))));
        foreach (var row in rows) access.Touches(row.PatientId);

        return Page.Of<CaseloadPage>(new()
        {
            [nameof(CaseloadPage.Frame)] = await PageFrame.Of(access, db, ct),
            [nameof(CaseloadPage.View)] = new CaseloadView(careManagerId, await NameOf(careManagerId, access, db, ct), question.AsOf, question.Profile, question.Parameters, [.. rows.Select(row => lines[row.EpisodeId])],
                lines.Count, [.. lines.Values.SelectMany(l => l.Flags).Select(f => f.Id).Distinct().Order()], new(asked.AsOf?.Day, sort, status, flag)),
        });
    }

    internal static Task<string> NameOf(Id<StaffMember> member, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.Staff.AsNoTracking().Where(s => s.OrganizationId == access.OrganizationId && s.Id == member).Select(s => s.DisplayName).SingleAsync(ct);
}

/// <summary>One patient of the table, with the scores its sparklines draw and the minutes to the next code.</summary>
public sealed record CaseloadLine(string DisplayName, string? Identifier, CaseloadRow Row, IReadOnlyList<RaisedFlag> Flags, EpisodeSummary Episode, BillingMonth Month)
{
    internal static CaseloadLine? Of(CaseloadPatient patient, Question question, PayerProfile payer)
    {
        var episode = question.Summary(patient.Facts);
        return !episode.IsActive ? null : new(patient.DisplayName, patient.Identifier, CaseloadRow.Of(episode), Clinical.Flags.Raised(episode), episode,
            BillingMonth.Of(patient.Facts, question.AsOf.ToYearMonth(), question.AsOf, payer));
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
    public string Link(Id<StaffMember> careManager) => PageLinks.Caseload(careManager) + QueryString.Create(
        new Dictionary<string, string?> { ["asOf"] = AsOf is { } day ? Words.Of(day) : null, ["sort"] = Sort, ["status"] = Status, ["flag"] = Flag }
            .Where(pair => pair.Value is not null));

    /// <summary>The same column again turns the order round; scores, weeks and minutes begin with the highest.</summary>
    public CaseloadChoice SortedBy(string column, bool highestFirst) =>
        this with { Sort = Sort == column ? "-" + column : Sort == "-" + column ? column : highestFirst ? "-" + column : column };

    /// <summary>"ascending", "descending" or null, for assistive technology.</summary>
    public string? OrderOf(string column) => Sort == column ? "ascending" : Sort == "-" + column ? "descending" : null;
}
