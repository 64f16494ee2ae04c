using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>A score that was entered here, to be written as an Observation.</summary>
/// <param name="Identifier">Of ours, so that another system can send a correction back: value only; the system is the registry's own.</param>
/// <param name="Id">Null for one that is not stored: then it has no version and no identifier either.</param>
/// <param name="Total">Null where no score came of it: zero would be one.</param>
/// <param name="At">Null writes the day alone.</param>
/// <param name="Offset">For writing the moment with the clinic's own offset, so that the day as written stays the clinical day.</param>
/// <param name="Status">final, amended, corrected or entered-in-error.</param>
/// <param name="Items">Written as components when given.</param>
public sealed record NativeScore(
    string? Id, string VersionId, Instant LastUpdated, string Identifier, string PatientId, Instrument Instrument, int? Total,
    LocalDate On, Instant? At, Offset Offset, string Status, IReadOnlyList<int?>? Items = null)
{
    /// <summary>A JSON array of codings for meta.security; null for none.</summary>
    public string? Labels { get; init; }

    /// <summary>The response it was extracted from: "QuestionnaireResponse/{id}".</summary>
    public string? DerivedFrom { get; init; }

    /// <summary>The time as the sender wrote it, when there was a sender.</summary>
    public string? Effective { get; init; }

    /// <summary>Other than a patient of this registry by id.</summary>
    public string? Subject { get; init; }

    public override string ToString() => nameof(NativeScore);
}

/// <summary>Writes an Observation from a score that never was one: LOINC total, category survey, a whole number.</summary>
public static class ObservationJson
{
    /// <summary>The system of the identifiers this registry gives to its scores.</summary>
    public static string IdentifierSystem(string publicBase) => publicBase + "/NamingSystem/score";

    public static byte[] Write(NativeScore score, string publicBase) => FhirWriting.Bytes(json => Write(json, score, publicBase));

    public static void Write(Utf8JsonWriter json, NativeScore score, string publicBase)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(score);
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "Observation"u8);
        if (score.Id is not null) Identity(json, score, publicBase);
        json.WriteString("status"u8, score.Status);
        json.WriteStartArray("category"u8);
        json.WriteStartObject();
        json.WriteStartArray("coding"u8);
        json.Coding("http://terminology.hl7.org/CodeSystem/observation-category", "survey");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        Code(json, Loinc.System, score.Instrument.TotalLoinc, $"{score.Instrument.Display} total score");
        json.WriteStartObject("subject"u8);
        json.WriteString("reference"u8, score.Subject ?? "Patient/" + score.PatientId);
        json.WriteEndObject();
        json.WriteString("effectiveDateTime"u8, score.Effective ?? Effective(score));
        if (score.Total is { } total) json.WriteNumber("valueInteger"u8, total);
        else Absent(json);
        if (score.DerivedFrom is not null) DerivedFrom(json, score.DerivedFrom);
        if (score.Items?.Any(item => item is not null) == true) Components(json, score, publicBase);
        json.WriteEndObject();
    }

    private static void Identity(Utf8JsonWriter json, NativeScore score, string publicBase)
    {
        json.WriteString("id"u8, score.Id);
        ResourceWriting.Meta(json, score.VersionId, score.LastUpdated, score.Labels);
        json.WriteStartArray("identifier"u8);
        json.WriteStartObject();
        json.WriteString("system"u8, IdentifierSystem(publicBase));
        json.WriteString("value"u8, score.Identifier);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void DerivedFrom(Utf8JsonWriter json, string reference)
    {
        json.WriteStartArray("derivedFrom"u8);
        json.WriteStartObject();
        json.WriteString("reference"u8, reference);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <remarks>If the offset would move the moment to another day than the clinical one, the day wins and goes out alone.</remarks>
    private static string Effective(NativeScore score) =>
        score.At is { } at && at.WithOffset(score.Offset) is var moment && moment.Date == score.On
            ? OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFFFo<Z+HH:mm>").Format(moment)
            : LocalDatePattern.Iso.Format(score.On);

    private static void Absent(Utf8JsonWriter json)
    {
        json.WriteStartObject("dataAbsentReason"u8);
        json.WriteStartArray("coding"u8);
        json.Coding("http://terminology.hl7.org/CodeSystem/data-absent-reason", "unknown");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Components(Utf8JsonWriter json, NativeScore score, string publicBase)
    {
        json.WriteStartArray("component"u8);
        for (var item = 1; item <= score.Instrument.ItemCount && item <= score.Items!.Count; item++)
        {
            if (score.Items[item - 1] is not { } answer) continue;
            json.WriteStartObject();
            var loincs = score.Instrument.ItemLoincs;
            if (loincs.Count > 0) Code(json, Loinc.System, loincs[item - 1], null);
            else Code(json, LocalItems.System(publicBase, score.Instrument), LocalItems.Code(score.Instrument, item), null);
            json.WriteNumber("valueInteger"u8, answer);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Code(Utf8JsonWriter json, string system, string code, string? display)
    {
        json.WriteStartObject("code"u8);
        json.WriteStartArray("coding"u8);
        json.Coding(system, code, display);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
