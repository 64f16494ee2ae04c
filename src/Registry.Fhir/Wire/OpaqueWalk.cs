using System.Runtime.InteropServices;
using System.Text.Json;

namespace Registry.Fhir;

/// <summary>The rules of FHIR JSON that hold for every resource, for types whose properties are not known here.</summary>
internal static class OpaqueWalk
{
    public static void Check(JsonElement resource, string path, FhirIssues issues, HashSet<string>? localReferences = null)
    {
        var faults = Faults.None;
        Walk(resource, ref faults, localReferences);
        if (JsonReads.Has(resource, "id"u8, out var id) && (id.ValueKind != JsonValueKind.String || !Lexical.IsId(JsonText.Raw(id))))
            issues.Add(FhirIssue.Malformed(IssueCode.Value, path + ".id", Expectations.Of(Primitive.Id)));
        Tell(Faults.Null, "null is not allowed but in arrays of primitives.");
        Tell(Faults.Empty, "Empty strings, arrays and objects are not allowed.");
        Tell(Faults.Twice, "The same property stands there twice.");
        Tell(Faults.Characters, "A text holds control characters or half characters.");

        void Tell(Faults fault, string text)
        {
            if ((faults & fault) != 0) issues.Add(FhirIssue.Malformed(IssueCode.Structure, path, text));
        }
    }

    private static void Walk(JsonElement value, ref Faults faults, HashSet<string>? local)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>();
                foreach (var property in value.EnumerateObject())
                {
                    if (!JsonText.EscapesAreText(JsonMarshal.GetRawUtf8PropertyName(property))) faults |= Faults.Characters;
                    else if (!names.Add(property.Name)) faults |= Faults.Twice;
                    if (property.Value.ValueKind == JsonValueKind.Null) faults |= Faults.Null;
                    Walk(property.Value, ref faults, local);
                }
                if (names.Count == 0) faults |= Faults.Empty;
                break;
            case JsonValueKind.Array:
                if (value.GetArrayLength() == 0) faults |= Faults.Empty;
                foreach (var item in value.EnumerateArray()) Walk(item, ref faults, local);
                break;
            case JsonValueKind.String:
                var raw = JsonText.Raw(value);
                if (raw.IsEmpty) faults |= Faults.Empty;
                else if (!JsonText.EscapesAreText(raw)) faults |= Faults.Characters;
                else if (raw[0] == '#') local?.Add(value.GetString()!);
                break;
        }
    }

    [Flags]
    private enum Faults { None = 0, Null = 1, Empty = 2, Twice = 4, Characters = 8 }
}
