using System.Text.Json;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>What a CodeableConcept means among our instruments. Any coding may carry the code, in any order.</summary>
internal struct ConceptReading
{
    public Instrument? Total { get; private set; }
    public Instrument? Panel { get; private set; }
    public CodeMeaning Item { get; private set; }

    /// <summary>Codes of two of our instruments: nobody knows which one was given.</summary>
    public bool IsTwoInstruments { get; private set; }

    public bool ByOid { get; private set; }
    public bool DisplayContradicts { get; private set; }

    /// <summary>One of our codes under an address that is nearly LOINC's.</summary>
    public bool IsNearlyLoinc { get; private set; }

    public string? Lookalike { get; private set; }

    public readonly bool IsOurs => Total is not null || Panel is not null || Item.Kind == CodeKind.Item;

    /// <param name="context">Knows the codes of the sender that were mapped.</param>
    /// <param name="ownItems">Whether an item under the registry's own code system may stand here.</param>
    public static ConceptReading Of(JsonElement concept, ReadingContext context, bool ownItems = false)
    {
        var reading = new ConceptReading();
        foreach (var coding in JsonReads.List(concept, "coding"u8)) reading.Take(coding, context, ownItems ? context.PublicBase : null);
        return reading;
    }

    private void Take(JsonElement coding, ReadingContext context, string? publicBase)
    {
        if (!JsonReads.Has(coding, "code"u8, out var code) || code.ValueKind != JsonValueKind.String) return;
        var hasSystem = JsonReads.Has(coding, "system"u8, out var system) && system.ValueKind == JsonValueKind.String;
        var canonical = hasSystem && system.ValueEquals("http://loinc.org"u8);
        var byOid = !canonical && hasSystem && JsonText.Is(system, Loinc.SystemByOid);
        if (!canonical && !byOid)
        {
            if (context.LocalCodes is { } mapped && Mapped(mapped, coding) is { } total) TakeTotal(total);
            else if (publicBase is not null && hasSystem && LocalItems.MeaningOf(coding, publicBase) is { Kind: CodeKind.Item } own) Item = own;
            else IsNearlyLoinc |= (!hasSystem || LooksLikeLoinc(JsonReads.String(system))) && JsonReads.String(code) is { } near && Loinc.MeaningOf(near).Kind != CodeKind.Other;
            return;
        }
        if (JsonReads.String(code) is not { } text) return;

        var meaning = Loinc.MeaningOf(text);
        var instrument = meaning.Instrument;
        switch (meaning.Kind)
        {
            case CodeKind.Total:
                TakeTotal(instrument!);
                break;
            case CodeKind.Panel:
                IsTwoInstruments |= (Total ?? instrument) != instrument || (Panel ?? instrument) != instrument;
                Panel = instrument;
                break;
            case CodeKind.Item:
                Item = meaning;
                break;
            default:
                Lookalike ??= Loinc.Lookalike(text);
                return;
        }
        ByOid |= byOid;
        DisplayContradicts |= JsonReads.Text(coding, "display"u8) is { } display && NamesAnother(display, instrument!);
    }

    private void TakeTotal(Instrument instrument)
    {
        IsTwoInstruments |= (Total ?? instrument) != instrument || (Panel ?? instrument) != instrument;
        Total = instrument;
    }

    private static Instrument? Mapped(IReadOnlyDictionary<(string System, string Code), Instrument> codes, JsonElement coding) =>
        JsonReads.Text(coding, "system"u8) is { } system && JsonReads.Text(coding, "code"u8) is { } code ? codes.GetValueOrDefault((system, code)) : null;

    private static bool LooksLikeLoinc(string? system) => system is not null && system.Contains("loinc", StringComparison.OrdinalIgnoreCase);

    private static bool NamesAnother(string display, Instrument own)
    {
        if (Names(display, own)) return false;
        foreach (var other in Instruments.Tracked)
        {
            if (other != own && Names(display, other)) return true;
        }
        return false;
    }

    private static bool Names(string display, Instrument instrument) =>
        display.Contains(instrument.Display, StringComparison.OrdinalIgnoreCase)
        || display.Contains(instrument.Display.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
}
