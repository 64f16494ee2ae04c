using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Npgsql;
using Registry.IntegrationTests.Crash;
using Registry.IntegrationTests.Sandbox;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Bulk;

/// <summary>The service is killed in the middle of an export; its next life ends the export, with everything in it once.</summary>
public sealed class KilledExportTests
{
    [Fact]
    public async Task An_export_that_a_kill_interrupted_is_complete_and_whole_after_the_restart()
    {
        using var scratch = new ScratchFolder();
        await using var issuer = await LoopbackIssuer.Start(scratch.Path);
        await using var database = await PostgresServer.Registry();
        await ProgramLoader.Load(database.OwnerConnectionString, SyntheticProgram.Demo(new(2026, 1, 15), patients: 800), TestRootKey.Key);
        await PersonaAccess.Grant(database.OwnerConnectionString, issuer.Url);
        using var service = new ServiceProcess(database.ConnectionString("registry_service"), issuer.Url, ("Bulk__LeaseSeconds", "1"), ("Bulk__ResourcesPerFile", "5000"));
        await service.Start();
        using var ehr = new HttpClient { BaseAddress = service.Address };
        ehr.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issuer.TokenFor(Personas.EhrIntegration));

        var status = await ehr.Orders("/fhir/$export?_type=Patient,Observation");
        await UntilSomePatientsAreDone(ehr, status);
        await service.Kill();
        await service.Start();
        var export = await ehr.Fetches(status);
        await service.Kill();

        Assert.Equal(await Ask(database, "select count(*) from patient"), export.Of("Patient").Count());
        Assert.Equal(await Ask(database, "select count(*) from assessment"), export.Of("Observation").Count());
        Assert.Equal(export.Resources.Count, export.Versions.Count);
        Assert.True(export.Manifest["output"]!.AsArray().Count > 2, "A type with more resources than a file may hold has several.");
        Assert.Equal(2, await Ask(database, "select attempts from bulk_export"));
        Assert.Equal(export.Manifest["output"]!.AsArray().Count, await Ask(database, "select count(distinct file_number) from bulk_file_chunk"));
    }

    private static async Task UntilSomePatientsAreDone(HttpClient ehr, string status)
    {
        for (var begun = Stopwatch.StartNew(); begun.Elapsed < TimeSpan.FromSeconds(60);)
        {
            using var answer = await ehr.GetAsync(status);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            var progress = answer.Headers.GetValues("X-Progress").Single();
            if (progress != "waiting" && int.Parse(progress.Split(' ')[0], CultureInfo.InvariantCulture) > 0) return;
            await Task.Delay(2);
        }

        Assert.Fail("The export did not begin.");
    }

    private static async Task<long> Ask(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.OwnerConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
