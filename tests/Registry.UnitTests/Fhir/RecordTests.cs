using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text;
using NodaTime;
using Registry.Clinical;
using Registry.Examples;
using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

/// <summary>Rows that move from one registry to another: as R4, and back without a loss.</summary>
public sealed class RecordTests
{
    private static readonly Guid Id = new("01980000-0000-7000-8000-000000000001");

    public static TheoryData<string> Kinds => [.. RecordKinds.Basic.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_record_is_a_sound_Basic_and_is_read_back_as_it_was_by_a_registry_at_another_address(string code)
    {
        var record = Full(RecordKinds.Basic[code]);
        var written = RecordJson.Basic(new("Basic", Id.ToString("D"), "2", Now), record, "https://elsewhere.example/fhir");

        Assert.Empty(OfficialSchema.Problems(written));
        using var body = FhirBody.Read(written);
        Assert.True(body.Resource!.IsSound);
        var read = RecordReading.OfBasic(body.Resource);
        Assert.Empty(read.Issues);
        Assert.Equal((code, record.PatientId, record.EpisodeId), (read.Kind!.Code, read.PatientId, read.EpisodeId));
        Assert.Equal(record.Values.OrderBy(v => v.Key), read.Values.OrderBy(v => v.Key));
    }

    [Fact]
    public void What_stands_beside_a_received_resource_is_taken_off_again_to_the_byte()
    {
        var received = """{"resourceType":"Observation","status":"final","extension":[{"url":"https://ehr.example/x","valueDecimal":1.10}],"code":{"text":"caf\u00e9"}}"""u8.ToArray();
        var beside = RecordJson.Beside(received, Full(RecordKinds.Assessment), Base);

        Assert.Empty(OfficialSchema.Problems(beside));
        Assert.Contains("record-received-on", Encoding.UTF8.GetString(beside), StringComparison.Ordinal);
        Assert.Equal(received, RecordJson.Without(beside));
        var plain = """{"resourceType":"Patient","birthDate":"1980-01-01"}"""u8.ToArray();
        Assert.Equal(plain, RecordJson.Without(RecordJson.Beside(plain, Full(RecordKinds.Patient), Base)));
    }

    [Theory]
    [InlineData("minutes", "valueInteger", "481")]
    [InlineData("minutes", "valueString", "\"5\"")]
    [InlineData("work", "valueCode", "\"golf\"")]
    [InlineData("on-day", "valueDate", "\"2025-02-30\"")]
    [InlineData("on-day", "valueDate", "\"0001-01-01\"")]
    [InlineData("staff-member-id", "valueIdentifier", "{\"system\":\"https://x/mrn\",\"value\":\"01980000-0000-7000-8000-000000000001\"}")]
    [InlineData("note", "valueString", "\"\"")]
    [InlineData("shoe-size", "valueInteger", "43")]
    public void A_value_that_cannot_be_is_refused_by_its_place_and_never_repeated(string field, string element, string value)
    {
        var basic = JsonNode.Parse(RecordJson.Basic(new("Basic", Id.ToString("D")), Full(RecordKinds.Basic["minutes"]), Base))!;
        var extensions = basic["extension"]!.AsArray();
        var others = extensions.Where(e => !((string)e!["url"]!).EndsWith("/record-" + field, StringComparison.Ordinal)).Select(e => e!.DeepClone()).ToList();
        basic["extension"] = new JsonArray([.. others, new JsonObject { ["url"] = RecordUrls.Field(Base, field), [element] = JsonNode.Parse(value) }]);
        using var body = FhirBody.Read(Encoding.UTF8.GetBytes(basic.ToJsonString()));

        var read = RecordReading.OfBasic(body.Resource!);

        var issue = Assert.Single(read.Issues);
        Assert.Equal($"Basic.extension[{others.Count}]", issue.Expression);
        Assert.DoesNotContain(value.Trim('"') is { Length: > 1 } sent ? sent : "shoe", issue.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_of_somebody_else_and_a_record_without_what_it_must_have_are_refused()
    {
        Assert.Equal("Basic.code", Assert.Single(Read("""{"resourceType":"Basic","code":{"coding":[{"system":"https://other.example/kinds","code":"minutes"}]}}""").Issues).Expression);
        Assert.Equal("Basic.extension", Assert.Single(Read($$$"""{"resourceType":"Basic","code":{"coding":[{"system":"{{{RecordUrls.Kind(Base)}}}","code":"reminder"}]}}""").Issues).Expression);

        static RecordReading Read(string text)
        {
            using var body = FhirBody.Read(Encoding.UTF8.GetBytes(text));
            return RecordReading.OfBasic(body.Resource!);
        }
    }

    /// <summary>With every value that the kind may have.</summary>
    private static RegistryRecord Full(RecordKind kind) => new(kind, Id, Guid.CreateVersion7(), Guid.CreateVersion7(), kind.Fields.ToDictionary(f => f.Name, f => f.Type switch
    {
        RecordFieldType.Day => new LocalDate(2025, 3, 9),
        RecordFieldType.Moment => Instant.FromUtc(2025, 3, 9, 14, 30) + Duration.FromMilliseconds(250),
        RecordFieldType.Code => f.Codes.First(),
        RecordFieldType.Text => f.Most < 10 ? "F30" : "Line \"one\"\nline two é",
        RecordFieldType.Number => Math.Min(f.Most, 25),
        RecordFieldType.YesNo => true,
        RecordFieldType.Answers => new short[] { 3, -1, 0 },
        _ => (object)Id,
    }));
}
