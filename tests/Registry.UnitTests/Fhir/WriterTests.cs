using System.Text;
using System.Text.Json;
using NodaTime;
using Registry.Clinical;
using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

public sealed class WriterTests
{
    private static readonly NativeScore Native = new(
        "01980000-0000-7000-8000-000000000001", "2", Instant.FromUtc(2026, 3, 6, 1, 2, 3).PlusNanoseconds(456_789_000), "a-1", "p1", Instruments.Phq9, 12,
        new LocalDate(2026, 3, 5), Instant.FromUtc(2026, 3, 6, 4, 30), Offset.FromHours(-5), "final");

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);

    [Fact]
    public void A_native_score_is_a_survey_observation_with_a_whole_number() => Assert.Equal(
        """{"resourceType":"Observation","id":"01980000-0000-7000-8000-000000000001","meta":{"versionId":"2","lastUpdated":"2026-03-06T01:02:03.456789Z"},"identifier":[{"system":"https://registry.example.org/fhir/NamingSystem/score","value":"a-1"}],"status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"survey"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"44261-6","display":"PHQ-9 total score"}]},"subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-05T23:30:00-05:00","valueInteger":12}""",
        Text(ObservationJson.Write(Native, Base)));

    [Fact]
    public void What_is_written_is_read_back_as_the_same_score()
    {
        foreach (var instrument in Instruments.Tracked)
        {
            var items = Enumerable.Range(0, instrument.ItemCount).Select(i => (int?)(i % (instrument.ItemMax + 1))).ToList();
            foreach (var at in new Instant?[] { Native.At, null })
            {
                var native = Native with { Instrument = instrument, Total = items.Sum()!.Value, Items = items, At = at };
                var reading = Read(ObservationJson.Write(native, Base));
                Assert.True(reading.Kind == ReadingKind.Score, Tell(reading.Issues));
                Assert.Equal((instrument, native.Total, native.On, at), (reading.Score!.Instrument, reading.Score.Total, reading.Score.On, reading.Score.At));
                Assert.Equal(items, reading.Score.Items!);
                Assert.Equal(new FhirIdentifier(ObservationJson.IdentifierSystem(Base), "a-1"), Assert.Single(reading.Identifiers));
            }
        }
    }

    [Fact]
    public void The_clinical_day_wins_over_a_moment_that_would_fall_on_another()
    {
        Assert.Contains("\"effectiveDateTime\":\"2026-03-05\"", Text(ObservationJson.Write(Native with { Offset = Offset.Zero }, Base)), StringComparison.Ordinal);
        Assert.Contains("\"effectiveDateTime\":\"2026-03-06T04:30:00+00:00\"", Text(ObservationJson.Write(Native with { Offset = Offset.Zero, On = new(2026, 3, 6) }, Base)).Replace("00Z\"", "00+00:00\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void An_outcome_holds_every_issue_with_its_place() => Assert.Equal(
        """{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"business-rule","diagnostics":"Out of range: PHQ-9 totals go from 0 to 27.","expression":["Observation.value"]},{"severity":"information","code":"informational","diagnostics":"b"}]}""",
        Text(OperationOutcomeJson.Write([Read(Observation(("valueInteger", "28"))).Issues[0], new(IssueSeverity.Information, IssueCode.Informational, "", "b", 200)])));

    [Fact]
    public void An_outcome_without_issues_says_that_all_is_well() =>
        Assert.Equal(1, JsonDocument.Parse(OperationOutcomeJson.Write([])).RootElement.GetProperty("issue").GetArrayLength());

    [Fact]
    public void A_page_of_results_has_links_a_total_and_the_stored_text()
    {
        var page = Text(BundleJson.Searchset([new(Base + "/Observation/1", "{\"resourceType\":\"Observation\",\"x\":1.10}"u8.ToArray())], new(7, Base + "/Observation?status=final", Base + "/Observation?_page=n")));
        Assert.Equal(
            """{"resourceType":"Bundle","type":"searchset","total":7,"link":[{"relation":"self","url":"BASE/Observation?status=final"},{"relation":"next","url":"BASE/Observation?_page=n"}],"entry":[{"fullUrl":"BASE/Observation/1","resource":{"resourceType":"Observation","x":1.10},"search":{"mode":"match"}}]}"""
                .Replace("BASE", Base, StringComparison.Ordinal),
            page);
        Assert.DoesNotContain("entry", Text(BundleJson.Searchset([], new(0, "s", null))), StringComparison.Ordinal);
        Assert.DoesNotContain("total", Text(BundleJson.Searchset([], new(null, "s", null))), StringComparison.Ordinal);
    }

    [Fact]
    public void Responses_stand_in_the_order_of_the_requests() => Assert.Equal(
        """{"resourceType":"Bundle","type":"batch-response","entry":[{"response":{"status":"201 Created","location":"Observation/1/_history/1","etag":"W/\"1\"","lastModified":"2026-11-21T12:00:00Z"}},{"response":{"status":"422 Unprocessable Content","outcome":{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"value","diagnostics":"t"}]}}}]}""",
        Text(BundleJson.BatchResponse([
            new("201 Created", "Observation/1/_history/1", "W/\"1\"", Now),
            new("422 Unprocessable Content", Outcome: [FhirIssue.Malformed(IssueCode.Value, "", "t")])])));

    [Fact]
    public void The_capability_statement_says_what_is_routed_and_nothing_else()
    {
        var text = CapabilityStatementJson.Write(new(Base, "Registry", "1.0", new(2026, 11, 21), "Days are those of the clinic.",
            [new("Observation", ["create", "read", "search-type"], [new("date", "date", "All prefixes.")]) { ConditionalCreate = true }],
            ["batch", "transaction"], [], "https://auth/token"));
        var statement = JsonDocument.Parse(text).RootElement;
        var rest = statement.GetProperty("rest")[0];
        var observation = Assert.Single(rest.GetProperty("resource").EnumerateArray());
        Assert.Equal(["create", "read", "search-type"], observation.GetProperty("interaction").EnumerateArray().Select(i => i.GetProperty("code").GetString()));
        Assert.True(observation.GetProperty("conditionalCreate").GetBoolean());
        Assert.False(observation.GetProperty("conditionalUpdate").GetBoolean());
        Assert.Equal("SMART-on-FHIR", rest.GetProperty("security").GetProperty("service")[0].GetProperty("coding")[0].GetProperty("code").GetString());
        Assert.Equal(("4.0.1", "instance", Base), (statement.GetProperty("fhirVersion").GetString(), statement.GetProperty("kind").GetString(), statement.GetProperty("implementation").GetProperty("url").GetString()));
        using var body = FhirBody.Read(text);
        Assert.Empty(body.Issues);
    }
}
