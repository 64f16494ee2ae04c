using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Registry.Fhir;

/// <summary>One pass over a resource that tells everything R4 forbids in it. Paths are put together only for what is told.</summary>
internal sealed partial class StrictWalk(string root, FhirIssues issues)
{
    private (string Name, int Index)[] stack = new (string, int)[12];
    private int depth;

    /// <summary>References to contained resources ("#p1"), to be compared with what is contained.</summary>
    private HashSet<string>? localReferences;

    public void Resource(JsonElement resource, ElementType type)
    {
        Object(resource, type);
        if (!type.IsResource) return;
        CheckContained(resource);
    }

    private void Object(JsonElement value, ElementType type)
    {
        ulong seen = 0, companions = 0;
        bool typed = false, hasContent = false;
        var position = 0;
        foreach (var property in value.EnumerateObject())
        {
            position++;
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (JsonText.IsEscaped(name)) name = JsonText.EscapesAreText(name) ? Encoding.UTF8.GetBytes(property.Name) : default;

            var isCompanion = name.Length > 1 && name[0] == '_';
            var element = type.Find(isCompanion ? name[1..] : name);
            if (element is null || (isCompanion && element.Primitive == Primitive.None))
            {
                if (!typed && type.IsResource && name.SequenceEqual("resourceType"u8)) typed = true;
                else Unknown(name, type, position);
                continue;
            }

            hasContent |= !ReferenceEquals(element, type.Elements[0]) || ReferenceEquals(type, R4Types.Companion);
            var bit = 1UL << element.Slot;
            Push(element.Path);
            if (((isCompanion ? companions : seen) & bit) != 0) Twice(element);
            if (isCompanion)
            {
                companions |= bit;
                Companion(value, type, element, property.Value);
            }
            else
            {
                seen |= bit;
                Value(value, element, property.Value);
            }
            depth--;
        }

        if (!hasContent && !typed) Tell(IssueCode.Structure, "An element must have content besides an id.");
        var missing = type.Required & ~(seen | companions);
        if (missing != 0) Missing(type, missing);
        Rules(value, type, seen);
    }

    private void Value(JsonElement parent, Element element, JsonElement value)
    {
        if (!element.Many)
        {
            if (value.ValueKind == JsonValueKind.Array) Tell(IssueCode.Structure, "This element does not repeat: it must not be a JSON array.");
            else Single(element, value);
            return;
        }
        if (value.ValueKind != JsonValueKind.Array)
        {
            Tell(IssueCode.Structure, "This element repeats: it must be a JSON array.");
            return;
        }
        var index = 0;
        var companions = CompanionsOf(parent, element);
        foreach (var item in value.EnumerateArray())
        {
            stack[depth - 1].Index = index++;
            var hasCompanion = companions.MoveNext() && companions.Current.ValueKind == JsonValueKind.Object;
            if (item.ValueKind != JsonValueKind.Null || !hasCompanion) Single(element, item);
        }
        stack[depth - 1].Index = -1;
        if (index == 0) Tell(IssueCode.Structure, "An empty array is not allowed.");
    }

    private void Single(Element element, JsonElement value)
    {
        if (element.Primitive != Primitive.None) Text(element, value);
        else if (value.ValueKind != JsonValueKind.Object) Tell(IssueCode.Structure, value.ValueKind == JsonValueKind.Null ? "null is not allowed." : "This element must be a JSON object.");
        else if (element.Type is { } type) Object(value, type);
        else NestedResource(element, value);
    }

    private void Text(Element element, JsonElement value)
    {
        switch (element.Primitive, value.ValueKind)
        {
            case (_, JsonValueKind.Null):
                Tell(IssueCode.Structure, "null is not allowed.");
                return;
            case (Primitive.Boolean, JsonValueKind.True or JsonValueKind.False):
                return;
            case (Primitive.Integer or Primitive.UnsignedInt or Primitive.PositiveInt or Primitive.Decimal, JsonValueKind.Number):
                if (!Lexical.IsNumber(element.Primitive, JsonMarshal.GetRawUtf8Value(value)))
                    Tell(IssueCode.Value, "This element must be a whole number of its type, written without point and exponent.");
                return;
            case (Primitive.Boolean or Primitive.Integer or Primitive.UnsignedInt or Primitive.PositiveInt or Primitive.Decimal, _):
                Tell(IssueCode.Structure, element.Primitive == Primitive.Boolean ? "This element must be a JSON boolean." : "This element must be a JSON number.");
                return;
            case (_, not JsonValueKind.String):
                Tell(IssueCode.Structure, "This element must be a JSON string.");
                return;
        }

        var text = JsonText.Raw(value);
        if (text.IsEmpty)
        {
            Tell(IssueCode.Structure, "An empty string is not allowed.");
            return;
        }
        if (JsonText.IsEscaped(text))
        {
            if (!JsonText.EscapesAreText(text))
            {
                Tell(IssueCode.Value, "The text holds control characters or half characters.");
                return;
            }
            if (element.Primitive is not (Primitive.String or Primitive.Markdown)) text = JsonText.Unescaped(value);
        }
        if (!Lexical.IsText(element.Primitive, text)) Tell(IssueCode.Value, Expectations.Of(element.Primitive));
        else if (element.Codes is { } codes && !Contains(codes, text)) Tell(IssueCode.CodeInvalid, "This code is not among those that R4 requires here.");
        else if (text[0] == '#' && (element.Primitive is Primitive.Uri or Primitive.Canonical || element.Name == "reference")) (localReferences ??= []).Add(value.GetString()!);
    }

    private static bool Contains(byte[][] codes, ReadOnlySpan<byte> text)
    {
        foreach (var code in codes)
        {
            if (text.SequenceEqual(code)) return true;
        }
        return false;
    }

    private void Push(string name)
    {
        if (depth == stack.Length) Array.Resize(ref stack, depth * 2);
        stack[depth++] = (name, -1);
    }

    private string Path()
    {
        var path = new StringBuilder(root);
        for (var i = 0; i < depth; i++)
        {
            path.Append('.').Append(stack[i].Name);
            if (stack[i].Index >= 0) path.Append('[').Append(stack[i].Index).Append(']');
        }
        return path.ToString();
    }

    private void Tell(IssueCode code, string text) => issues.Add(FhirIssue.Malformed(code, Path(), text));

    private void Refuse(IssueCode code, string text) => issues.Add(FhirIssue.Refused(code, Path(), text));
}
