using System.Collections.Frozen;
using System.Text;

namespace Registry.Fhir;

/// <summary>The allow-list of R4 properties, built once from <see cref="R4Text"/>.</summary>
internal static class R4Types
{
    private static readonly Dictionary<string, ElementType> Types = Build();

    public static readonly ElementType Observation = Types["Observation"];
    public static readonly ElementType Patient = Types["Patient"];
    public static readonly ElementType Bundle = Types["Bundle"];
    public static readonly ElementType Questionnaire = Types["Questionnaire"];
    public static readonly ElementType QuestionnaireResponse = Types["QuestionnaireResponse"];

    private static readonly ElementType[] Read = [Observation, Patient, Bundle, QuestionnaireResponse, Questionnaire];

    /// <summary>What the companion of a primitive ("_birthDate") may hold: an id and extensions.</summary>
    public static readonly ElementType Companion = Types["Element"];

    public static readonly FrozenSet<string> ResourceNames = Words(R4Text.ResourceNames).ToFrozenSet();

    /// <summary>Every property name that an answer may repeat, because it stands in our own table.</summary>
    public static readonly FrozenSet<string> KnownNames = Types.Values.SelectMany(type => type.Elements).Select(element => element.Name)
        .Concat(Words(R4Text.FormerNames)).ToFrozenSet();

    public static IReadOnlyCollection<ElementType> All => Types.Values;

    /// <summary>The type of a resource whose properties are known here.</summary>
    public static ElementType? Resource(ReadOnlySpan<byte> name)
    {
        foreach (var type in Read)
        {
            if (name.SequenceEqual(type.Utf8Name)) return type;
        }

        return null;
    }

    public static ElementType? Resource(string name) => Array.Find(Read, type => type.Name == name);

    private static Dictionary<string, ElementType> Build()
    {
        var kinds = Entries(R4Text.Kinds).ToDictionary(entry => entry.Name, entry => entry.Properties);
        var entries = Entries(R4Text.Types).ToList();
        entries.Add(("Element", "Element", []));
        var types = entries.ToDictionary(entry => entry.Name, entry => new ElementType(entry.Name, entry.Kind is "Resource" or "DomainResource"));
        foreach (var entry in entries)
        {
            var elements = new List<Element>();
            var slot = 0;
            foreach (var property in kinds[entry.Kind].Concat(entry.Properties)) Add(elements, property, slot++, types);
            types[entry.Name].Fill(elements);
        }
        return types;
    }

    private static void Add(List<Element> elements, string property, int slot, Dictionary<string, ElementType> types)
    {
        var colon = property.IndexOf(':', StringComparison.Ordinal);
        var (name, type) = (property[..colon], property[(colon + 1)..]);
        var required = name.EndsWith('!');
        name = name.TrimEnd('!');
        var many = name.EndsWith('*');
        name = name.TrimEnd('*');
        if (name.EndsWith("[x]", StringComparison.Ordinal))
        {
            var stem = name[..^3];
            foreach (var one in type.Split('|')) elements.Add(Of(stem + char.ToUpperInvariant(one[0]) + one[1..], stem, one, choice: true, null));
            return;
        }
        var open = type.IndexOf('(', StringComparison.Ordinal);
        var codes = open < 0 ? null : type[(open + 1)..^1].Split('|').Select(Encoding.UTF8.GetBytes).ToArray();
        elements.Add(Of(name, name, open < 0 ? type : type[..open], choice: false, codes));

        Element Of(string json, string path, string of, bool choice, byte[][]? allowed) => new(
            json, Encoding.UTF8.GetBytes(json), path, slot, choice, many, required,
            Primitives.ByName.GetValueOrDefault(of), Primitives.ByName.ContainsKey(of) || of == "Resource" ? null : types[of], allowed);
    }

    /// <remarks>A line that begins with a blank goes on with the one before, without a gap where that one ends inside a list of alternatives.</remarks>
    private static IEnumerable<(string Name, string Kind, string[] Properties)> Entries(string text) =>
        text.ReplaceLineEndings("\n").Replace("|\n  ", "|", StringComparison.Ordinal).Replace("\n  ", " ", StringComparison.Ordinal).Split('\n').Select(line =>
        {
            var equals = line.IndexOf(" = ", StringComparison.Ordinal);
            var head = line[..equals].Split(" : ");
            return (head[0], head[^1], Words(line[(equals + 3)..]));
        });

    private static string[] Words(string text) => text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
