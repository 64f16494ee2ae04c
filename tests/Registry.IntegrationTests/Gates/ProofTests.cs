using System.Text.RegularExpressions;

namespace Registry.IntegrationTests;

/// <summary>What the documents for a security officer claim: every test that they name exists, and no case is left out.</summary>
public sealed partial class ProofTests
{
    private static readonly string[] Documents = ["hostile-cases.md", "safeguards.md"];

    /// <summary>Every test method of the tests by its class, as the source has them: unit tests belong to another assembly.</summary>
    private static readonly Lazy<HashSet<string>> Tests = new(() =>
        [.. from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            from Match method in TestMethod().Matches(File.ReadAllText(file))
            select $"{Path.GetFileNameWithoutExtension(file)}.{method.Groups[1].Value}"]);

    [Fact]
    public void Every_test_that_a_document_names_is_there()
    {
        var missing = from document in Documents
                      from name in Named(Read(document))
                      where !Tests.Value.Contains(name)
                      select $"{document} names {name}";
        Assert.Empty(missing);
        Assert.True(Tests.Value.Count > 500);
    }

    [Fact]
    public void Each_of_the_fifty_two_cases_has_its_answer_and_its_proof()
    {
        var rows = Read("hostile-cases.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2])).Select(line => line.Trim('|', ' ').Split(" | ")).ToList();
        Assert.Equal(Enumerable.Range(1, 52), rows.Select(row => int.Parse(row[0])).Order());
        Assert.All(rows, row => Assert.True(row.Length == 4 && row[1].Length > 10 && row[2].Length > 2 && row[3].Contains("Tests", StringComparison.Ordinal), string.Join(" | ", row)));
    }

    private static IEnumerable<string> Named(string document) => NamedTest().Matches(document).Select(match => match.Groups[1].Value);

    private static string Read(string document) => File.ReadAllText(Path.Combine(Repository.Root, "deploy", document));

    [GeneratedRegex(@"`([A-Za-z0-9]+Tests\.[A-Za-z0-9_]+)`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"public (?:async )?(?:static )?(?:Task|void) ([A-Z][A-Za-z0-9_]*_[A-Za-z0-9_]+)\(")]
    private static partial Regex TestMethod();
}
