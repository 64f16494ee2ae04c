using System.Text;
using System.Text.Json;

namespace Registry.Fhir;

/// <summary>Which properties are there: unknown, missing, twice, and the companions of primitives.</summary>
internal sealed partial class StrictWalk
{
    /// <remarks>An unknown name may hold anything, a patient's name too: it is repeated only when our own table knows it from elsewhere.</remarks>
    private void Unknown(ReadOnlySpan<byte> name, ElementType type, int position)
    {
        var text = Encoding.UTF8.GetString(name.Length <= 40 ? name : default);
        if (name.SequenceEqual("resourceType"u8))
            issues.Add(FhirIssue.Malformed(IssueCode.Structure, Path(), type.IsResource ? "resourceType stands there twice." : "A data type has no resourceType."));
        else if (R4Types.KnownNames.Contains(text))
            issues.Add(FhirIssue.Malformed(IssueCode.Structure, $"{Path()}.{text}", $"{type.Name} has no property {text} in FHIR R4."));
        else
            Tell(IssueCode.Structure, $"Property {position} of this object is not one that FHIR R4 gives to {type.Name}; names are case-sensitive.");
    }

    private void Twice(Element element) => Tell(IssueCode.Structure, element.IsChoice
        ? $"{element.Path}[x] may stand there once, in one type."
        : "The same property stands there twice.");

    private void Missing(ElementType type, ulong missing)
    {
        var told = 0UL;
        foreach (var element in type.Elements)
        {
            var bit = 1UL << element.Slot;
            if ((missing & bit & ~told) == 0) continue;
            told |= bit;
            Push(element.Path);
            Tell(IssueCode.Required, $"{type.Name} must have {element.Path}.");
            depth--;
        }
    }

    private void Companion(JsonElement parent, ElementType type, Element element, JsonElement companion)
    {
        if (element.IsChoice && OtherTypeIsThere(parent, type, element)) Twice(element);
        if (!element.Many)
        {
            CompanionObject(companion);
            return;
        }
        if (companion.ValueKind != JsonValueKind.Array || companion.GetArrayLength() == 0)
        {
            Tell(IssueCode.Structure, "The companion of a repeating primitive must be an array with content.");
            return;
        }
        var values = parent.TryGetProperty(element.Name, out var array) && array.ValueKind == JsonValueKind.Array ? array : default;
        if (values.ValueKind == JsonValueKind.Array && values.GetArrayLength() != companion.GetArrayLength())
            Tell(IssueCode.Structure, "A repeating primitive and its companion must be of one length.");
        var index = 0;
        var beside = values.ValueKind == JsonValueKind.Array ? values.EnumerateArray() : default;
        foreach (var item in companion.EnumerateArray())
        {
            stack[depth - 1].Index = index++;
            var hasValue = beside.MoveNext() && beside.Current.ValueKind != JsonValueKind.Null;
            if (item.ValueKind != JsonValueKind.Null) CompanionObject(item);
            else if (!hasValue) Tell(IssueCode.Structure, "null is allowed only beside a value or an extension.");
        }
        stack[depth - 1].Index = -1;
    }

    private void CompanionObject(JsonElement companion)
    {
        if (companion.ValueKind == JsonValueKind.Object) Object(companion, R4Types.Companion);
        else Tell(IssueCode.Structure, "The companion of a primitive must be a JSON object.");
    }

    private static bool OtherTypeIsThere(JsonElement parent, ElementType type, Element element)
    {
        foreach (var other in type.Elements)
        {
            if (other.Slot == element.Slot && other != element && parent.TryGetProperty(other.Name, out _)) return true;
        }
        return false;
    }

    private static JsonElement.ArrayEnumerator CompanionsOf(JsonElement parent, Element element) =>
        element.Primitive != Primitive.None && parent.TryGetProperty(element.CompanionUtf8, out var companion) && companion.ValueKind == JsonValueKind.Array
            ? companion.EnumerateArray()
            : default;
}
