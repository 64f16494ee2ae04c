using System.Text.Json;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>What the linkIds of a Questionnaire mean among our instruments, and how many points its own answer codes are worth.</summary>
public sealed class FormMap
{
    private readonly Dictionary<string, FormItem> items = [];

    private FormMap(string? url, string? version) => (Url, Version) = (url, version);

    /// <summary>The canonical address by which responses name the form.</summary>
    public string? Url { get; }

    /// <summary>The publisher's own version; null when the form has none.</summary>
    public string? Version { get; }

    /// <summary>The instruments of which at least one item is on the form.</summary>
    public IReadOnlyList<Instrument> Instruments => [.. items.Values.Select(item => item.Meaning.Instrument!).Distinct()];

    /// <param name="publicBase">For the items of instruments without LOINC item codes, which travel under a code system of our own.</param>
    public static FormMap Of(FhirResource questionnaire, string publicBase)
    {
        ArgumentNullException.ThrowIfNull(questionnaire);
        var form = new FormMap(JsonReads.Text(questionnaire.Json, "url"u8), JsonReads.Text(questionnaire.Json, "version"u8));
        form.Take(questionnaire.Json, publicBase);
        return form;
    }

    /// <summary>The address without the version that a response may add behind a bar.</summary>
    public static string WithoutVersion(string canonical)
    {
        ArgumentNullException.ThrowIfNull(canonical);
        var bar = canonical.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? canonical : canonical[..bar];
    }

    internal FormItem? Find(string linkId) => items.GetValueOrDefault(linkId);

    private void Take(JsonElement parent, string publicBase)
    {
        foreach (var item in JsonReads.List(parent, "item"u8))
        {
            if (JsonReads.Text(item, "linkId"u8) is { } linkId && Meaning(item, publicBase) is { Kind: CodeKind.Item or CodeKind.Total } meaning)
                items.TryAdd(linkId, new(meaning, Points(item)));
            Take(item, publicBase);
        }
    }

    private static CodeMeaning Meaning(JsonElement item, string publicBase)
    {
        foreach (var coding in JsonReads.List(item, "code"u8))
        {
            var isLoinc = JsonReads.Has(coding, "system"u8, out var system) && (JsonText.Is(system, "http://loinc.org"u8) || JsonText.Is(system, Loinc.SystemByOid));
            var meaning = isLoinc && JsonReads.Text(coding, "code"u8) is { } code ? Loinc.MeaningOf(code) : LocalItems.MeaningOf(coding, publicBase);
            if (meaning.Kind != CodeKind.Other) return meaning;
        }

        return default;
    }

    /// <summary>Points of the options, where the form weighs them: by an extension on the option or on its coding.</summary>
    private static Dictionary<(string?, string), int> Points(JsonElement item)
    {
        var points = new Dictionary<(string?, string), int>();
        foreach (var option in JsonReads.List(item, "answerOption"u8))
        {
            if (JsonReads.Has(option, "valueCoding"u8, out var coding) && JsonReads.Text(coding, "code"u8) is { } code
                && (AnswerValue.Ordinal(option) ?? AnswerValue.Ordinal(coding)) is { } worth)
                points.TryAdd((JsonReads.Text(coding, "system"u8), code), worth);
        }

        return points;
    }

    public override string ToString() => nameof(FormMap);
}

/// <summary>What one item of a form asks, and what its coded answers are worth.</summary>
internal sealed record FormItem(CodeMeaning Meaning, IReadOnlyDictionary<(string? System, string Code), int> Points)
{
    public int? WorthOf(JsonElement coding) =>
        JsonReads.Text(coding, "code"u8) is { } code && Points.TryGetValue((JsonReads.Text(coding, "system"u8), code), out var points) ? points : null;
}
