using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>A figure of a clinic, or of all the caller's, to be written as a MeasureReport.</summary>
/// <param name="Id">Null for one that was evaluated on request and has no address.</param>
/// <param name="Behind">Who is above the line, only below it, or left out.</param>
/// <param name="WithSubjects">Whether the patients are named: subject-list in place of summary.</param>
public sealed record NativeMeasureReport(
    string? Id, Metric Metric, MetricValue Value, MetricPeriod Period, Instant At, string? ClinicName, IReadOnlyList<PlacedEpisode> Behind, bool WithSubjects)
{
    public override string ToString() => $"MeasureReport {Id}";
}

public static class MeasureReportJson
{
    private static readonly (string Code, Place[] Places)[] Populations =
    [
        ("initial-population", [Place.Numerator, Place.Denominator, Place.Excluded]),
        ("denominator", [Place.Numerator, Place.Denominator]),
        ("denominator-exclusion", [Place.Excluded]),
        ("numerator", [Place.Numerator]),
    ];

    public static byte[] Write(NativeMeasureReport report, string publicBase)
    {
        ArgumentNullException.ThrowIfNull(report);
        var populations = Populations.Where(p => MeasureJson.ScoringOf(report.Metric) is "proportion" || p.Code is "initial-population").Select(p => (p.Code, Patients: PatientsIn(report, p.Places))).ToList();
        return FhirWriting.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("resourceType"u8, "MeasureReport"u8);
            if (report.Id is not null) json.WriteString("id"u8, report.Id);
            if (report.WithSubjects) Lists(json, [.. populations.Where(p => p.Patients.Count > 0)]);
            json.WriteString("status"u8, "complete"u8);
            json.WriteString("type"u8, report.WithSubjects ? "subject-list"u8 : "summary"u8);
            json.WriteString("measure"u8, $"{MeasureJson.UrlOf(report.Metric.Code, publicBase)}|{report.Metric.Version}");
            json.WriteString("date"u8, InstantPattern.ExtendedIso.Format(report.At));
            if (report.ClinicName is { } name)
            {
                json.WriteStartObject("reporter"u8);
                json.WriteString("display"u8, name);
                json.WriteEndObject();
            }

            json.Period(report.Period.From, report.Period.To);
            MeasureJson.Group(json, report.Metric, report.Value, [.. populations.Select(p => (p.Code, p.Patients.Count, report.WithSubjects && p.Patients.Count > 0 ? p.Code : null))]);
            json.WriteEndObject();
        });
    }

    /// <summary>Patients, each once.</summary>
    private static List<string> PatientsIn(NativeMeasureReport report, Place[] places) =>
        [.. report.Behind.Where(b => places.Contains(b.Placement.Place)).Select(b => b.Episode.Facts.PatientId.ToString()).Distinct()];

    private static void Lists(Utf8JsonWriter json, IReadOnlyList<(string Code, List<string> Patients)> populations)
    {
        if (populations.Count == 0) return;
        json.WriteStartArray("contained"u8);
        foreach (var (code, patients) in populations)
        {
            json.WriteStartObject();
            json.WriteString("resourceType"u8, "List"u8);
            json.WriteString("id"u8, code);
            json.WriteString("status"u8, "current"u8);
            json.WriteString("mode"u8, "snapshot"u8);
            json.WriteStartArray("entry"u8);
            foreach (var patient in patients)
            {
                json.WriteStartObject();
                json.Reference("item", "Patient/" + patient);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
