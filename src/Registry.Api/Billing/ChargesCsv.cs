using System.Globalization;
using System.Reflection;
using CsvHelper;
using Microsoft.AspNetCore.Http.Metadata;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The charge export: a line per code of every billable month. A month without minutes, or with something missing, has no line.</summary>
internal sealed class ChargesCsv(IReadOnlyList<(CaseloadPatient Patient, BillingMonth Month)> months, YearMonth month, ExportRules rules) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    private static readonly string[] Headings = ["patient_id", "patient", "episode_id", "month", "payer_profile", "code", "units", "counted_minutes", "notice"];

    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "text/csv; charset=utf-8";
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"charges-{YearMonthPattern.Iso.Format(month)}.csv\"";
        await using var csv = CsvWriter.Create(httpContext.Response.Body, CaseloadCsv.SpreadsheetSafe, leaveOpen: true);
        await csv.WriteRecordAsync(Headings, httpContext.RequestAborted);
        foreach (var (patient, billed) in months.Where(m => m.Month.IsBillable))
        {
            foreach (var code in billed.Codes) await csv.WriteRecordAsync(Cells(patient, billed, code), httpContext.RequestAborted);
        }
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new AlsoAnswers("text/csv"));

    private string[] Cells(CaseloadPatient patient, BillingMonth billed, ChargedCode code) =>
    [
        patient.Identifier ?? patient.Facts.PatientId.ToString(), patient.DisplayName, billed.EpisodeId.ToString(), YearMonthPattern.Iso.Format(billed.Month), billed.Payer,
        code.Code, code.Units.ToString(CultureInfo.InvariantCulture), billed.CountedMinutes.ToString(CultureInfo.InvariantCulture), rules.IsPart2(patient.Facts) ? Part2.Notice : "",
    ];
}
