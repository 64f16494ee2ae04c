using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.IntegrationTests.Sandbox;
using Registry.Sandbox;
using Registry.Storage;
using Xunit.Abstractions;

namespace Registry.IntegrationTests.Crash;

/// <summary>The service is killed again and again while an EHR and a care manager write; nothing acknowledged may be missing, nothing may be there twice.</summary>
public sealed class CrashTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    /// <summary>Each has fifty scores. The long form, two thousand of them, is REGISTRY_CRASH_PATIENTS=40.</summary>
    private static readonly int Patients = Effort.Of("REGISTRY_CRASH_PATIENTS", 14);
    private const int Workers = 8;
    private static readonly int Observations = Patients * CrashFacts.Days * 2;

    /// <summary>A kill comes when so many writes were acknowledged, so each one strikes in the middle of the traffic.</summary>
    private static readonly int[] KillsAt = [.. new[] { 7, 25, 50, 75, 95 }.Select(percent => Observations * percent / 100)];

    private readonly ScratchFolder scratch = new();
    private readonly ConcurrentQueue<Acknowledged> acknowledged = new();
    private TestDatabase database = null!;
    private LoopbackIssuer issuer = null!;
    private ServiceProcess service = null!;
    private EmptyRegistry registry = null!;

    public async Task InitializeAsync()
    {
        issuer = await LoopbackIssuer.Start(scratch.Path);
        database = await PostgresServer.Registry();
        await using (var db = Owner()) registry = await EmptyRegistry.Add(db, issuer.Url, Instant.FromUtc(2025, 1, 1, 0, 0), "Crash Health", Personas.All);
        service = new(database.ConnectionString("registry_service"), issuer.Url);
        await service.Start();
    }

    public async Task DisposeAsync()
    {
        await service.Kill();
        await issuer.DisposeAsync();
        await database.DisposeAsync();
    }

    public void Dispose()
    {
        service.Dispose();
        scratch.Dispose();
    }

    [Fact]
    public async Task Killed_in_the_middle_of_its_traffic_it_keeps_each_acknowledged_score_exactly_once()
    {
        var facts = await Enrolled();
        using var ehr = new PersistentClient(service.Address, issuer.TokenFor(Personas.EhrIntegration), acknowledged);
        using var careManager = new PersistentClient(service.Address, issuer.TokenFor(Personas.CareManager), acknowledged);

        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        var killing = KillAndRestart(end.Token);
        var writing = Enumerable.Range(0, Workers).Select(w => Write(facts.Where(f => f.Number % Workers == w), ehr, careManager, end.Token));
        await Task.WhenAll(writing);
        await end.CancelAsync();
        var kills = await killing;

        output.WriteLine($"{kills} kills, {ehr.Unanswered + careManager.Unanswered} requests without an answer, "
            + $"{acknowledged.Count(a => a.Status is System.Net.HttpStatusCode.OK)} scores acknowledged as stored before");
        Assert.Equal(KillsAt.Length, kills);
        Assert.True(ehr.Unanswered > 0, "No request went unanswered: the kills struck at nothing.");
        Assert.Equal(Observations + Patients * CrashFacts.Calls, acknowledged.Count);
        await EachScoreIsThereOnce(facts);
        await EachWriteHasItsAuditEntry();
        await TheCaseloadAgrees(facts);
    }

    private static async Task Write(IEnumerable<CrashFacts> patients, PersistentClient ehr, PersistentClient careManager, CancellationToken end)
    {
        var sent = 0;
        foreach (var patient in patients)
        {
            foreach (var observation in patient.Observations()) await ehr.Send(observation, Line(sent++), end);
            foreach (var contact in patient.Contacts()) await careManager.Send(contact, Line(sent++), end);
        }
    }

    private static Line Line(int sent) => (sent % 7) switch
    {
        2 => Crash.Line.HangsUp,
        5 => Crash.Line.LosesTheAnswer,
        _ => Crash.Line.Good,
    };

    private async Task<int> KillAndRestart(CancellationToken end)
    {
        var kills = 0;
        foreach (var acknowledgements in KillsAt)
        {
            while (acknowledged.Count < acknowledgements)
            {
                if (end.IsCancellationRequested) return kills;
                await Task.Delay(1, CancellationToken.None);
            }

            await service.Kill();
            kills++;
            await service.Start();
        }

        return kills;
    }

    private async Task EachScoreIsThereOnce(IReadOnlyList<CrashFacts> facts)
    {
        await using var db = Owner();
        var stored = await db.Assessments.AsNoTracking().ToListAsync();
        var expected = from patient in facts
                       from day in Enumerable.Range(0, CrashFacts.Days)
                       from instrument in CrashFacts.Instruments
                       select $"{patient.Patient} {instrument} {CrashFacts.EnrolledOn.PlusDays(day):uuuu-MM-dd} {patient.Total(instrument, day)}";
        Assert.Equal(expected.Order(StringComparer.Ordinal), stored.Select(a => $"{a.PatientId} {a.Instrument.Code} {a.AdministeredOn:uuuu-MM-dd} {a.Total}").Order(StringComparer.Ordinal));

        var answered = acknowledged.Where(a => a.Sending.IdempotencyKey is null).Select(a => a.Id).Order();
        Assert.Equal(stored.Select(a => a.Id.Value).Order(), answered);
        Assert.Equal(acknowledged.Where(a => a.Sending.IdempotencyKey is not null).Select(a => a.Id).Order(),
            (await db.Contacts.AsNoTracking().Select(c => c.Id).ToListAsync()).Select(id => id.Value).Order());
    }

    private async Task EachWriteHasItsAuditEntry()
    {
        await using var db = Owner();
        var entries = await db.AuditEntries.AsNoTracking().Where(e => e.Outcome == AuditOutcome.Success).ToListAsync();
        var requests = entries.ToDictionary(e => e.RequestId);
        foreach (var write in acknowledged)
        {
            Assert.True(requests.TryGetValue(write.RequestId, out var entry), $"No audit entry for an acknowledged {write.Sending.Path}.");
            Assert.Equal((int)write.Status, entry.Status);
            Assert.Single(entry.PatientIds);
        }

        // And nothing was stored without one: each score was created by exactly one recorded access.
        Assert.Equal(Observations, entries.Count(e => e.Action == "fhir.observation.create" && e.Status == 201));
    }

    private async Task TheCaseloadAgrees(IReadOnlyList<CrashFacts> facts)
    {
        using var careManager = Client(Personas.CareManager);
        var caseload = await careManager.Gets($"/v1/caseloads/{registry.CareManager}?asOf={CrashFacts.AsOf:uuuu-MM-dd}&limit=200");
        var rows = caseload["items"]!.AsArray().ToDictionary(row => (string)row!["patientId"]!, row => Row(row!));
        Assert.Equal(Patients, rows.Count);
        foreach (var patient in facts) Assert.Equal(Row(patient), rows[patient.Patient]);
    }

    private static string Row(CrashFacts patient) =>
        string.Join(' ', CrashFacts.Instruments.Select(i => $"{patient.Total(i, 0)}>{patient.Total(i, CrashFacts.Days - 1)}"))
        + $" {CrashFacts.Calls} sessions {Enumerable.Range(0, CrashFacts.Calls).Sum(patient.Minutes)} minutes";

    private static string Row(JsonNode row) =>
        $"{row["phq9"]!["first"]}>{row["phq9"]!["last"]} {row["gad7"]!["first"]}>{row["gad7"]!["last"]} {row["sessions"]} sessions {row["minutesThisMonth"]} minutes";

    private async Task<List<CrashFacts>> Enrolled()
    {
        using var careManager = Client(Personas.CareManager);
        var facts = new List<CrashFacts>();
        for (var number = 0; number < Patients; number++)
        {
            var patient = await Created(careManager, "/v1/patients", new
            {
                clinicId = registry.North.ToString(), familyName = $"Crash-{number}", givenName = "Test", birthDate = "1980-02-29", identifiers = new[] { new { system = "urn:mrn", value = $"{number}" } },
            });
            facts.Add(new(patient, await Created(careManager, $"/v1/patients/{patient}/episodes",
                new { enrolledOn = $"{CrashFacts.EnrolledOn:uuuu-MM-dd}", careManagerId = registry.CareManager.ToString() }), number));
        }

        return facts;
    }

    private static async Task<string> Created(HttpClient client, string path, object body)
    {
        client.DefaultRequestHeaders.Remove("Idempotency-Key");
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        return (string)(await client.Posts(path, body))["id"]!;
    }

    private HttpClient Client(Persona persona) => new()
    {
        BaseAddress = service.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", issuer.TokenFor(persona)) },
    };

    private RegistryDbContext Owner() => new(new DbContextOptionsBuilder<RegistryDbContext>().UseNpgsql(database.OwnerConnectionString).Options);
}
