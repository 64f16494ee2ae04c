using System.Collections.Frozen;

namespace Registry.Fhir;

internal enum Primitive
{
    None, String, Markdown, Boolean, Integer, UnsignedInt, PositiveInt, Decimal, Uri, Url, Canonical, Oid, Uuid, Code, Id, Base64Binary, Date, DateTime, Instant, Time, Xhtml,
}

internal static class Primitives
{
    public static readonly FrozenDictionary<string, Primitive> ByName = Enum.GetValues<Primitive>()
        .Where(primitive => primitive != Primitive.None)
        .ToFrozenDictionary(primitive => char.ToLowerInvariant(primitive.ToString()[0]) + primitive.ToString()[1..]);
}
