using System.Runtime.InteropServices;
using System.Text.Json;

namespace Registry.Fhir;

/// <summary>How senders write a whole number under value[x]. Every form that can mean only one whole number is taken, the rest refused.</summary>
internal static class ScoreValue
{
    /// <summary>False without an issue: no value there. False with one: a value that is no whole number.</summary>
    public static bool TryRead(JsonElement holder, string path, out int number, out FhirIssue? refusal)
    {
        number = 0;
        refusal = null;
        if (holder.ValueKind != JsonValueKind.Object) return false;
        foreach (var property in holder.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (!name.StartsWith("value"u8)) continue;
            var value = property.Value;
            refusal = name[5..] switch
            {
                var type when type.SequenceEqual("Integer"u8) => Integer(value, path, ref number),
                // Only answers of a form have one.
                var type when type.SequenceEqual("Decimal"u8) => Integer(value, path, ref number),
                var type when type.SequenceEqual("Quantity"u8) => Quantity(value, path, ref number),
                var type when type.SequenceEqual("String"u8) => Text(value, path, ref number),
                _ => Refuse(path, "A score is a whole number; this type of value holds none."),
            };
            return refusal is null;
        }
        return false;
    }

    private static FhirIssue? Integer(JsonElement value, string path, ref int number) =>
        value.ValueKind == JsonValueKind.Number && WholeNumber.TryRead(JsonMarshal.GetRawUtf8Value(value), out number) ? null : Refuse(path, "A score is a whole number.");

    private static FhirIssue? Text(JsonElement value, string path, ref int number) =>
        JsonReads.String(value) is { } text && WholeNumber.TryReadText(text, out number)
            ? null
            : Refuse(path, "A score that travels as text must be a plain whole number, without words, bounds or maximum.");

    private static FhirIssue? Quantity(JsonElement value, string path, ref int number)
    {
        if (JsonReads.Has(value, "comparator"u8)) return Refuse(path + ".comparator", "A bound is not a score.");
        if (!JsonReads.Has(value, "value"u8, out var amount) || amount.ValueKind != JsonValueKind.Number)
            return FhirIssue.Refused(IssueCode.Required, path + ".value", "The quantity has no number.");
        if (!IsCount(value, out var culprit)) return Refuse($"{path}.{culprit}", "A score has no unit but {score} or 1.");
        return WholeNumber.TryRead(JsonMarshal.GetRawUtf8Value(amount), out number) ? null : Refuse(path + ".value", "A score is a whole number.");
    }

    /// <remarks>The code decides where there is one; the unit is for people and may be in any language.</remarks>
    private static bool IsCount(JsonElement quantity, out string culprit)
    {
        culprit = "code";
        if (JsonReads.Has(quantity, "code"u8)) return JsonReads.Text(quantity, "code"u8) is "1" or "{score}" or "{#}" or "{points}" or "score" or "points";
        culprit = "unit";
        return !JsonReads.Has(quantity, "unit"u8)
            || JsonReads.Text(quantity, "unit"u8)?.Trim().ToLowerInvariant() is "1" or "{score}" or "{#}" or "{points}" or "score" or "scores" or "point" or "points" or "pts";
    }

    private static FhirIssue Refuse(string path, string text) => FhirIssue.Refused(IssueCode.BusinessRule, path, text);
}
