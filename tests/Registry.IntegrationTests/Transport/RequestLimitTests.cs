using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace Registry.IntegrationTests.Transport;

/// <summary>Requests too large, too deep, too slow or not quite HTTP: each ends early with its own status, and the others are served on.</summary>
[Collection(TeamRegistry.Name)]
public sealed class RequestLimitTests(RegistryApp app)
{
    [Theory]
    [InlineData("/v1/patients", "care-manager", 257 * 1024)]
    [InlineData("/fhir/Observation", "ehr-integration", 257 * 1024)]
    [InlineData("/fhir", "ehr-integration", 5 * 1024 * 1024 + 1)]
    [InlineData("/fhir/$import", "ehr-integration", 5 * 1024 * 1024 + 1)]
    public async Task A_body_larger_than_its_address_takes_is_413_whether_its_length_is_said_or_not(string path, string persona, int size)
    {
        using var client = app.As(persona);
        foreach (var isChunked in (bool[])[false, true])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Spaces(size)) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.TransferEncodingChunked = isChunked;
            // The server may answer and close while the rest is still on its way.
            request.Headers.ExpectContinue = true;
            using var answer = await client.SendAsync(request);
            Assert.Equal((isChunked, HttpStatusCode.RequestEntityTooLarge), (isChunked, answer.StatusCode));
        }
    }

    [Fact]
    public async Task A_compressed_body_is_not_unpacked()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) await gzip.WriteAsync(Spaces(20 * 1024 * 1024));
        using var careManager = app.As("care-manager");
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await careManager.PostAsync(new Uri("/v1/patients", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("/v1/patients", "care-manager", 17)]
    [InlineData("/v1/patients", "care-manager", 70)]
    [InlineData("/fhir/Observation", "ehr-integration", 70)]
    public async Task A_body_nested_too_deep_is_400(string path, string persona, int depth)
    {
        using var client = app.As(persona);
        using var content = new StringContent($"{string.Concat(Enumerable.Repeat("{\"a\":", depth))}1{new string('}', depth)}", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: r\r\nX-Long: {33 KB}\r\n\r\n", 431)]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: r\r\n{101 headers}\r\n", 431)]
    [InlineData("GET /{33 KB} HTTP/1.1\r\nHost: r\r\n\r\n", 414)]
    [InlineData("POST /v1/patients HTTP/1.1\r\nHost: r\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400)]
    [InlineData("POST /v1/patients HTTP/1.1\r\nHost: r\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("POST /v1/patients HTTP/1.1\r\nHost: r\r\nTransfer-Encoding: chunked\r\n\r\n5;a\nb\r\nhello\r\n0\r\n\r\n", 401)] // refused before a byte of it is read; the connection closes
    [InlineData("GET /health/live HTTP/1.1\r\nHost: r\r\nX-Folded: a\r\n b\r\n\r\n", 400)]
    [InlineData("GET /health/live HTTP/1.1\r\nHost : r\r\n\r\n", 400)]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: r\r\nHost: s\r\n\r\n", 400)]
    [InlineData("GET /health/live HTTP/1.1\r\nX: y\r\n\r\n", 400)]
    [InlineData("GET /v1/patients/%00 HTTP/1.1\r\nHost: r\r\n\r\n", 400)]
    [InlineData("GET  /health/live HTTP/1.1\r\nHost: r\r\n\r\n", 400)]
    public async Task What_is_not_quite_HTTP_or_too_much_of_it_is_refused_and_the_connection_closed(string request, int status)
    {
        var sent = request.Replace("{33 KB}", new string('x', 33 * 1024), StringComparison.Ordinal)
            .Replace("{101 headers}", string.Concat(Enumerable.Range(0, 101).Select(i => $"X-{i}: y\r\n")), StringComparison.Ordinal);
        Assert.Equal(status, RawHttp.Status(await RawHttp.Send(app.Address, sent)));
    }

    [Fact]
    public async Task A_request_with_both_a_length_and_chunks_is_answered_once_and_what_follows_is_not_read_as_another()
    {
        var answer = await RawHttp.Send(app.Address,
            "POST /v1/patients HTTP/1.1\r\nHost: r\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: r\r\n\r\n");
        Assert.Equal(2, answer.Split("HTTP/1.1 ").Length);
        Assert.NotEqual(200, RawHttp.Status(answer));
    }

    /// <summary>Slow headers, slow bodies and idle connections hold no thread: a care manager beside two hundred of them notices nothing.</summary>
    [Fact]
    public async Task Slow_senders_are_sent_away_and_disturb_nobody()
    {
        var slow = new List<TcpClient>();
        for (var i = 0; i < 200; i++)
        {
            var client = new TcpClient();
            await client.ConnectAsync(app.Address.Host, app.Address.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(i % 2 == 0 ? "GET /health/live HTTP/1.1\r\nHost: r\r\nX-Slow" : "POST /v1/patients HTTP/1.1\r\nHost: r\r\nContent-Length: 1000\r\n\r\n{"));
            slow.Add(client);
        }

        using var careManager = app.As("care-manager");
        await careManager.Gets("/v1/me");
        var longest = TimeSpan.Zero;
        for (var i = 0; i < 20; i++)
        {
            var begun = Stopwatch.StartNew();
            await careManager.Gets("/v1/me");
            longest = begun.Elapsed > longest ? begun.Elapsed : longest;
        }

        Assert.True(longest < TimeSpan.FromSeconds(2), $"{longest}");
        // Ten seconds for headers.
        Assert.Equal(408, RawHttp.Status(await RawHttp.Read(slow[0].GetStream(), TimeSpan.FromSeconds(20))));
        slow.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task A_method_or_a_spelling_that_no_route_takes_opens_nothing()
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);
        foreach (var (method, path, status) in new[]
        {
            ("TRACE", $"/v1/patients/{patient}", 405), ("CONNECTX", $"/v1/patients/{patient}", 405), ("PROPFIND", $"/v1/patients/{patient}", 405), ("AMETHODOFMORETHANSIXTEENLETTERS", "/v1/me", 405),
            ("GET", $"/v1/patients/{patient};x=1", 404), ("GET", $"/v1/patients/{patient}%2e", 404), ("GET", $"/v1//patients/{patient}", 403),
            ("GET", "/v1/patients/%2e%2e/audit-entries", 403), ("GET", $"/v1/patients/{patient}/..%2f..%2faudit-entries", 403),
        })
        {
            using var request = new HttpRequestMessage(new(method), path);
            using var answer = await careManager.SendAsync(request);
            Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{method} {path}: {(int)answer.StatusCode}");
            Assert.True((int)answer.StatusCode == status || answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.MethodNotAllowed or HttpStatusCode.BadRequest, $"{method} {path}: {(int)answer.StatusCode}");
        }

        foreach (var header in (string[])["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/patients/{patient}");
            request.Headers.Add(header, "DELETE");
            using var answer = await careManager.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        // HEAD is a GET without a body: signed in, authorized and recorded the same.
        using var head = await app.As("ehr-integration").SendAsync(new(HttpMethod.Head, $"/fhir/Patient/{patient}"));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        using var stranger = await app.Anonymous().SendAsync(new(HttpMethod.Head, $"/fhir/Patient/{patient}"));
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    [Fact]
    public async Task No_page_elsewhere_may_read_anything_but_what_is_open_to_all()
    {
        using var careManager = app.As("care-manager");
        foreach (var path in (string[])["/v1/me", "/v1/patients", "/fhir/Observation", "/fhir/metadata"])
        {
            using var preflight = new HttpRequestMessage(HttpMethod.Options, path);
            preflight.Headers.Add("Origin", "https://elsewhere.example");
            preflight.Headers.Add("Access-Control-Request-Method", "GET");
            using var answer = await careManager.SendAsync(preflight);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin") && path != "/fhir/metadata", path);

            using var simple = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
            simple.Headers.Add("Origin", "https://elsewhere.example");
            using var read = await careManager.SendAsync(simple);
            Assert.False(read.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task Headers_that_pretend_to_be_from_somebody_else_are_ignored()
    {
        using var stranger = app.Anonymous();
        foreach (var (name, value) in new[] { ("X-User-Id", "dev-care-manager"), ("X-Forwarded-User", "dev-care-manager"), ("X-Remote-User", "dev-care-manager"), ("X-Organization-Id", $"{app.Home.Organization}") })
        {
            stranger.DefaultRequestHeaders.Add(name, value);
        }

        await stranger.Gets("/v1/me", HttpStatusCode.Unauthorized);
        using var careManager = app.As("care-manager");
        careManager.DefaultRequestHeaders.Add("X-Organization-Id", $"{app.Elsewhere.Organization}");
        careManager.DefaultRequestHeaders.Add("X-Roles", "administrator");
        var me = await careManager.Gets("/v1/me");
        Assert.Contains($"{app.Home.CareManager}", me.ToJsonString(), StringComparison.Ordinal);
        await careManager.Gets("/v1/audit-entries", HttpStatusCode.Forbidden);
    }

    private static byte[] Spaces(int size) => Enumerable.Repeat((byte)' ', size).ToArray();
}
