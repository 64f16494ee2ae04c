using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Bulk;

/// <summary>A registry that moves: exported whole by one, taken in by another that is empty and knows the same team.</summary>
public sealed class MovedRegistryTests : IAsyncLifetime
{
    private static readonly LocalDate Today = new(2025, 6, 16);
    private static readonly Persona Mover = Personas.EhrIntegration with
    {
        Scopes = "system/Patient.crus system/Observation.crus system/EpisodeOfCare.crs system/Encounter.crs system/Basic.crs",
    };

    /// <summary>The long form is REGISTRY_MOVED_PATIENTS=200.</summary>
    private static readonly int Patients = Effort.Of("REGISTRY_MOVED_PATIENTS", 60);

    private readonly RegistryApp old = new(SyntheticProgram.Demo(Today, patients: Patients), "https://registry.test");
    private readonly RegistryApp next = new(SyntheticProgram.Demo(Today, patients: Patients) with { Patients = [] }, "https://new-home.test");

    public async Task InitializeAsync()
    {
        await old.InitializeAsync();
        await next.InitializeAsync();
        await TeamWorkOfTests.Add(old, Today);
        old.Clock.Now += Duration.FromSeconds(10);
    }

    public async Task DisposeAsync()
    {
        await old.DisposeAsync();
        await next.DisposeAsync();
    }

    [Fact]
    public async Task Every_caseload_is_the_same_there_with_its_flags_today_and_on_past_days_and_taking_it_in_again_changes_nothing()
    {
        using var source = old.With(old.Issuer.TokenFor(Mover, old.Clock.Now));
        using var target = next.With(next.Issuer.TokenFor(Mover, next.Clock.Now));
        var export = await source.Exports("/fhir/$export");
        Assert.True(export.Of("Basic").Count() > 4 * Patients);

        var refused = new List<string>();
        foreach (var lines in export.Resources.Chunk(5000))
        {
            var report = (await Import(target, lines)).Zip(lines, (entry, line) => $"{entry["response"]!["status"]} {line["resourceType"]} {line["status"]} {entry["response"]!["outcome"]}");
            refused.AddRange(report.Where(line => !line.StartsWith("201", StringComparison.Ordinal)));
        }

        Assert.All(refused, line => Assert.Contains("entered-in-error", line, StringComparison.Ordinal));
        await AssertSameCaseloads();

        var before = await Rows();
        foreach (var lines in export.Resources.Chunk(5000))
            Assert.All(await Import(target, lines), entry => Assert.Equal("200 OK", (string)entry["response"]!["status"]!));
        Assert.Equal(before, await Rows());
    }

    /// <summary>Today, the end of the month before, and a day in the middle of it all.</summary>
    private async Task AssertSameCaseloads()
    {
        using var here = old.As("psychiatric-consultant");
        using var there = next.As("psychiatric-consultant");
        await using var db = old.Owner();
        var rows = 0;
        foreach (var careManager in await db.Staff.Where(s => s.Role == StaffRole.CareManager).Select(s => s.Id).ToListAsync())
        {
            foreach (var day in (LocalDate[])[Today, new(2025, 5, 31), new(2024, 12, 11)])
            {
                var path = $"/v1/caseloads/{careManager}?asOf={day:uuuu-MM-dd}&limit=200&sort=patient";
                var (expected, moved) = (await here.Sends(HttpMethod.Get, path, null, HttpStatusCode.OK), await there.Sends(HttpMethod.Get, path, null, HttpStatusCode.OK));
                Assert.Null(expected["nextCursor"]);
                foreach (var (one, other) in expected["items"]!.AsArray().Zip(moved["items"]!.AsArray())) Assert.Equal(one!.ToJsonString(), other!.ToJsonString());
                Assert.Equal(expected.ToJsonString(), moved.ToJsonString());
                rows += expected["items"]!.AsArray().Count;
            }
        }

        Assert.True(rows > Patients / 2, $"{rows} rows are few to compare.");
    }

    private async Task<string> Rows()
    {
        await using var db = next.Owner();
        return string.Join(' ',
        [
            await db.Patients.CountAsync(), await db.Episodes.CountAsync(), await db.Assessments.CountAsync(), await db.Contacts.CountAsync(), await db.Consultations.CountAsync(),
            await db.RelapsePreventionPlans.CountAsync(), await db.TeamEntries.CountAsync(), await db.Set<CareTeamAssignment>().CountAsync(), await db.FactHistory.CountAsync(),
        ]);
    }

    private static async Task<List<JsonNode>> Import(HttpClient client, IEnumerable<JsonNode> lines)
    {
        var body = new StringContent(string.Join('\n', lines.Select(l => l.ToJsonString())), Encoding.UTF8, "application/fhir+ndjson");
        return [.. (await client.Sends(HttpMethod.Post, "/fhir/$import-ndjson", body, HttpStatusCode.OK))["entry"]!.AsArray().Select(e => e!)];
    }
}
