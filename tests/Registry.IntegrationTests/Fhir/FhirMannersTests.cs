using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>How the FHIR door speaks HTTP.</summary>
[Collection(EhrRegistry.Name)]
public sealed class FhirMannersTests(RegistryApp app) : IAsyncLifetime
{
    private HttpClient ehr = null!;
    private string patient = null!;
    private string stored = null!;

    public async Task InitializeAsync()
    {
        ehr = app.As("ehr-integration");
        using var careManager = app.As("care-manager");
        patient = await careManager.KnowsPatient(app);
        stored = (string)(await ehr.Observes(patient, "phq-9", "2025-05-02", 14))["id"]!;
    }

    public Task DisposeAsync()
    {
        ehr.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task HEAD_is_GET_without_the_body()
    {
        foreach (var path in new[] { $"/fhir/Observation/{stored}", $"/fhir/Observation/{stored}/_history/1", $"/fhir/Observation?patient={patient}", "/fhir/metadata" })
        {
            using var get = await Ask("GET", path);
            using var head = await Ask("HEAD", path);
            Assert.Equal(get.StatusCode, head.StatusCode);
            Assert.Equal((get.Headers.ETag, get.Content.Headers.LastModified), (head.Headers.ETag, head.Content.Headers.LastModified));
            Assert.Equal((get.Content.Headers.ContentLength, get.Content.Headers.ContentType), (head.Content.Headers.ContentLength, head.Content.Headers.ContentType));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }

        Assert.Equal(HttpStatusCode.NotFound, (await Ask("HEAD", $"/fhir/Observation/{Guid.CreateVersion7()}")).StatusCode);
    }

    [Theory]
    [InlineData("/fhir", "POST, OPTIONS")]
    [InlineData("/fhir/Observation/{id}", "GET, PUT, HEAD, OPTIONS")]
    [InlineData("/fhir/Observation/{id}/_history", "GET, HEAD, OPTIONS")]
    public async Task OPTIONS_and_a_method_that_is_not_taken_name_those_that_are(string path, string allowed)
    {
        path = path.Replace("{id}", stored, StringComparison.Ordinal);
        using var options = await Ask("OPTIONS", path);
        Assert.Equal(HttpStatusCode.OK, options.StatusCode);
        Assert.Equal(allowed.Split(", ").Order(), options.Content.Headers.Allow.Order());
        foreach (var method in new[] { "DELETE", "PATCH" })
        {
            using var refused = await Ask(method, path);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
            Assert.Equal(allowed.Split(", ").Order(), refused.Content.Headers.Allow.Order());
            Assert.Contains(method == "DELETE" ? "entered-in-error" : "PUT", (string)(await Outcome(refused))["diagnostics"]!, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("json", HttpStatusCode.OK)]
    [InlineData("application/fhir%2Bjson", HttpStatusCode.OK)]
    [InlineData("application/fhir+json", HttpStatusCode.OK)]
    [InlineData("application/json", HttpStatusCode.OK)]
    [InlineData("text/json", HttpStatusCode.OK)]
    [InlineData("xml", HttpStatusCode.NotAcceptable)]
    [InlineData("application/fhir%2Bxml", HttpStatusCode.NotAcceptable)]
    public async Task The_format_parameter_overrides_the_header(string format, HttpStatusCode expected)
    {
        foreach (var path in new[] { $"/fhir/Observation/{stored}?_format={format}", $"/fhir/metadata?_format={format}", $"/fhir/Observation/{stored}/_history?_format={format}" })
        {
            using var answer = await Ask("GET", path, request => request.Headers.Add("Accept", expected == HttpStatusCode.OK ? "application/fhir+xml" : "application/fhir+json"));
            Assert.Equal((path, expected), (path, answer.StatusCode));
            Assert.Equal("application/fhir+json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        }
    }

    [Theory]
    [InlineData("application/fhir+json; fhirVersion=4.0", HttpStatusCode.OK)]
    [InlineData("application/fhir+xml, */*;q=0.1", HttpStatusCode.OK)]
    [InlineData("application/fhir+json; fhirVersion=5.0", HttpStatusCode.NotAcceptable)]
    [InlineData("text/html", HttpStatusCode.NotAcceptable)]
    public async Task An_answer_that_is_not_acceptable_is_not_given(string accept, HttpStatusCode expected)
    {
        using var answer = await Ask("GET", $"/fhir/Observation/{stored}", request => request.Headers.TryAddWithoutValidation("Accept", accept));
        Assert.Equal(expected, answer.StatusCode);
        if (expected != HttpStatusCode.OK) await Outcome(answer);
    }

    [Theory]
    [InlineData("application/fhir+json; fhirVersion=4.0", HttpStatusCode.OK)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("application/fhir+xml", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/fhir+json; fhirVersion=3.0", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_body_of_another_kind_is_not_read(string type, HttpStatusCode expected)
    {
        foreach (var (method, path) in new[] { ("POST", "/fhir/Observation"), ("PUT", $"/fhir/Observation?identifier=urn:x%7C{patient}"), ("POST", "/fhir/Observation/$validate") })
        {
            using var answer = await Ask(method, path, request =>
            {
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Intents.Observation(patient, "phq-9", "2025-05-02", 14).ToJsonString()));
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            });
            if (expected == HttpStatusCode.OK) Assert.NotEqual(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
            else Assert.Equal(expected, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("W/\"1\"")]
    [InlineData("\"1\"")]
    [InlineData("1")]
    [InlineData("W/\"5\", W/\"1\"")]
    public async Task What_the_client_has_already_is_not_sent_again(string tag)
    {
        using var unchanged = await Ask("GET", $"/fhir/Observation/{stored}", request => request.Headers.TryAddWithoutValidation("If-None-Match", tag));
        Assert.Equal((HttpStatusCode.NotModified, "W/\"1\""), (unchanged.StatusCode, unchanged.Headers.ETag!.ToString()));
        using var other = await Ask("GET", $"/fhir/Observation/{stored}", request => request.Headers.TryAddWithoutValidation("If-None-Match", "W/\"2\""));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var since = await Ask("GET", $"/fhir/Observation/{stored}", request => request.Headers.IfModifiedSince = other.Content.Headers.LastModified);
        Assert.Equal(HttpStatusCode.NotModified, since.StatusCode);
        using var earlier = await Ask("GET", $"/fhir/Observation/{stored}", request => request.Headers.IfModifiedSince = other.Content.Headers.LastModified!.Value.AddSeconds(-1));
        Assert.Equal(HttpStatusCode.OK, earlier.StatusCode);
    }

    [Theory]
    [InlineData("/fhir/Device/1", "not-supported")]
    [InlineData("/fhir/Nonsense", "not-supported")]
    [InlineData("/fhir/observation/{id}", "not-supported")]
    [InlineData("/fhir/Observation/{id}/unheard-of", "not-supported")]
    [InlineData("/fhir/$nothing", "not-supported")]
    [InlineData("/fhir/Observation/_history", "not-supported")]
    [InlineData("/fhir//Observation", "not-supported")]
    [InlineData("/fhir/Observation/0198c000-0000-7000-8000-000000000000", "not-found")]
    [InlineData("/fhir/Observation/not-an-id-of-ours", "not-found")]
    [InlineData("/fhir/Patient/1", "not-found")]
    public async Task What_is_not_held_is_told_apart_from_what_is_not_there(string path, string code)
    {
        using var answer = await Ask("GET", path.Replace("{id}", stored, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(code, (string)(await Outcome(answer))["code"]!);
    }

    [Fact]
    public async Task A_slash_at_the_end_changes_nothing()
    {
        Assert.Equal(HttpStatusCode.OK, (await Ask("GET", $"/fhir/Observation/{stored}/")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ehr.Tries(HttpMethod.Post, "/fhir/", Fhir.Body("""{"resourceType":"Bundle","type":"batch"}"""))).Status);
    }

    [Fact]
    public async Task A_callers_own_request_id_comes_back_and_stands_in_the_audit_trail()
    {
        using var own = await Ask("GET", $"/fhir/Observation/{stored}", request => request.Headers.Add("X-Request-Id", "ehr-4711.a_b"));
        Assert.Equal(["ehr-4711.a_b"], own.Headers.GetValues("X-Request-Id"));
        await using var db = app.Owner();
        Assert.Contains(db.AuditEntries, e => e.RequestId == "ehr-4711.a_b" && e.Status == 200);
        foreach (var strange in new[] { new string('x', 65), "a b", "a\"b" })
        {
            using var answer = await Ask("GET", $"/fhir/Observation/{stored}", request => request.Headers.TryAddWithoutValidation("X-Request-Id", strange));
            Assert.NotEqual([strange], answer.Headers.GetValues("X-Request-Id"));
        }
    }

    [Fact]
    public async Task Even_a_stranger_is_refused_in_the_words_of_FHIR()
    {
        using var stranger = app.Anonymous();
        using var answer = await stranger.GetAsync(new Uri("/fhir/Nonsense/1", UriKind.Relative));
        Assert.Equal((HttpStatusCode.Unauthorized, "login"), (answer.StatusCode, (string)(await Outcome(answer))["code"]!));
        using var tooLarge = await ehr.PostAsync(new Uri("/fhir/Observation", UriKind.Relative), Fhir.Body(new string(' ', 300_000)));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too-long"), (tooLarge.StatusCode, (string)(await Outcome(tooLarge))["code"]!));
    }

    [Fact]
    public async Task The_definition_of_the_import_is_there_where_the_capability_statement_says()
    {
        var statement = await ehr.Gets("/fhir/metadata");
        var address = (string)statement["rest"]![0]!["operation"]!.AsArray().Single(o => (string)o!["name"]! == "import")!["definition"]!;
        var definition = await ehr.Gets(address["https://registry.test".Length..]);
        Assert.Equal(("OperationDefinition", address, "import"), ((string)definition["resourceType"]!, (string)definition["url"]!, (string)definition["code"]!));
    }

    private async Task<HttpResponseMessage> Ask(string method, string path, Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        with?.Invoke(request);
        return await ehr.SendAsync(request);
    }

    private static async Task<JsonNode> Outcome(HttpResponseMessage answer)
    {
        Assert.Equal("application/fhir+json", answer.Content.Headers.ContentType?.MediaType);
        var outcome = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal("OperationOutcome", (string)outcome["resourceType"]!);
        return outcome["issue"]![0]!;
    }
}
