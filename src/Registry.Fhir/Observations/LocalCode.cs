using System.Text.Json;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>An Observation under a code of the sender's own that might be a score of ours, if somebody mapped the code.</summary>
internal static class LocalCode
{
    /// <summary>Code systems that are everybody's: what they do not call a score of ours is none.</summary>
    private static readonly string[] Common =
        ["http://loinc.org", "https://loinc.org", "http://snomed.info/", "http://unitsofmeasure.org", "http://terminology.hl7.org/", "http://hl7.org/", "http://www.nlm.nih.gov/", "http://www.ama-assn.org/"];

    /// <summary>Null where it cannot be: no code of a system of the sender's own, no whole number in the range of any instrument, or a status that does not count.</summary>
    public static Unrecognised? Of(JsonElement observation, string? status)
    {
        if (status is not ("final" or "amended" or "corrected") || !ScoreValue.TryRead(observation, "", out var number, out _)) return null;
        if (number < 0 || number > Instruments.Tracked.Max(instrument => instrument.MaxTotal) || !JsonReads.Has(observation, "code"u8, out var concept)) return null;
        Unrecognised? found = null;
        foreach (var coding in JsonReads.List(concept, "coding"u8))
        {
            if (JsonReads.Text(coding, "system"u8) is not { } system) continue;
            if (system.StartsWith("urn:oid:2.16.840.1.113883.6.", StringComparison.Ordinal) || Array.Exists(Common, known => system.StartsWith(known, StringComparison.OrdinalIgnoreCase))) return null;
            if (JsonReads.Text(coding, "code"u8) is { } code && system.Length <= Longest && code.Length <= Longest) found ??= new(system, code, IsSurvey(observation));
        }

        return found;
    }

    /// <remarks>Longer ones name nothing that a person could look up and map.</remarks>
    private const int Longest = 200;

    private static bool IsSurvey(JsonElement observation)
    {
        foreach (var category in JsonReads.List(observation, "category"u8))
        {
            foreach (var coding in JsonReads.List(category, "coding"u8))
            {
                if (JsonReads.Has(coding, "code"u8, out var code) && JsonText.Is(code, "survey"u8)) return true;
            }
        }

        return false;
    }
}
