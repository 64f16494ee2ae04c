using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Registry.Api;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests.Auditing;

/// <summary>What is written down of an access, and that nothing happens without it.</summary>
public sealed class AuditContentTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task A_read_says_who_in_which_role_by_which_client_and_token_from_where_why_and_what_in_which_version()
    {
        var patient = await app.As("care-manager").KnowsPatient(app);
        using var careManager = app.With(app.Issuer.Sign(app.Clock.Now, new(TestIssuer.ClaimsOf(Personas.CareManager)) { ["client_id"] = "team-app", ["jti"] = "token-of-this-test" }));

        await careManager.Gets($"/v1/patients/{patient}");

        var entry = Assert.Single(await Entries(e => e.TokenId == "token-of-this-test"));
        Assert.Equal((AuditEventKind.Read, "patient.read", "team-app", "TREAT", "127.0.0.1"), (entry.Event, entry.Action, entry.ClientId, entry.PurposeOfUse, entry.NetworkAddress));
        Assert.Equal(["care-manager"], entry.Roles);
        Assert.Equal([$"patients/{patient}/_history/1"], entry.Resources);
        Assert.Equal(patient, entry.PatientIds.Single().ToString());
    }

    [Fact]
    public async Task A_score_from_an_ehr_is_a_creation_of_its_first_version()
    {
        var patient = await app.As("care-manager").KnowsPatient(app);
        using var ehr = app.As("ehr-integration");
        var id = (string)(await ehr.Observes(patient, "phq-9", "2025-01-05", 14))["id"]!;

        var entry = Assert.Single(await Entries(e => e.Action == "fhir.observation.create" && e.Resources.Contains($"Observation/{id}/_history/1")));
        Assert.Equal((AuditEventKind.Create, Personas.EhrIntegration.Subject), (entry.Event, entry.ClientId));
        await ehr.Gets($"/fhir/Observation/{id}");
        Assert.Single(await Entries(e => e.Action == "fhir.observation.read" && e.Resources.Contains($"Observation/{id}/_history/1")));
    }

    [Fact]
    public async Task A_refusal_and_a_failed_sign_in_are_entries_too_and_a_forged_address_is_not_believed()
    {
        using var nobody = app.With("not-a-token");
        nobody.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        var id = (await nobody.GetAsync(new Uri("/v1/me", UriKind.Relative))).Headers.GetValues("X-Request-Id").Single();
        var entry = Assert.Single(await Entries(e => e.RequestId == id));
        Assert.Equal((401, AuditOutcome.Refused, "127.0.0.1"), (entry.Status, entry.Outcome, entry.NetworkAddress));
        Assert.Null(entry.PrincipalId);
        Assert.Null(entry.TokenId);

        using var auditor = app.As("auditor");
        var refused = (await auditor.GetAsync(new Uri($"/v1/caseloads/{app.Home.CareManager}", UriKind.Relative))).Headers.GetValues("X-Request-Id").Single();
        Assert.Equal((403, "caseload.read"), Assert.Single(await Entries(e => e.RequestId == refused)) is var e ? (e.Status, e.Action) : default);
    }

    [Fact]
    public async Task Every_route_writes_exactly_one_entry_under_its_own_name()
    {
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null);
        var wrong = new List<string>();
        foreach (var endpoint in endpoints)
        {
            var permission = endpoint.Metadata.GetMetadata<Permission>()!;
            var persona = Personas.All.First(p => permission.Roles.Contains(p.Role));
            using var client = app.As(persona.Name);
            client.DefaultRequestHeaders.Add("Cookie", app.CookieOf(persona)); // how one comes to the pages
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                var path = string.Join('/', endpoint.RoutePattern.RawText!.Split('/').Select(part => part.StartsWith('{') ? Guid.CreateVersion7().ToString() : part));
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                if (method is "POST" or "PUT") request.Content = Empty(endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0]);
                using var response = await client.SendAsync(request);
                var id = response.Headers.GetValues("X-Request-Id").Single();
                var entries = await Entries(e => e.RequestId == id);
                if (entries is not [var entry] || entry.Action != permission.Name || entry.Route != endpoint.RoutePattern.RawText || entry.Status != (int)response.StatusCode || (entry.PrincipalId is null && entry.Status != 401))
                    wrong.Add($"{method} {path}: {(int)response.StatusCode}, {string.Join(", ", entries.Select(e => $"{e.Action} {e.Route} {e.Status}"))}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task When_the_entry_cannot_be_written_nothing_is_shown_and_nothing_is_changed()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app, family: "Unshownfamily");
        await AsOwner("create function no_audit() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$; create trigger no_audit before insert on audit_entry for each row execute function no_audit()");
        try
        {
            foreach (var client in (HttpClient[])[careManager, app.As("auditor"), app.Anonymous()])
            {
                using var read = await client.GetAsync(new Uri($"/v1/patients/{patient}", UriKind.Relative));
                Assert.Equal(HttpStatusCode.ServiceUnavailable, read.StatusCode);
                Assert.Equal("1", read.Headers.RetryAfter!.ToString());
                Assert.DoesNotContain("Unshownfamily", await read.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }

            await careManager.Posts($"/v1/patients/{patient}/assessments", new { instrument = "phq-9", administeredOn = "2025-06-01", total = 9 }, HttpStatusCode.ServiceUnavailable);
            var outcome = await ehr.Observes(patient, "gad-7", "2025-06-01", 9, HttpStatusCode.ServiceUnavailable);
            Assert.Equal("OperationOutcome", (string)outcome["resourceType"]!);
        }
        finally
        {
            await AsOwner("drop trigger no_audit on audit_entry; drop function no_audit()");
        }

        var scores = await careManager.Gets($"/v1/patients/{patient}/assessments");
        Assert.Empty(scores["items"]!.AsArray());
    }

    /// <summary>A body of the kind that a route takes: another kind never reaches it.</summary>
    private static HttpContent Empty(string? mediaType) => mediaType is null or "application/json" ? JsonContent.Create(new JsonObject()) : new ByteArrayContent([]) { Headers = { ContentType = new(mediaType) } };

    private async Task<List<AuditEntry>> Entries(System.Linq.Expressions.Expression<Func<AuditEntry, bool>> which)
    {
        await using var db = app.Owner();
        return await db.AuditEntries.AsNoTracking().Where(which).ToListAsync();
    }

    private async Task AsOwner(string sql)
    {
        await using var connection = app.AsOwner();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
