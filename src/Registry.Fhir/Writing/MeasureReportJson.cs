using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>A figure of a clinic, or of all the caller's, to be written as a MeasureReport.</summary>
/// <param name="Id">Null for one that was evaluated on request and has no address.</param>
/// <param name="Value">Null while the period runs or has not begun: the report is pending and says nothing yet.</param>
/// <param name="Behind">Who is above the line, only below it, or left out.</param>
/// <param name="WithSubjects">Whether the patients are named: subject-list in place of summary.</param>
public sealed record NativeMeasureReport(
    string? Id, Metric Metric, MetricValue? Value, MetricPeriod Period, Instant At, string? ClinicName, IReadOnlyList<PlacedEpisode> Behind, bool WithSubjects)
{
    public override string ToString() => $"MeasureReport {Id}";
}

public static class MeasureReportJson
{
    /// <summary>As FHIR has it: those who are excluded are among the denominator, and the score is the numerator of what is left.</summary>
    private static readonly (string Code, Place[] Places)[] Populations =
    [
        ("initial-population", [Place.Numerator, Place.Denominator, Place.Excluded]),
        ("denominator", [Place.Numerator, Place.Denominator, Place.Excluded]),
        ("denominator-exclusion", [Place.Excluded]),
        ("numerator", [Place.Numerator]),
    ];

    /// <summary>Whether patients are members of its populations; a share of events or weeks has none.</summary>
    public static bool NamesPatients(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric.CountsPatientsOnce || MeasureJson.ScoringOf(metric) is not "proportion";
    }

    public static byte[] Write(NativeMeasureReport report, string publicBase)
    {
        ArgumentNullException.ThrowIfNull(report);
        var populations = PopulationsOf(report);
        return FhirWriting.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("resourceType"u8, "MeasureReport"u8);
            if (report.Id is not null) json.WriteString("id"u8, report.Id);
            if (report.WithSubjects) Lists(json, [.. populations.Where(p => p.Patients.Count > 0).Select(p => (p.Code, p.Patients))]);
            json.WriteString("status"u8, report.Value is null ? "pending"u8 : "complete"u8);
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
            if (report.Value is { } value) MeasureJson.Group(json, report.Metric, value, [.. populations.Select(p => (p.Code, p.Count, report.WithSubjects && p.Patients.Count > 0 ? p.Code : null))]);
            json.WriteEndObject();
        });
    }

    private static List<(string Code, int Count, List<string> Patients)> PopulationsOf(NativeMeasureReport report)
    {
        if (report.Value is not { } value) return [];
        if (MeasureJson.ScoringOf(report.Metric) is not "proportion") return [Of(report, Populations[0])];
        if (NamesPatients(report.Metric)) return [.. Populations.Select(p => Of(report, p))];
        // A share of events or of weeks: the counts are theirs, and nobody is a member.
        var (of, met) = ((int)(value.Denominator ?? 0), (int)(value.Numerator ?? 0));
        return [("initial-population", of, []), ("denominator", of, []), ("numerator", met, [])];
    }

    private static (string Code, int Count, List<string> Patients) Of(NativeMeasureReport report, (string Code, Place[] Places) population)
    {
        var patients = PatientsIn(report, population.Places);
        return (population.Code, patients.Count, patients);
    }

    /// <summary>Patients, each once: of several episodes the first stands for the patient, and the others are no exclusion.</summary>
    private static List<string> PatientsIn(NativeMeasureReport report, Place[] places) =>
        [.. report.Behind.DistinctBy(b => b.Episode.Facts.PatientId).Where(b => places.Contains(b.Placement.Place)).Select(b => b.Episode.Facts.PatientId.ToString())];

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
