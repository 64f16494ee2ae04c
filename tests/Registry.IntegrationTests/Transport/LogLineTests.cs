using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Registry.IntegrationTests.Crash;
using Registry.IntegrationTests.Sandbox;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests.Transport;

/// <summary>The log of the service as a clinic runs it: one JSON object a line, and nobody outside writes a line of it.</summary>
public sealed class LogLineTests
{
    [Fact]
    public async Task Line_breaks_and_terminal_codes_in_what_is_sent_add_no_line_and_break_none()
    {
        using var scratch = new ScratchFolder();
        await using var issuer = await LoopbackIssuer.Start(scratch.Path);
        await using var database = await PostgresServer.Registry();
        await using (var db = new RegistryDbContext(new DbContextOptionsBuilder<RegistryDbContext>().UseNpgsql(database.OwnerConnectionString).Options))
        {
            await EmptyRegistry.Add(db, issuer.Url, new TestClock().Now, "Home Health", Personas.All);
        }

        using var service = new ServiceProcess(database.ConnectionString("registry_service"), issuer.Url);
        await service.Start();
        using var client = new HttpClient { BaseAddress = service.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", issuer.TokenFor(Personas.CareManager));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/v1/me", UriKind.Relative))).StatusCode);
        var before = service.Said.Count;
        Assert.All(service.Said, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));

        const string planted = "%0d%0a%7b%22LogLevel%22:%22Planted%22%7d%1b[31m";
        foreach (var path in (string[])[$"/v1/{planted}", $"/v1/patients/{planted}", $"/v1/me?x={planted}", $"/fhir/{planted}", $"/fhir/Observation?patient={planted}", $"/v1/caseloads/{planted}?sort={planted}"])
        {
            foreach (var header in (string[])["X-Request-Id", "User-Agent", "If-Match", "Accept", "X-Forwarded-For", "Idempotency-Key"])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.TryAddWithoutValidation(header, "x\u001b[31m{\"LogLevel\":\"Planted\"}");
                using var answer = await client.SendAsync(request);
                Assert.InRange((int)answer.StatusCode, 200, 499);
            }
        }

        using var body = new StringContent("""{"familyName":"a\r\n{\"LogLevel\":\"Planted\"}\u001b[31m"}""", System.Text.Encoding.UTF8, "application/json");
        await client.PostAsync(new Uri("/v1/patients", UriKind.Relative), body);

        Assert.All(service.Said, line => Assert.DoesNotContain("Planted", line, StringComparison.Ordinal));
        Assert.All(service.Said, line => Assert.DoesNotContain('\u001b', line));
        Assert.Equal(before, service.Said.Count);
    }
}
