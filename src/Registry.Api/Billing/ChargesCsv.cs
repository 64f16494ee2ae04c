using System.Globalization;
using System.Reflection;
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

    public Task ExecuteAsync(HttpContext httpContext) => CsvFile.Send(httpContext, $"charges-{YearMonthPattern.Iso.Format(month)}.csv", Headings,
        from billable in months
        where billable.Month.IsBillable
        from code in billable.Month.Codes
        select Cells(billable.Patient, billable.Month, code));

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new AlsoAnswers("text/csv"));

    private string[] Cells(CaseloadPatient patient, BillingMonth billed, ChargedCode code) =>
    [
        patient.Identifier ?? patient.Facts.PatientId.ToString(), patient.DisplayName, billed.EpisodeId.ToString(), YearMonthPattern.Iso.Format(billed.Month), billed.Payer,
        code.Code, code.Units.ToString(CultureInfo.InvariantCulture), billed.CountedMinutes.ToString(CultureInfo.InvariantCulture), rules.IsPart2(patient.Facts) ? Part2.Notice : "",
    ];
}
