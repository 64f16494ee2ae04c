using System.Text.Json;
using Registry.Examples;
using Registry.Fhir;

namespace Registry.UnitTests.Fhir;

/// <summary>The hand-kept table of properties against the official schema, where that lies beside the repository.</summary>
public sealed class R4TableTests
{
    [Fact]
    public void The_table_is_whole_and_has_the_types_it_names()
    {
        Assert.Equal(60, R4Types.All.Count);
        Assert.Equal(146, R4Types.ResourceNames.Count);
        Assert.Equal(11, R4Types.Observation.Elements.Count(e => e.Path == "value"));
        Assert.Equal(["status", "code"], R4Types.Observation.Elements.Where(e => e.Required).Select(e => e.Name));
    }

    [Fact]
    public void Every_type_has_exactly_the_properties_of_the_official_schema()
    {
        if (SharedExamples.Schema is null)
        {
            Assert.Null(SharedExamples.Folder);
            return;
        }
        var definitions = JsonDocument.Parse(File.ReadAllBytes(SharedExamples.Schema)).RootElement.GetProperty("definitions");
        foreach (var type in R4Types.All.Where(t => t.Name != "Element"))
        {
            var official = definitions.GetProperty(OfficialName(type.Name)).GetProperty("properties").EnumerateObject()
                .Select(p => p.Name).Where(n => n[0] != '_' && n != "resourceType").Order(StringComparer.Ordinal);
            // The schema gives modifierExtension also to parts of data types, which the specification does not.
            var ours = type.Elements.Select(e => e.Name).Concat(IsPartOfDataType(type.Name) ? ["modifierExtension"] : []).Order(StringComparer.Ordinal);
            Assert.Equal(official, ours);
        }
    }

    private static bool IsPartOfDataType(string name) => name is "Timing.repeat" or "Dosage.doseAndRate" || name.StartsWith("DataRequirement.", StringComparison.Ordinal);

    private static string OfficialName(string name)
    {
        foreach (var part in new[] { "Bundle.entry.", "Questionnaire.item.", "QuestionnaireResponse.item." })
        {
            if (name.StartsWith(part, StringComparison.Ordinal)) name = name[..(name.IndexOf('.', StringComparison.Ordinal) + 1)] + name[part.Length..];
        }

        return string.Join('_', name.Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
    }
}
