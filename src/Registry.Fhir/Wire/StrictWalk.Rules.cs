using System.Text.Json;

namespace Registry.Fhir;

/// <summary>Rules that look at more than one element: invariants, modifiers, contained resources.</summary>
internal sealed partial class StrictWalk
{
    private static readonly ElementType Extension = R4Types.All.Single(type => type.Name == "Extension");
    private static readonly ulong ExtensionValue = Bit(Extension, "valueString"u8);
    private static readonly ulong ExtensionNested = Bit(Extension, "extension"u8);
    private static readonly ulong ObservationValue = Bit(R4Types.Observation, "valueString"u8);
    private static readonly ulong ObservationAbsent = Bit(R4Types.Observation, "dataAbsentReason"u8);
    private static readonly ulong ObservationComponent = Bit(R4Types.Observation, "component"u8);

    private void Rules(JsonElement value, ElementType type, ulong seen)
    {
        if (type.IsResource)
        {
            Modifiers(value);
            if (type == R4Types.Observation) ObservationRules(value, seen);
        }
        else if (type == Extension)
        {
            if ((seen & ExtensionValue) != 0 == ((seen & ExtensionNested) != 0))
                Tell(IssueCode.Structure, "An extension has either a value or extensions of its own.");
        }
        else if (value.TryGetProperty("modifierExtension"u8, out _)) RefuseModifier();
    }

    /// <remarks>Both may turn the meaning of the resource round; who does not know them must not process it.</remarks>
    private void Modifiers(JsonElement resource)
    {
        if (resource.TryGetProperty("modifierExtension"u8, out _)) RefuseModifier();
        if (!resource.TryGetProperty("implicitRules"u8, out _)) return;
        Push("implicitRules");
        Refuse(IssueCode.NotSupported, "No implicit rules are known here, so a resource that needs them cannot be processed.");
        depth--;
    }

    private void RefuseModifier()
    {
        Push("modifierExtension");
        Refuse(IssueCode.Extension, "This modifier extension is not known here, so the element that carries it cannot be processed.");
        depth--;
    }

    private void ObservationRules(JsonElement observation, ulong seen)
    {
        if ((seen & ObservationValue) == 0) return;
        if ((seen & ObservationAbsent) != 0)
        {
            Push("dataAbsentReason");
            Refuse(IssueCode.Invariant, "obs-6: dataAbsentReason must not stand beside a value.");
            depth--;
        }
        if ((seen & ObservationComponent) == 0 || !observation.TryGetProperty("code"u8, out var code)) return;
        var own = Codings(code).ToHashSet();
        var index = 0;
        foreach (var component in Items(observation, "component"u8))
        {
            // Any coding in common: the reading of obs-7 that the specification gives in words.
            if (component.ValueKind == JsonValueKind.Object && component.TryGetProperty("code"u8, out var part) && Codings(part).Any(own.Contains))
            {
                Push("component");
                stack[depth - 1].Index = index;
                Refuse(IssueCode.Invariant, "obs-7: a component with the code of the Observation itself allows no value beside it.");
                depth--;
            }
            index++;
        }
    }

    private static List<(string? System, string Code)> Codings(JsonElement concept)
    {
        var codings = new List<(string?, string)>();
        foreach (var coding in Items(concept, "coding"u8))
        {
            if (JsonReads.Text(coding, "code"u8) is { } code) codings.Add((JsonReads.Text(coding, "system"u8), code));
        }
        return codings;
    }

    private void NestedResource(Element element, JsonElement resource)
    {
        if (ResourceType.Of(resource, Path(), issues) is not { } name) return;
        // What an entry holds is judged entry by entry: in a batch one bad resource leaves the others alone.
        if (element.Name != "contained") return;
        ContainedRules(resource);
        if (R4Types.Resource(name) is { } type) Object(resource, type);
        else OpaqueWalk.Check(resource, Path(), issues, localReferences ??= []);
    }

    private void ContainedRules(JsonElement resource)
    {
        if (resource.TryGetProperty("contained"u8, out _)) Refuse(IssueCode.Invariant, "dom-2: a contained resource must not contain others.");
        if (!resource.TryGetProperty("id"u8, out _)) Refuse(IssueCode.Invariant, "A contained resource needs an id to be referred to.");
        if (!resource.TryGetProperty("meta"u8, out var meta) || meta.ValueKind != JsonValueKind.Object) return;
        if (meta.TryGetProperty("versionId"u8, out _) || meta.TryGetProperty("lastUpdated"u8, out _))
            Refuse(IssueCode.Invariant, "dom-4: a contained resource has no version of its own.");
        if (meta.TryGetProperty("security"u8, out _)) Refuse(IssueCode.Invariant, "dom-5: security labels belong to the whole resource.");
    }

    private void CheckContained(JsonElement resource)
    {
        var hasContained = resource.TryGetProperty("contained"u8, out _);
        if (!hasContained && localReferences is null) return;
        var ids = new HashSet<string>();
        var index = 0;
        foreach (var contained in Items(resource, "contained"u8))
        {
            if (JsonReads.Text(contained, "id"u8) is { } id)
            {
                Push("contained");
                stack[depth - 1].Index = index;
                if (!ids.Add('#' + id)) Refuse(IssueCode.Invariant, "Two contained resources have the same id.");
                else if (localReferences?.Contains('#' + id) != true && localReferences?.Contains("#") != true)
                    Refuse(IssueCode.Invariant, "dom-3: nothing refers to this contained resource.");
                depth--;
            }
            index++;
        }
        foreach (var reference in localReferences ?? [])
        {
            if (reference.Length > 1 && !ids.Contains(reference)) Refuse(IssueCode.Invariant, "ref-1: a local reference must name a contained resource.");
        }
    }

    private static JsonReads.Items Items(JsonElement value, ReadOnlySpan<byte> name) => JsonReads.List(value, name);

    private static ulong Bit(ElementType type, ReadOnlySpan<byte> name) => 1UL << type.Find(name)!.Slot;
}
