using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>What a resource says about a row of another registry: the values of its kind, and what is wrong with them.</summary>
public sealed class RecordReading
{
    internal const string Episode = "episode-id";

    private readonly Dictionary<string, object> values = [];

    private RecordReading(FhirResource resource, RecordKind? kind) => (Resource, Kind) = (resource, kind);

    public FhirResource Resource { get; }

    /// <summary>Null when a Basic is of no kind that is known here.</summary>
    public RecordKind? Kind { get; }
    public Guid? EpisodeId { get; private set; }

    /// <summary>Whom a Basic is about.</summary>
    public Guid? PatientId => JsonReads.Has(Resource.Json, "subject"u8, out var subject) ? Id(JsonReads.Text(subject, "reference"u8), "Patient") : null;

    /// <summary>Whether any value was sent at all.</summary>
    public bool IsEmpty => values.Count == 0;
    public IReadOnlyDictionary<string, object> Values => values;
    public object? this[string field] => values.GetValueOrDefault(field);
    public FhirIssues Issues { get; } = new();
    public bool IsRefused => Issues.HasErrors;

    /// <summary>The values beside what a Patient, an Observation or an EpisodeOfCare says itself: all of them, or of a patient and a score none.</summary>
    public static RecordReading Beside(FhirResource resource, RecordKind kind)
    {
        var reading = new RecordReading(resource, kind);
        reading.ReadFields();
        if (!reading.IsEmpty || kind == RecordKinds.Episode) reading.Demand();
        return reading;
    }

    public static RecordReading OfBasic(FhirResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        RecordKind? kind = null;
        if (JsonReads.Has(resource.Json, "code"u8, out var concept))
        {
            foreach (var coding in JsonReads.List(concept, "coding"u8))
            {
                if (RecordUrls.IsKind(JsonReads.Text(coding, "system"u8))) kind ??= RecordKinds.Basic.GetValueOrDefault(JsonReads.Text(coding, "code"u8) ?? "");
            }
        }

        var reading = new RecordReading(resource, kind);
        if (kind is null)
        {
            reading.Issues.Add(FhirIssue.Refused(IssueCode.CodeInvalid, resource.Path + ".code", "The registry takes a Basic of its own kinds of record; this code is none of them."));
            return reading;
        }

        reading.ReadFields();
        reading.Demand();
        if (reading.EpisodeId is null && !reading.IsRefused) reading.Refuse("", "The record names no EpisodeOfCare.");
        return reading;
    }

    /// <summary>Answers belong to an instrument, which the resource names.</summary>
    public void AnswersAreOf(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        if (values.GetValueOrDefault("items") is short[] answers && answers.Length != instrument.ItemCount) Refuse("", "The answers are not as many as the instrument has items.");
    }

    public RegistryRecord Record(Guid id, Guid patient, Guid episode) => new(Kind!, id, patient, episode, values);

    private void Demand()
    {
        foreach (var field in Kind!.Fields)
        {
            if (field.IsRequired && !values.ContainsKey(field.Name) && !IsRefused)
                Issues.Add(FhirIssue.Refused(IssueCode.Required, Resource.Path + ".extension", $"The record has no {field.Name}."));
        }
    }

    private void ReadFields()
    {
        var index = -1;
        foreach (var extension in JsonReads.List(Resource.Json, "extension"u8))
        {
            index++;
            if (RecordUrls.FieldName(JsonReads.Text(extension, "url"u8)) is not { } name) continue;
            var path = $"[{index}]";
            if (name == Episode)
            {
                EpisodeId = Reference(extension, "EpisodeOfCare");
                if (EpisodeId is null) Refuse(path, "A reference to an EpisodeOfCare is expected.");
            }
            else if (Kind!.Fields.FirstOrDefault(f => f.Name == name) is not { } field) Refuse(path, "This kind of record has no such value.");
            else if (Value(extension, field) is not { } value) Refuse(path, $"Not a value that {field.Name} can have.");
            else if (!values.TryAdd(name, value)) Refuse(path, "A value may stand once.");
        }
    }

    private void Refuse(string place, string text) => Issues.Add(FhirIssue.Refused(IssueCode.Value, $"{Resource.Path}.extension{place}", text));

    private static object? Value(JsonElement extension, RecordField field) => field.Type switch
    {
        RecordFieldType.Day => JsonReads.Text(extension, "valueDate"u8) is { } text && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1900 } day } ? day : null,
        RecordFieldType.Moment => JsonReads.Text(extension, "valueInstant"u8) is { } text && InstantPattern.ExtendedIso.Parse(text) is { Success: true, Value: var moment } && moment.InUtc().Year >= 1900 ? moment : null,
        RecordFieldType.Code => JsonReads.Text(extension, "valueCode"u8) is { } code && field.Codes.Contains(code) ? code : null,
        RecordFieldType.Text => JsonReads.Text(extension, "valueString"u8) is { Length: > 0 } text && text.Length <= field.Most ? text : null,
        RecordFieldType.Number => JsonReads.Has(extension, "valueInteger"u8, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var whole) && whole >= 0 && whole <= field.Most ? whole : null,
        RecordFieldType.YesNo => JsonReads.Has(extension, "valueBoolean"u8, out var answer) && answer.ValueKind is JsonValueKind.True or JsonValueKind.False ? answer.GetBoolean() : null,
        RecordFieldType.Answers => Answers(JsonReads.Text(extension, "valueString"u8)),
        RecordFieldType.Score => Reference(extension, "Observation"),
        RecordFieldType.Staff => JsonReads.Has(extension, "valueIdentifier"u8, out var identifier) ? StaffId(identifier) : null,
        RecordFieldType.Clinic or RecordFieldType.Session =>
            JsonReads.Text(extension, "valueUuid"u8) is { } urn && urn.StartsWith("urn:uuid:", StringComparison.Ordinal) && Guid.TryParseExact(urn[9..], "D", out var id) ? id : null,
        _ => null,
    };

    /// <summary>The member of staff that an identifier of a registry names.</summary>
    internal static Guid? StaffId(JsonElement identifier) =>
        RecordUrls.IsStaff(JsonReads.Text(identifier, "system"u8)) && Guid.TryParseExact(JsonReads.Text(identifier, "value"u8), "D", out var id) ? id : null;

    internal static Guid? Id(string? reference, string type) =>
        reference?.StartsWith(type + "/", StringComparison.Ordinal) == true && Guid.TryParseExact(reference[(type.Length + 1)..], "D", out var id) ? id : null;

    private static Guid? Reference(JsonElement extension, string type) =>
        JsonReads.Has(extension, "valueReference"u8, out var reference) ? Id(JsonReads.Text(reference, "reference"u8), type) : null;

    private static short[]? Answers(string? text)
    {
        var parts = (text ?? "").Split(' ');
        var answers = new short[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!short.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out answers[i]) || answers[i] is < Assessment.Unanswered or > 100) return null;
        }

        return answers.Length <= 64 ? answers : null;
    }
}
