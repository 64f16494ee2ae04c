using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Npgsql;
using Registry.Api;
using Registry.Storage;

namespace Registry.IntegrationTests.Encryption;

/// <summary>A contract ends, and an organization's records with it: its keys are destroyed, and older copies of its tables say nothing any more.</summary>
public sealed class KeyErasureTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task After_its_keys_are_destroyed_an_organizations_records_are_gone_for_everybody_and_nobody_elses_are()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        using var elsewhere = app.As("care-manager", foreign: true);
        var patient = await careManager.KnowsPatient(app, "erased-1", "Forgettable");
        var other = (string)(await elsewhere.Posts("/v1/patients", new
        {
            clinicId = app.Elsewhere.North.ToString(), familyName = "Remembered", givenName = "Bo", birthDate = (string?)null, identifiers = new[] { new { system = "urn:mrn", value = "erased-1" } },
        }))["id"]!;
        var copy = await Copy();

        Assert.Equal((2, ""), await Erase([], irrevocably: true));
        Assert.Equal((2, ""), await Erase(["erase", $"{app.Home.Organization}"], irrevocably: false));
        Assert.Equal("Forgettable", (string)(await careManager.Gets($"/v1/patients/{patient}"))["familyName"]!);
        using var records = app.As("auditor");
        var hold = (string)(await records.Posts($"/v1/patients/{patient}/legal-holds", new { matter = "Case 14" }))["id"]!;
        Assert.Equal((4, ""), await Erase(["erase", $"{app.Home.Organization}"], irrevocably: true));
        Assert.Equal("Forgettable", (string)(await careManager.Gets($"/v1/patients/{patient}"))["familyName"]!);
        await records.Sends(HttpMethod.Post, $"/v1/legal-holds/{hold}/release", null, HttpStatusCode.OK, "\"1\"");
        Assert.Equal((0, "The keys are destroyed. Running instances forget them within a minute.\n"), await Erase(["erase", $"{app.Home.Organization}"], irrevocably: true));
        Assert.Equal((0, "The keys were destroyed before.\n"), await Erase(["erase", $"{app.Home.Organization}"], irrevocably: true));

        // Within a minute, also an instance that knew them has forgotten them.
        app.Clock.Now += KeyRing.Life;
        await SaysGone();
        // The rows as they were, from a dump of before.
        await Restore(copy);
        await SaysGone();
        await using (var owner = app.AsOwner())
        {
            await owner.OpenAsync();
            await using var left = new NpgsqlCommand($"select count(*) from wrapped_data_key where organization_id = '{app.Home.Organization}'", owner);
            Assert.Equal(0L, await left.ExecuteScalarAsync());
        }

        Assert.Equal("Remembered", (string)(await elsewhere.Gets($"/v1/patients/{other}"))["familyName"]!);
        // What is not encrypted can still be accounted for: who saw what, and that the keys were destroyed.
        using var auditor = app.As("auditor");
        Assert.Contains((await auditor.Gets("/v1/audit-entries?limit=200"))["items"]!.AsArray(), e => (string)e!["action"]! == "keys.erase");

        async Task SaysGone()
        {
            var problem = await careManager.Gets($"/v1/patients/{patient}", HttpStatusCode.Gone);
            Assert.Equal("/problems/organization-erased", (string)problem["type"]!);
            await careManager.Posts("/v1/patients", new { clinicId = app.Home.North.ToString(), familyName = "New", givenName = "Er", birthDate = (string?)null, identifiers = new[] { new { system = "urn:mrn", value = "erased-2" } } }, HttpStatusCode.Gone);
            await careManager.Sends(HttpMethod.Post, "/v1/patients/search", new { system = "urn:mrn", value = "erased-1" }, HttpStatusCode.Gone);
            foreach (var path in (string[])[$"/fhir/Patient/{patient}", "/fhir/Patient?identifier=urn:mrn|erased-1", $"/fhir/Patient?family=Forget", $"/fhir/Patient/{patient}/$everything"])
            {
                var outcome = await ehr.Gets(path, HttpStatusCode.Gone);
                Assert.Equal("deleted", (string)outcome["issue"]![0]!["code"]!);
                Assert.DoesNotContain("Forgettable", outcome.ToJsonString(), StringComparison.Ordinal);
            }
        }
    }

    private async Task<(int Code, string Said)> Erase(string[] words, bool irrevocably)
    {
        await using var owner = app.AsOwner();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:RegistryOwner"] = owner.ConnectionString,
            ["irrevocably"] = irrevocably ? "yes" : null,
        }).Build();
        await using var output = new StringWriter(new StringBuilder()) { NewLine = "\n" };
        await using var errors = new StringWriter(new StringBuilder());
        var code = await KeysVerb.Run(words, configuration, app.Clock, output, errors);
        return (code, output.ToString());
    }

    /// <summary>The encrypted tables as a dump would have them.</summary>
    private async Task<List<(string Table, string Rows)>> Copy()
    {
        await using var owner = app.AsOwner();
        await owner.OpenAsync();
        var copy = new List<(string, string)>();
        foreach (var table in EncryptedTable.All.Select(t => t.Name))
        {
            using var rows = await owner.BeginTextExportAsync($"copy {table} to stdout");
            copy.Add((table, await rows.ReadToEndAsync()));
        }

        return copy;
    }

    private async Task Restore(List<(string Table, string Rows)> copy)
    {
        await using var owner = app.AsOwner();
        await owner.OpenAsync();
        await Execute("set session_replication_role = replica");
        foreach (var (table, rows) in copy)
        {
            await Execute($"delete from {table}");
            await using var into = await owner.BeginTextImportAsync($"copy {table} from stdin");
            await into.WriteAsync(rows);
        }

        await Execute("reset session_replication_role");

        async Task Execute(string sql)
        {
            await using var command = new NpgsqlCommand(sql, owner);
            await command.ExecuteNonQueryAsync();
        }
    }
}
