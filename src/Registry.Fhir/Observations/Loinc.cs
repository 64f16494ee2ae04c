using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>The LOINC codes that mean something here. https://loinc.org</summary>
public static class Loinc
{
    public const string System = "http://loinc.org";

    /// <summary>The same code system by its OID: unusual in FHIR, but it can mean nothing else.</summary>
    internal static ReadOnlySpan<byte> SystemByOid => "urn:oid:2.16.840.1.113883.6.1"u8;

    /// <summary>The unscored question of the PHQ-9 and GAD-7 about how difficult the problems make life.</summary>
    public const string Difficulty = "69722-7";

    internal static CodeMeaning MeaningOf(string code)
    {
        foreach (var instrument in Instruments.Tracked)
        {
            if (code == instrument.TotalLoinc) return new(CodeKind.Total, instrument);
            if (code == instrument.PanelLoinc) return new(CodeKind.Panel, instrument);
            for (var i = 0; i < instrument.ItemLoincs.Count; i++)
            {
                if (code == instrument.ItemLoincs[i]) return new(CodeKind.Item, instrument, i + 1);
            }
        }
        return code == Difficulty ? new(CodeKind.Item, Instruments.Phq9) : default;
    }

    /// <summary>What a code that is easily taken for one of ours really is.</summary>
    internal static string? Lookalike(string code) => code switch
    {
        "55758-7" => "55758-7 is the PHQ-2, which is no PHQ-9; its trend is not kept here.",
        "55757-9" => "55757-9 is the panel of the PHQ-2, which is not kept here.",
        "89204-2" or "89206-7" => "This is the PHQ-9 modified for teens, another instrument with its own code; it is not merged with the PHQ-9.",
        "54654-9" or "54635-8" => "This is the mood interview of the MDS, another instrument than the PHQ-9.",
        "70221-7" => "70221-7 is the PCL-C, an older scale with another range; the PCL-5 total is 101698-9.",
        "71549-8" or "91722-1" => "This is not the code of the PCL-5; its total is 101698-9.",
        "73831-0" or "73832-8" => "This is a screening result in words, not a score; the PHQ-9 total is 44261-6.",
        "69723-5" or "54677-0" => "This is another instrument than the PHQ-9, whose total is 44261-6.",
        "75626-2" or "72109-2" => "The AUDIT-C is not kept here.",
        _ => null,
    };
}

internal enum CodeKind { Other, Total, Panel, Item }

/// <param name="Item">1-based; 0 for the difficulty question, which is not in the sum.</param>
internal readonly record struct CodeMeaning(CodeKind Kind, Instrument? Instrument, int Item = 0);
