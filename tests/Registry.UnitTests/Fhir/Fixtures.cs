using System.Text;
using NodaTime;
using Registry.Fhir;

namespace Registry.UnitTests.Fhir;

/// <summary>Short ways to say "an Observation like this".</summary>
internal static class Fixtures
{
    public const string Base = "https://registry.example.org/fhir";

    public static readonly Instant Now = Instant.FromUtc(2026, 11, 21, 12, 0);

    public static readonly ReadingContext Context = new(Now, Base);

    public const string Phq9 = """{"coding":[{"system":"http://loinc.org","code":"44261-6"}]}""";
    public const string Panel = """{"coding":[{"system":"http://loinc.org","code":"44249-1"}]}""";
    public const string Gad7 = """{"coding":[{"system":"http://loinc.org","code":"70274-6"}]}""";
    public const string Local = """{"coding":[{"system":"urn:oid:1.2.840.114350.1","code":"F1"}]}""";

    /// <summary>A good PHQ-9 of 12, with single properties replaced; null takes a property away.</summary>
    public static string Observation(params (string Name, string? Json)[] changes)
    {
        var properties = new Dictionary<string, string?>
        {
            ["resourceType"] = "\"Observation\"",
            ["status"] = "\"final\"",
            ["code"] = Phq9,
            ["subject"] = """{"reference":"Patient/p1"}""",
            ["effectiveDateTime"] = "\"2026-03-05\"",
            ["valueInteger"] = "12",
        };
        foreach (var (name, json) in changes) properties[name] = json;
        return "{" + string.Join(',', properties.Where(p => p.Value is not null).Select(p => $"\"{p.Key}\":{p.Value}")) + "}";
    }

    /// <summary>The same with another value[x].</summary>
    public static string WithValue(string name, string json) => Observation(("valueInteger", null), (name, json));

    public static string WithEffective(string name, string json) => Observation(("effectiveDateTime", null), (name, json));

    public static ObservationReading Read(string json, ReadingContext? context = null) => Read(Encoding.UTF8.GetBytes(json), context);

    public static ObservationReading Read(byte[] json, ReadingContext? context = null)
    {
        using var body = FhirBody.Read(json);
        Assert.True(body.Resource is not null, Tell(body.Issues));
        return ObservationReader.Read(body.Resource, context ?? Context);
    }

    public static FhirIssues Issues(string json)
    {
        using var body = FhirBody.Read(Encoding.UTF8.GetBytes(json));
        return body.Issues;
    }

    public static string Tell(IEnumerable<FhirIssue> issues) => string.Join("; ", issues.Select(i => $"{i.Status} {i.Code.Wire()} {i.Expression}: {i.Text}"));

    public static ScoredObservation Accepted(string json)
    {
        var reading = Read(json);
        Assert.True(reading.Kind == ReadingKind.Score, $"{reading.Kind}: {Tell(reading.Issues)}");
        return reading.Score!;
    }

    /// <summary>Refused with exactly this status, and with an error of that code at that place.</summary>
    public static void Refused(string json, int status, IssueCode code, string expression)
    {
        var reading = Read(json);
        Assert.True(reading.Kind == ReadingKind.Refused, $"{reading.Kind} instead of refused");
        Assert.True(reading.Issues.Any(i => i.IsError && i.Code == code && i.Expression == expression), Tell(reading.Issues));
        Assert.Equal(status, reading.Issues.Status);
    }

    public static ObservationReading IsNotOurs(string json)
    {
        var reading = Read(json);
        Assert.True(reading.Kind == ReadingKind.NotOurs, $"{reading.Kind}: {Tell(reading.Issues)}");
        Assert.Contains(reading.Issues, i => i is { Code: IssueCode.NotSupported, Severity: IssueSeverity.Information, Status: 422, Expression: "Observation.code" });
        return reading;
    }
}
