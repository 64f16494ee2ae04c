using System.Text.Json;
using NodaTime;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>Writes a metric's definition as a Measure: what is counted, of whom, who is left out, and where it comes from.</summary>
public static class MeasureJson
{
    public const string Scoring = "http://terminology.hl7.org/CodeSystem/measure-scoring";
    public const string Population = "http://terminology.hl7.org/CodeSystem/measure-population";

    public static string UrlOf(string code, string publicBase) => $"{publicBase}/Measure/{code}";

    public static byte[] Write(Metric metric, string publicBase)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return ResourceWriting.Resource(new("Measure", metric.Code), json =>
        {
            json.WriteString("url"u8, UrlOf(metric.Code, publicBase));
            json.WriteString("version"u8, metric.Version.ToString());
            json.WriteString("name"u8, string.Concat(metric.Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])));
            json.WriteString("title"u8, metric.Title);
            json.WriteString("status"u8, "active"u8);
            json.WriteString("description"u8, string.Join(' ', new[] { metric.Numerator, metric.Denominator is null ? null : "Of: " + metric.Denominator, metric.Exclusions is null ? null : "Left out: " + metric.Exclusions }.OfType<string>()));
            json.WritePropertyName("scoring"u8);
            json.Concept(Scoring, ScoringOf(metric));
            json.WriteStartArray("relatedArtifact"u8);
            json.WriteStartObject();
            json.WriteString("type"u8, "derived-from"u8);
            json.WriteString("display"u8, metric.Source);
            json.WriteEndObject();
            json.WriteEndArray();
        });
    }

    /// <summary>A share of patients, a number of them, or a value of its own.</summary>
    public static string ScoringOf(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric.Unit is MetricUnit.Percent ? "proportion" : metric.Denominator is null ? "cohort" : "continuous-variable";
    }

    internal static void Group(Utf8JsonWriter json, Metric metric, MetricValue value, IReadOnlyList<(string Code, int Count, string? List)> populations)
    {
        json.WriteStartArray("group"u8);
        json.WriteStartObject();
        json.WriteStartArray("population"u8);
        foreach (var (code, count, list) in populations)
        {
            json.WriteStartObject();
            json.WritePropertyName("code"u8);
            json.Concept(Population, code);
            json.WriteNumber("count"u8, count);
            if (list is not null) json.Reference("subjectResults", "#" + list);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (value.Value is { } score)
        {
            json.WriteStartObject("measureScore"u8);
            json.WriteNumber("value"u8, score);
            json.WriteString("unit"u8, UnitOf(metric.Unit).Unit);
            json.WriteString("system"u8, "http://unitsofmeasure.org"u8);
            json.WriteString("code"u8, UnitOf(metric.Unit).Code);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static (string Unit, string Code) UnitOf(MetricUnit unit) => unit switch
    {
        MetricUnit.Percent => ("%", "%"),
        MetricUnit.Days => ("days", "d"),
        MetricUnit.Weeks => ("weeks", "wk"),
        MetricUnit.Points => ("points", "{score}"),
        MetricUnit.Patients => ("patients", "{patients}"),
        MetricUnit.Episodes => ("episodes", "{episodes}"),
        MetricUnit.Contacts => ("contacts", "{contacts}"),
        _ => ("1", "1"),
    };
}
