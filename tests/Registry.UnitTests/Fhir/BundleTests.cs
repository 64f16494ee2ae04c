using System.Text;
using System.Text.Json;
using NodaTime;
using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

/// <summary>fhir.md 1.7.</summary>
public sealed class BundleTests
{
    private const string PatientUrn = "urn:uuid:00000000-0000-4000-8000-000000000001";
    private const string Person = """{"resourceType":"Patient","identifier":[{"system":"http://h","value":"1"}]}""";

    private static string Entry(string resource, string method = "POST", string url = "Observation", string? fullUrl = null, string more = "") =>
        "{" + (fullUrl is null ? "" : $"\"fullUrl\":\"{fullUrl}\",") + $"\"resource\":{resource},\"request\":" + "{" + $"\"method\":\"{method}\",\"url\":\"{url}\"{more}" + "}}";

    private static string Bundle(string type, params string[] entries) => $$"""{"resourceType":"Bundle","type":"{{type}}","entry":[{{string.Join(',', entries)}}]}""";

    private static BundleReading ReadBundle(string json)
    {
        var body = FhirBody.Read(Encoding.UTF8.GetBytes(json));
        return BundleReading.Of(body.Resource!, Base);
    }

    [Fact]
    public void A_score_finds_its_patient_by_urn_inside_a_transaction()
    {
        var bundle = ReadBundle(Bundle("transaction",
            Entry(Observation(("subject", $$"""{"reference":"{{PatientUrn}}"}"""))),
            Entry(Person, url: "Patient", fullUrl: PatientUrn, more: ",\"ifNoneExist\":\"identifier=http://h|1\"")));
        Assert.Empty(bundle.AllIssues());
        var reading = ObservationReader.Read(bundle.Entries[0].Resource!, Context with { References = bundle.References });
        Assert.Equal((ReadingKind.Score, SubjectKind.InBundle, 1), (reading.Kind, reading.Subject!.Kind, reading.Subject.Entry));
        Assert.Equal([1, 0], bundle.InProcessingOrder().Select(e => e.Index));
        Assert.Equal(new FhirIdentifier("http://h", "1"), bundle.Entries[1].Request!.Condition);
    }

    [Fact]
    public void A_urn_that_no_entry_has_is_refused_and_named_with_its_entry()
    {
        var bundle = ReadBundle(Bundle("transaction", Entry(Observation()), Entry(Observation(("subject", $$"""{"reference":"{{PatientUrn}}"}""")))));
        Assert.Equal("Bundle.entry[1].resource.subject.reference", Assert.Single(bundle.AllIssues()).Expression);
        Assert.Equal(422, bundle.AllIssues().Status);
        Assert.Equal(ReadingKind.Refused, ObservationReader.Read(bundle.Entries[1].Resource!, Context with { References = bundle.References }).Kind);
    }

    [Fact]
    public void References_resolve_by_full_url_then_by_type_and_id_then_by_the_tail_of_an_address()
    {
        const string One = """{"resourceType":"Patient","id":"1"}""";
        var named = ReadBundle(Bundle("collection", $$"""{"fullUrl":"http://ehr/Patient/1","resource":{{One}}}""", """{"resource":{"resourceType":"Patient","id":"2"}}"""));
        Assert.Equal(0, named.References.Find("http://ehr/Patient/1"));
        Assert.Equal(0, named.References.Find("Patient/1"));
        Assert.Null(named.References.Find("http://another/Patient/1"));
        Assert.Equal(1, named.References.Find("http://anywhere/fhir/Patient/2"));
        Assert.Equal(1, named.References.Find("Patient/2"));
        Assert.Null(named.References.Find("Patient/3"));
        Assert.Null(named.References.Find("Observation/1"));
        var twice = ReadBundle(Bundle("collection", $$"""{"resource":{{One}}}""", $$"""{"resource":{{One}}}"""));
        Assert.Null(twice.References.Find("Patient/1"));
    }

    [Fact]
    public void A_bad_entry_of_a_batch_leaves_the_others_alone()
    {
        var bundle = ReadBundle(Bundle("batch", Entry(Observation()), Entry(Observation(("status", "\"x\""))), Entry(Observation(("valueInteger", "99")))));
        Assert.Empty(bundle.Issues);
        Assert.Equal([false, true, false], bundle.Entries.Select(e => e.IsRefused));
        Assert.Equal("Bundle.entry[1].resource.status", bundle.Entries[1].Issues[0].Expression);
        Assert.Equal(ReadingKind.Refused, ObservationReader.Read(bundle.Entries[2].Resource!, Context).Kind);
    }

    [Fact]
    public void A_transaction_must_not_touch_the_same_resource_twice()
    {
        const string IfNone = ",\"ifNoneExist\":\"identifier=http://h|1\"";
        Assert.Equal("Bundle.entry[1].request", Assert.Single(ReadBundle(Bundle("transaction", Entry(Person, url: "Patient", more: IfNone), Entry(Person, "PUT", "Patient?identifier=http://h|1"))).Issues).Expression);
        Assert.Empty(ReadBundle(Bundle("transaction", Entry(Person, url: "Patient", more: IfNone), Entry(Person, url: "Patient", more: IfNone))).AllIssues());
        var same = Observation(("id", "\"a\""));
        Assert.Equal(400, ReadBundle(Bundle("transaction", Entry(same, "PUT", "Observation/a"), """{"request":{"method":"DELETE","url":"Observation/a"}}""")).Issues.Status);
        Assert.Empty(ReadBundle(Bundle("batch", Entry(same, "PUT", "Observation/a"), Entry(same, "PUT", "Observation/a"))).Issues);
        Assert.Empty(ReadBundle(Bundle("transaction", Entry(Observation()), Entry(Observation()))).AllIssues());
    }

    [Fact]
    public void Full_urls_are_unique() =>
        Assert.Equal("Bundle.entry[1].fullUrl", Assert.Single(ReadBundle(Bundle("transaction", Entry(Person, url: "Patient", fullUrl: PatientUrn), Entry(Person, url: "Patient", fullUrl: PatientUrn))).Issues).Expression);

    [Theory]
    [InlineData("POST", "Observation/1", "url")]
    [InlineData("POST", "Patient", "url")]
    [InlineData("POST", "Nothing", "url")]
    [InlineData("PUT", "Observation", "url")]
    [InlineData("PUT", "Observation/other", "url")]
    [InlineData("PUT", "Observation?status=final", "url")]
    [InlineData("POST", "../Observation", "url")]
    public void The_request_must_fit_the_resource(string method, string url, string element)
    {
        var bundle = ReadBundle(Bundle("batch", Entry(Observation(("id", "\"a\"")), method, url)));
        Assert.Equal($"Bundle.entry[0].request.{element}", Assert.Single(bundle.Entries[0].Issues).Expression);
        Assert.Equal(400, bundle.Entries[0].Issues.Status);
    }

    [Theory]
    [InlineData("PUT", "Observation/a")]
    [InlineData("PUT", "Observation?identifier=http://h%7C1")]
    [InlineData("POST", "Observation")]
    [InlineData("POST", "/Observation")]
    [InlineData("POST", Base + "/Observation")]
    public void A_request_that_fits_is_fine(string method, string url) =>
        Assert.Empty(ReadBundle(Bundle("transaction", Entry(Observation(("id", "\"a\"")), method, url))).AllIssues());

    [Theory]
    [InlineData("""{"resource":{"resourceType":"Patient","active":true}}""")]
    [InlineData("""{"request":{"method":"POST","url":"Patient"}}""")]
    [InlineData("""{"resource":{"active":true},"request":{"method":"POST","url":"Patient"}}""")]
    public void An_entry_needs_request_and_resource(string entry) => Assert.Equal(400, ReadBundle(Bundle("transaction", entry)).AllIssues().Status);

    [Fact]
    public void Requests_run_deletes_first_and_reads_last() => Assert.Equal([3, 2, 1, 0], ReadBundle(Bundle("transaction",
        """{"request":{"method":"GET","url":"Patient/1"}}""",
        Entry(Observation(("id", "\"a\"")), "PUT", "Observation/a"),
        Entry(Observation()),
        """{"request":{"method":"DELETE","url":"Observation/b"}}""")).InProcessingOrder().Select(e => e.Index));

    [Fact]
    public void A_stored_copy_has_our_id_version_and_references_and_is_else_the_same_to_the_letter()
    {
        const string Received = """
            {"resourceType":"Observation","id":"theirs","meta":{"versionId":"9","lastUpdated":"2020-01-01T00:00:00Z","security":[{"code":"R"}]},
            "extension":[{"url":"u","valueUri":"urn:uuid:a"},{"url":"v","valueDecimal":1.10}],"identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:a"}],
            "status":"final","code":{"text":"ä < \u00e4 \"q\" \/ +"},"subject":{"reference":"urn:uuid:a"},"valueQuantity":{"value":1234567890123456789.01234567890}}
            """;
        using var body = FhirBody.Read(Encoding.UTF8.GetBytes(Received.Replace("urn:uuid:a", PatientUrn, StringComparison.Ordinal)));
        Assert.Empty(body.Issues);
        var rewrite = new ResourceRewrite
        {
            Id = "ours",
            VersionId = "1",
            LastUpdated = Instant.FromUtc(2026, 1, 2, 3, 4, 5),
            Reference = reference => reference == PatientUrn ? "Patient/p9" : null,
        };
        var text = Encoding.UTF8.GetString(rewrite.Write(body.Resource!.Json));
        const string Stored = """
            {"resourceType":"Observation","id":"ours","meta":{"versionId":"1","lastUpdated":"2026-01-02T03:04:05Z","security":[{"code":"R"}]},
            "extension":[{"url":"u","valueUri":"Patient/p9"},{"url":"v","valueDecimal":1.10}],"identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:a"}],
            "status":"final","code":{"text":"ä < \u00e4 \"q\" \/ +"},"subject":{"reference":"Patient/p9"},"valueQuantity":{"value":1234567890123456789.01234567890}}
            """;
        Assert.Equal(Stored.Replace("urn:uuid:a", PatientUrn, StringComparison.Ordinal).ReplaceLineEndings(""), text);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(text).RootElement.ValueKind);
    }

    [Fact]
    public void A_resource_without_id_and_meta_gets_them_after_its_type()
    {
        using var body = FhirBody.Read("""{"resourceType":"Patient","active":true}"""u8.ToArray());
        Assert.Equal("""{"resourceType":"Patient","id":"a","meta":{"versionId":"1"},"active":true}""",
            Encoding.UTF8.GetString(new ResourceRewrite { Id = "a", VersionId = "1" }.Write(body.Resource!.Json)));
        Assert.Equal("""{"resourceType":"Patient","active":true}""", Encoding.UTF8.GetString(new ResourceRewrite { Id = null }.Write(body.Resource!.Json)));
    }

    [Theory]
    [InlineData("""{"identifier":{"system":"http://h","value":"1"}}""", """{"reference":"Patient/p9","identifier":{"system":"http://h","value":"1"}}""")]
    [InlineData("""{"display":"A","reference":"http://elsewhere/Patient/1"}""", """{"reference":"Patient/p9","display":"A"}""")]
    [InlineData("""{"reference":"#me"}""", """{"reference":"#me"}""")]
    public void A_patient_once_known_stands_in_the_subject(string sent, string stored)
    {
        using var body = FhirBody.Read(Encoding.UTF8.GetBytes(Observation(("subject", sent))));
        var text = Encoding.UTF8.GetString(new ResourceRewrite { Id = "a", Subject = "Patient/p9" }.Write(body.Resource!.Json));
        Assert.Contains($"\"subject\":{stored}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_that_have_got_an_address_are_pointed_at_by_it()
    {
        var bundle = ReadBundle(Bundle("transaction", Entry(Person, url: "Patient", fullUrl: PatientUrn), Entry(Observation())));
        var to = bundle.References.To(new Dictionary<int, string> { [0] = "Patient/p9" });
        Assert.Equal("Patient/p9", to(PatientUrn));
        Assert.Null(to("Patient/p1"));
    }
}
