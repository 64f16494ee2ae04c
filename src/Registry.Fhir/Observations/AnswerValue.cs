using System.Runtime.InteropServices;
using System.Text.Json;

namespace Registry.Fhir;

/// <summary>The number of one answer: written as a number, as a LOINC answer code, or by an ordinal beside any code.</summary>
internal static class AnswerValue
{
    public static int? Read(JsonElement component)
    {
        if (!JsonReads.Has(component, "valueCodeableConcept"u8, out var concept)) return ScoreValue.TryRead(component, "", out var number, out _) ? number : null;
        int? agreed = null;
        foreach (var coding in JsonReads.List(concept, "coding"u8))
        {
            if (OfCode(coding) is not { } answer) continue;
            // A code and an ordinal that disagree say nothing.
            if (agreed is { } earlier && earlier != answer) return null;
            agreed = answer;
        }
        return agreed;
    }

    private static int? OfCode(JsonElement coding) => OfCoding(coding, null) is { Contradicts: false, Number: var number } ? number : null;

    /// <summary>What a coding says by its LOINC answer code, by an ordinal beside it, and by what a form gives it; all that say something must agree.</summary>
    public static (int? Number, bool Contradicts) OfCoding(JsonElement coding, int? byForm)
    {
        int? byCode = !JsonReads.Has(coding, "system"u8, out var system) || !JsonText.Is(system, "http://loinc.org"u8) ? null : JsonReads.Text(coding, "code"u8) switch
        {
            "LA6568-5" => 0,
            "LA6569-3" => 1,
            "LA6570-1" => 2,
            "LA6571-9" => 3,
            _ => null,
        };
        var byOrdinal = Ordinal(coding);
        var said = byCode ?? byOrdinal ?? byForm;
        return (said, (byOrdinal ?? said) != said || (byForm ?? said) != said);
    }

    /// <summary>The whole number of an ordinal extension on a coding, or on the option of a form that offers it.</summary>
    public static int? Ordinal(JsonElement coded)
    {
        foreach (var extension in JsonReads.List(coded, "extension"u8))
        {
            if (JsonReads.Text(extension, "url"u8) is "http://hl7.org/fhir/StructureDefinition/ordinalValue" or "http://hl7.org/fhir/StructureDefinition/iso21090-CO-value"
                && JsonReads.Has(extension, "valueDecimal"u8, out var value) && value.ValueKind == JsonValueKind.Number
                && WholeNumber.TryRead(JsonMarshal.GetRawUtf8Value(value), out var ordinal)) return ordinal;
        }
        return null;
    }
}
