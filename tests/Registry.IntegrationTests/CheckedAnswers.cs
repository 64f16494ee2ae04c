namespace Registry.IntegrationTests;

/// <summary>Looks at every answer that any test gets, whatever the test is about: these headers are on all of them, errors included.</summary>
internal sealed class CheckedAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        Check(answer, $"{request.Method} {request.RequestUri!.AbsolutePath}: {(int)answer.StatusCode}");
        return answer;
    }

    private static void Check(HttpResponseMessage answer, string where)
    {
        Assert.True(Has(answer, "Cache-Control", "no-store"), $"{where} may be cached");
        Assert.True(Has(answer, "X-Content-Type-Options", "nosniff"), $"{where} may be sniffed at");
        Assert.True(Has(answer, "Strict-Transport-Security", "max-age=31536000; includeSubDomains"), $"{where} does not ask for TLS");
        Assert.True(answer.Headers.Contains("X-Request-Id"), $"{where} cannot be traced");
        Assert.True(answer.Headers.Vary.Contains("Authorization"), $"{where} is the same for everybody");
        Assert.False(answer.Headers.Contains("Server") || answer.Headers.Contains("X-Powered-By"), $"{where} says what serves");
        Assert.False(Has(answer, "Access-Control-Allow-Credentials", "true"), $"{where} lets pages elsewhere use a session");
    }

    private static bool Has(HttpResponseMessage answer, string name, string value) => answer.Headers.TryGetValues(name, out var values) && values.Contains(value);
}
