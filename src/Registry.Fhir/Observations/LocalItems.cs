using System.Text.Json;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>The items of an instrument whose LOINC item codes could not be confirmed (PCL-5) travel under a code system of the registry's own.</summary>
internal static class LocalItems
{
    public static string System(string publicBase, Instrument instrument) => $"{publicBase}/CodeSystem/{instrument.Code}-item";

    public static string Code(Instrument instrument, int item) => $"{instrument.Code}-{item:00}";

    public static CodeMeaning MeaningOf(JsonElement coding, string publicBase)
    {
        if (JsonReads.Text(coding, "system"u8) is not { } system || !system.StartsWith(publicBase, StringComparison.Ordinal)) return default;
        foreach (var instrument in Instruments.Tracked)
        {
            if (instrument.ItemLoincs.Count > 0 || system != System(publicBase, instrument)) continue;
            var code = JsonReads.Text(coding, "code"u8);
            for (var item = 1; item <= instrument.ItemCount; item++)
            {
                if (code == Code(instrument, item)) return new(CodeKind.Item, instrument, item);
            }
        }
        return default;
    }
}
