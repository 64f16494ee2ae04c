using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using Registry.IntegrationTests.Crash;
using Registry.IntegrationTests.Sandbox;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests.Events;

/// <summary>The service as a clinic runs it, workers and all, killed after it acknowledged a score and before it could tell anybody.</summary>
public sealed class KilledBeforeDeliveryTests
{
    [Fact]
    public async Task What_was_acknowledged_before_the_service_was_killed_is_told_when_it_is_back()
    {
        using var scratch = new ScratchFolder();
        await using var issuer = await LoopbackIssuer.Start(scratch.Path);
        await using var database = await PostgresServer.Registry();
        EmptyRegistry home;
        await using (var db = new RegistryDbContext(new DbContextOptionsBuilder<RegistryDbContext>().UseNpgsql(database.OwnerConnectionString).Options))
            home = await EmptyRegistry.Add(db, issuer.Url, Instant.FromUtc(2025, 1, 1, 0, 0), "Killed Health", Personas.All);
        await using var receiver = await Receiver.Start();
        await receiver.Down();
        using var service = new ServiceProcess(database.ConnectionString("registry_service"), issuer.Url);
        await service.Start();

        HttpClient As(Persona persona) => new()
        {
            BaseAddress = service.Address,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", issuer.TokenFor(persona)) },
        };
        using var administrator = As(Personas.Administrator);
        administrator.DefaultRequestHeaders.Add("Idempotency-Key", "webhook");
        var webhook = await administrator.Posts("/v1/webhooks", new { url = receiver.Url, kinds = new[] { "score-stored" } });
        using var careManager = As(Personas.CareManager);
        careManager.DefaultRequestHeaders.Add("Idempotency-Key", "patient");
        var patient = (string)(await careManager.Posts("/v1/patients", new
        {
            clinicId = home.North.ToString(), familyName = "Ashgrove", givenName = "Ada", birthDate = "1984-02-29", identifiers = new[] { new { system = "urn:mrn", value = "1" } },
        }))["id"]!;
        using var ehr = As(Personas.EhrIntegration);
        var stored = new List<string>();
        for (var total = 1; total <= 5; total++) stored.Add($"Observation/{(await ehr.Observes(patient, "phq-9", $"2025-05-0{total}", total))["id"]}");
        await service.Kill();

        // The failures before the kill earned ever longer waits; those need not be sat out.
        await using (var owner = new NpgsqlConnection(database.OwnerConnectionString))
        {
            await owner.OpenAsync();
            await using var ended = new NpgsqlCommand("update webhook set next_attempt_at = null", owner);
            await ended.ExecuteNonQueryAsync();
        }

        await receiver.Up();
        await service.Start();
        for (var tries = 0; tries < 1200 && receiver.Events.Count < 6; tries++) await Task.Delay(100);
        await service.Kill();

        Assert.Equal(stored, receiver.Events.Skip(1).Select(e => e.Resource!));
        Assert.All(receiver.Events, e => Assert.True(e.IsSignedWith((string)webhook["secret"]!)));
    }
}
