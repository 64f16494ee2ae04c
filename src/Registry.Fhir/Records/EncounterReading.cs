using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>Reads the Encounter of another registry as the contact that it was written from.</summary>
public static class EncounterReading
{
    /// <summary>The contact, without a check of what it refers to; or what is wrong with it.</summary>
    public static (RegistryRecord? Contact, FhirIssue? Issue) Of(FhirResource resource, Guid id)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var json = resource.Json;
        FhirIssue Refused(string element, string text) => FhirIssue.Refused(IssueCode.Value, resource.Path + element, text);

        if (RecordReading.Id(First(json, "episodeOfCare"u8, "reference"u8), "EpisodeOfCare") is not { } episode) return (null, Refused(".episodeOfCare", "The contact names no EpisodeOfCare."));
        if (!JsonReads.Has(json, "subject"u8, out var subject) || RecordReading.Id(JsonReads.Text(subject, "reference"u8), "Patient") is not { } patient) return (null, Refused(".subject", "The contact names no Patient."));
        if (JsonReads.Text(json, "status"u8) is not ("finished" or "cancelled" or "entered-in-error")) return (null, Refused(".status", "A contact is finished, cancelled or entered-in-error."));
        if (Code(json, "/CodeSystem/contact-purpose", "purpose") is not { } purpose) return (null, Refused(".type", "The type is no purpose of a contact."));
        if (Mode(json) is not { } mode) return (null, Refused(".extension", "The extension contact-mode is missing, or no mode of a contact."));
        if (Staff(json) is not { } staff) return (null, Refused(".participant", "The participant is no member of staff."));
        if (!JsonReads.Has(json, "length"u8, out var length) || !JsonReads.Has(length, "value"u8, out var value) || value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var minutes) || minutes is < 0 or > 480)
            return (null, Refused(".length", "The length is 0 to 480 whole minutes."));
        if (!JsonReads.Has(json, "period"u8, out var period) || Start(JsonReads.Text(period, "start"u8)) is not { } start) return (null, Refused(".period", "The period begins on a day, or at a moment with seconds and zone."));

        var status = JsonReads.Text(json, "status"u8);
        var values = new Dictionary<string, object>
        {
            ["on-day"] = start.Day,
            ["staff-member-id"] = staff,
            ["purpose"] = purpose,
            ["mode"] = mode,
            ["minutes"] = minutes,
            ["kept"] = status == "finished",
            ["entered-in-error"] = status == "entered-in-error",
        };
        if (start.At is { } moment) values["started-at"] = moment;
        return (new(RecordKinds.Contact, id, patient, episode, values), null);
    }

    /// <remarks>The day is the one that stands there: it was written in the clinic's own zone.</remarks>
    private static (LocalDate Day, Instant? At)? Start(string? text) =>
        text is null ? null
        : LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } ? (day, null)
        : OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true, Value: var moment } ? (moment.Date, moment.ToInstant())
        : null;

    private static string? Code(JsonElement json, string system, string field)
    {
        foreach (var concept in JsonReads.List(json, "type"u8))
        {
            foreach (var coding in JsonReads.List(concept, "coding"u8))
            {
                if (JsonReads.Text(coding, "system"u8)?.EndsWith(system, StringComparison.Ordinal) == true) return Known(field, JsonReads.Text(coding, "code"u8));
            }
        }

        return null;
    }

    private static string? Mode(JsonElement json)
    {
        foreach (var extension in JsonReads.List(json, "extension"u8))
        {
            if (JsonReads.Text(extension, "url"u8)?.EndsWith("/StructureDefinition/contact-mode", StringComparison.Ordinal) == true) return Known("mode", JsonReads.Text(extension, "valueCode"u8));
        }

        return null;
    }

    private static Guid? Staff(JsonElement json)
    {
        foreach (var participant in JsonReads.List(json, "participant"u8))
        {
            if (JsonReads.Has(participant, "individual"u8, out var individual) && JsonReads.Has(individual, "identifier"u8, out var identifier)) return RecordReading.StaffId(identifier);
        }

        return null;
    }

    private static string? First(JsonElement json, ReadOnlySpan<byte> list, ReadOnlySpan<byte> element)
    {
        foreach (var item in JsonReads.List(json, list)) return JsonReads.Text(item, element);
        return null;
    }

    private static string? Known(string field, string? code) =>
        code is not null && RecordKinds.Contact.Fields.First(f => f.Name == field).Codes.Contains(code) ? code : null;
}
