using System.Text;
using System.Text.Json;
using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

/// <summary>A short walk through broken input, the same on every run: never an exception, never an echo of what was sent.</summary>
public sealed class FuzzTests
{
    private const string Marker = "Zx9Marker";

    private static readonly string[] Seeds =
    [
        Observation(("id", "\"o1\""), ("identifier", """[{"system":"http://ehr","value":"Zx9Marker"}]"""), ("note", """[{"text":"Zx9Marker \u00e4 \ud83d\ude00"}]""")),
        WithValue("valueQuantity", """{"value":12.0,"unit":"score","system":"http://unitsofmeasure.org","code":"{score}"}"""),
        Observation(("contained", """[{"resourceType":"Patient","id":"me","name":[{"family":"Zx9Marker"}],"identifier":[{"system":"http://h","value":"Zx9Marker"}]}]"""), ("subject", """{"reference":"#me"}""")),
        Observation(("code", Panel), ("valueInteger", null), ("component", $$$"""[{"code":{{{Phq9}}},"valueInteger":3},{"code":{{{Local}}},"valueCodeableConcept":{"coding":[{"system":"http://loinc.org","code":"LA6571-9"}]}}]""")),
        WithEffective("effectivePeriod", """{"start":"2026-03-05T13:00:00-05:00","end":"2026-03-05T13:15:00-05:00"}"""),
        """{"resourceType":"Patient","name":[{"use":"official","family":"Zx9Marker","given":["Zx9Marker",null],"_given":[null,{"id":"a"}]}],"birthDate":"1970-01-01","deceasedBoolean":false,"extension":[{"url":"u","valueDecimal":1.10}]}""",
        Forms.Response([.. Forms.Phq9(2, 2, 2, 2, 1, 1, 2, 0, 1), Forms.Item("/44261-6", """{"valueDecimal":13.0}"""), Forms.Item("Zx9Marker", """{"valueString":"Zx9Marker"}""")], ("identifier", """{"system":"urn:x","value":"Zx9Marker"}""")),
        Forms.Response([Forms.LocalGroup("often"), Forms.Item("sum", """{"valueInteger":6}""")]),
        """{"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000001","resource":{"resourceType":"Patient","name":[{"family":"Zx9Marker"}]},"request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=http://h|Zx9Marker"}},{"resource":"""
            + Observation(("subject", """{"reference":"urn:uuid:00000000-0000-4000-8000-000000000001"}""")) + ""","request":{"method":"POST","url":"Observation"}}]}""",
    ];

    private static readonly string[] Fragments =
    [
        "null", "\"\"", "[]", "{}", "1", "-1", "12.0", "1e999999", "\"Zx9Marker\"", "{\"Zx9Marker\":1}", "[\"Zx9Marker\"]", "true", "\"\\ud800\"", "\"\\u0000\"", ",", ":", "\"", "\\", "}", "]",
        "\"resourceType\":\"Observation\",", "\"Zx9Marker\":\"Zx9Marker\",", "\"modifierExtension\":[{\"url\":\"Zx9Marker\"}],", "\"reference\":\"Patient/Zx9Marker\"", "\"2026-02-30\"", "\"9999-12-31T23:59:59-14:00\"", "\"#Zx9Marker\"",
    ];

    [Fact]
    public void Twenty_thousand_mutations_neither_throw_nor_echo()
    {
        var random = new Random(20261121);
        int sound = 0, refused = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Seeds[round % Seeds.Length]);
            for (var times = random.Next(1, 3); times > 0; times--) bytes = Mutate(bytes, random);
            Exception? thrown = null;
            List<FhirIssue> issues = [];
            try
            {
                issues = Everything(bytes);
            }
            catch (Exception caught)
            {
                thrown = caught;
            }
            Assert.True(thrown is null, $"{thrown?.GetType().Name} at {thrown?.StackTrace} for {Encoding.UTF8.GetString(bytes)}");
            Assert.All(issues, issue => Assert.DoesNotContain(Marker, issue.Text + issue.Expression, StringComparison.OrdinalIgnoreCase));
            if (issues.Exists(i => i.IsError)) refused++;
            else sound++;
        }
        // Both doors were used.
        Assert.InRange(sound, 500, 19_500);
        Assert.InRange(refused, 500, 19_500);
    }

    /// <summary>Each property of each seed replaced by each fragment: no value of whatever type may pass for another.</summary>
    [Fact]
    public void Every_value_replaced_by_every_fragment_neither_throws_nor_echoes()
    {
        foreach (var seed in Seeds)
        {
            var ends = Values(Encoding.UTF8.GetBytes(seed));
            foreach (var (start, length) in ends)
            {
                foreach (var fragment in Fragments)
                {
                    var bytes = Encoding.UTF8.GetBytes(seed);
                    byte[] mutated = [.. bytes[..start], .. Encoding.UTF8.GetBytes(fragment), .. bytes[(start + length)..]];
                    Assert.All(Everything(mutated), issue => Assert.DoesNotContain(Marker, issue.Text + issue.Expression, StringComparison.OrdinalIgnoreCase));
                }
            }
        }
    }

    /// <summary>All that the API does with a body.</summary>
    private static List<FhirIssue> Everything(byte[] bytes)
    {
        using var body = FhirBody.Read(bytes);
        var issues = new List<FhirIssue>(body.Issues);
        if (body.Resource is not { } resource) return issues;
        issues.AddRange(One(resource, null));
        if (resource.Type == "Bundle")
        {
            var bundle = BundleReading.Of(resource, Base);
            issues.AddRange(bundle.AllIssues());
            foreach (var entry in bundle.InProcessingOrder())
            {
                if (entry.Resource is { } inner) issues.AddRange(One(inner, bundle.References));
            }
        }
        JsonDocument.Parse(OperationOutcomeJson.Write(issues)).Dispose();
        return issues;
    }

    private static List<FhirIssue> One(FhirResource resource, BundleReferences? references)
    {
        var issues = new List<FhirIssue>();
        if (resource.Type == "Observation")
        {
            var reading = ObservationReader.Read(resource, Context with { References = references });
            issues.AddRange(reading.Issues);
            Assert.Equal(reading.Kind == ReadingKind.Refused, reading.Issues.HasErrors);
            Assert.Equal(reading.Kind == ReadingKind.Score, reading.Score is not null);
            reading.Effective?.RangeIn(NodaTime.DateTimeZone.Utc);
        }
        if (resource.Type == "QuestionnaireResponse")
        {
            var reading = ResponseReader.Read(resource, Context with { References = references, Forms = LocalForm });
            // The one thing of the sender that an answer may repeat is the address of a form that nobody knows.
            if (reading.Unrecognised is null) issues.AddRange(reading.Issues);
            Assert.Equal(reading.Kind == ReadingKind.Refused, reading.Issues.HasErrors);
            Assert.Equal(reading.Kind == ReadingKind.Score, reading.Score is not null);
        }
        if (resource.Type == "Questionnaire") Assert.NotNull(FormMap.Of(resource, Base).Instruments);
        if (resource.Type == "Patient") issues.AddRange(PatientReading.Of(resource, Now).Issues);
        // A Bundle is sound without its entries; nobody stores it whole.
        if (resource.IsSound && resource.Type != "Bundle")
        {
            var stored = new ResourceRewrite { Id = "a", VersionId = "1", LastUpdated = Now, Reference = r => r.StartsWith("urn:", StringComparison.Ordinal) ? "Patient/1" : null }.Write(resource.Json);
            using var again = FhirBody.Read(stored);
            Assert.True(again.Resource is { IsSound: true }, Tell(again.Issues));
        }
        return issues;
    }

    private static readonly Dictionary<string, FormMap> LocalForm = new() { [Forms.Canonical] = Forms.LocalPhq9() };

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        if (bytes.Length == 0) return bytes;
        var at = random.Next(bytes.Length);
        var length = random.Next(1, Math.Min(20, bytes.Length - at + 1));
        switch (random.Next(6))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 1:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 2:
                return [.. bytes[..at], .. Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]), .. bytes[at..]];
            case 3:
                return [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]];
            case 4:
                return Replaced(bytes, random);
            default:
                return bytes[..at];
        }
    }

    private static byte[] Replaced(byte[] bytes, Random random)
    {
        var values = Values(bytes);
        if (values.Count == 0) return bytes;
        var (start, length) = values[random.Next(values.Count)];
        return [.. bytes[..start], .. Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]), .. bytes[(start + length)..]];
    }

    private static List<(int Start, int Length)> Values(byte[] bytes)
    {
        var values = new List<(int, int)>();
        var reader = new Utf8JsonReader(bytes);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)
                    values.Add(((int)reader.TokenStartIndex, (int)reader.BytesConsumed - (int)reader.TokenStartIndex));
            }
        }
        catch (JsonException)
        {
            // Broken already: what was found before is enough.
        }
        return values;
    }
}
