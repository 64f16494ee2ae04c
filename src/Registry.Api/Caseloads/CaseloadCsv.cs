using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>The caseload table for a spreadsheet, headed as the printed table is; the asterisk marks a stale LAST.</summary>
internal sealed class CaseloadCsv(IReadOnlyList<CaseloadRowResponse> rows, LocalDate asOf) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    private static readonly string[] Headings =
    [
        "FLAGS", "PATIENT ID", "PATIENT", "STATUS", "PHQ-9 FIRST", "PHQ-9 LAST", "GAD-7 FIRST", "GAD-7 LAST", "PCL-5 FIRST", "PCL-5 LAST",
        "I/A", "F/U", "P/C", "RPP", "# SESS", "WKS SINCE I/A", "MINUTES THIS MONTH",
    ];

    public int? StatusCode => StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext) =>
        CsvFile.Send(httpContext, $"caseload-{LocalDatePattern.Iso.Format(asOf)}.csv", Headings, rows.Select(Cells));

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new AlsoAnswers("text/csv"));

    private static string[] Cells(CaseloadRowResponse row) =>
    [
        string.Join("; ", row.Flags.Select(f => f.Name)), row.Identifier ?? row.PatientId.ToString(), row.DisplayName,
        row.Status is EpisodeStatus.RelapsePrevention ? "RPP" : "T",
        First(row.Phq9), Last(row.Phq9), First(row.Gad7), Last(row.Gad7), First(row.Pcl5), Last(row.Pcl5),
        Day(row.InitialAssessmentOn), Day(row.FollowUpOn), Day(row.PsychiatricConsultationOn), Day(row.RelapsePreventionPlanOn),
        Number(row.Sessions), Number(row.WeeksSinceInitialAssessment), Number(row.MinutesThisMonth),
    ];

    private static string First(ScoreCellResponse? cell) => Number(cell?.First);

    private static string Last(ScoreCellResponse? cell) => cell is null ? "" : Number(cell.Last) + (cell.LastIsStale ? "*" : "");

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Day(LocalDate? day) => day is { } d ? LocalDatePattern.Iso.Format(d) : "";
}
