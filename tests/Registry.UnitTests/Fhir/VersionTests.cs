using System.Text.Json;
using Registry.Fhir;

namespace Registry.UnitTests.Fhir;

/// <summary>Which version a client means, and whether two texts are one version.</summary>
public sealed class VersionTests
{
    [Theory]
    [InlineData("W/\"3\"", true)]
    [InlineData("\"3\"", true)]
    [InlineData("3", true)]
    [InlineData("W/\"1\", W/\"3\"", true)]
    [InlineData("*", true)]
    [InlineData("W/\"33\"", false)]
    [InlineData("W/3\"", false)]
    [InlineData("-3", false)]
    [InlineData("W/\"\"", false)]
    [InlineData("", false)]
    public void A_version_is_named_weak_strong_or_bare(string header, bool named) => Assert.Equal(named, VersionTag.Names(header, 3));

    [Theory]
    [InlineData("""{"resourceType":"Patient","active":true}""", """{"active":true,"resourceType":"Patient"}""", true)]
    [InlineData("""{"id":"a","meta":{"versionId":"1","lastUpdated":"2025-01-01T00:00:00Z"},"active":true}""", """{"active":true}""", true)]
    [InlineData("""{"meta":{"versionId":"1","security":[{"code":"R"}]}}""", """{"meta":{"security":[{"code":"R"}],"versionId":"2"}}""", true)]
    [InlineData("""{"meta":{"versionId":"1","security":[{"code":"R"}]}}""", """{"meta":{"versionId":"1"}}""", false)]
    [InlineData("""{"a":"\u00e4"}""", """{"a":"ä"}""", true)]
    [InlineData("""{"a":1.10}""", """{"a":1.1}""", false)]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    [InlineData("""{"a":{"id":"1"}}""", """{"a":{"id":"2"}}""", false)]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", false)]
    [InlineData("""{"a":true}""", """{"a":false}""", false)]
    public void Texts_that_say_the_same_are_one_version(string one, string other, bool same)
    {
        using var left = JsonDocument.Parse(one);
        using var right = JsonDocument.Parse(other);
        Assert.Equal(same, FhirContent.IsSame(left.RootElement, right.RootElement));
        Assert.Equal(same, FhirContent.IsSame(right.RootElement, left.RootElement));
    }
}
