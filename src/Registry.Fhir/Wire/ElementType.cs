namespace Registry.Fhir;

/// <summary>A resource or data type with the properties it may have.</summary>
internal sealed class ElementType(string name, bool isResource)
{
    private Element[][] byLength = [];

    public string Name { get; } = name;
    public byte[] Utf8Name { get; } = System.Text.Encoding.UTF8.GetBytes(name);
    public bool IsResource { get; } = isResource;
    public Element[] Elements { get; private set; } = [];

    /// <summary>One bit for each obligatory slot; a choice of types is one slot.</summary>
    public ulong Required { get; private set; }

    /// <remarks>Names of one length are few, so a look at the length and one comparison find nearly every property.</remarks>
    public Element? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length >= byLength.Length) return null;
        foreach (var element in byLength[name.Length])
        {
            if (name.SequenceEqual(element.Utf8)) return element;
        }
        return null;
    }

    public void Fill(List<Element> elements)
    {
        if (elements.Count > 0 && elements.Max(e => e.Slot) > 63) throw new InvalidOperationException($"{Name} has more slots than bits.");
        Elements = [.. elements];
        byLength = new Element[elements.Select(e => e.Utf8.Length).DefaultIfEmpty().Max() + 1][];
        for (var length = 0; length < byLength.Length; length++) byLength[length] = [.. elements.Where(e => e.Utf8.Length == length)];
        foreach (var element in elements.Where(e => e.Required)) Required |= 1UL << element.Slot;
    }
}

/// <summary>One property of a type.</summary>
/// <param name="Name">As written in JSON: "valueQuantity".</param>
/// <param name="Path">As written in FHIRPath: "value".</param>
/// <param name="Slot">Number of the property in its type; all types of one choice share it.</param>
/// <param name="Type">Null for a primitive and for a resource.</param>
internal sealed record Element(string Name, byte[] Utf8, string Path, int Slot, bool IsChoice, bool Many, bool Required, Primitive Primitive, ElementType? Type, byte[][]? Codes)
{
    public byte[] CompanionUtf8 { get; } = [(byte)'_', .. Utf8];
    public bool IsResource => Primitive == Primitive.None && Type is null;
}
