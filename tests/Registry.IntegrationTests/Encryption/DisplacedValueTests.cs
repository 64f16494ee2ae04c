using System.Net;
using Npgsql;

namespace Registry.IntegrationTests.Encryption;

/// <summary>Somebody with the owner's rights over the database moves and alters what is stored: it is noticed, and nothing is shown.</summary>
public sealed class DisplacedValueTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Theory]
    [InlineData("another patient's name", "update patient set family_name_encrypted = (select family_name_encrypted from patient where id = $2) where id = $1")]
    [InlineData("the given name in place of the family name", "update patient set family_name_encrypted = given_name_encrypted where id = $1 and $2::uuid is not null")]
    [InlineData("the name of another organization's patient", "update patient set family_name_encrypted = (select family_name_encrypted from patient where organization_id <> (select organization_id from patient where id = $1) limit 1) where id = $1 and $2::uuid is not null")]
    [InlineData("one byte changed", "update patient set family_name_encrypted = set_byte(family_name_encrypted, 20, get_byte(family_name_encrypted, 20) # 1) where id = $1 and $2::uuid is not null")]
    [InlineData("the version of a key that never was", "update patient set family_name_encrypted = set_byte(family_name_encrypted, 4, 99) where id = $1 and $2::uuid is not null")]
    [InlineData("plain text", "update patient set family_name_encrypted = 'Plainly' where id = $1 and $2::uuid is not null")]
    public async Task A_name_that_is_not_in_its_place_is_not_shown(string what, string sql)
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app, family: "Displaceable", given: "Ada");
        var other = await careManager.KnowsPatient(app, family: "Otherwise", given: "Bea");
        await app.As("care-manager", foreign: true).Posts("/v1/patients", new
        {
            clinicId = app.Elsewhere.North.ToString(), familyName = "Foreigner", givenName = "Cy", birthDate = (string?)null, identifiers = new[] { new { system = "urn:mrn", value = $"{Guid.CreateVersion7():N}" } },
        });
        await AsOwner(sql, Guid.Parse(patient), Guid.Parse(other));

        foreach (var (client, path) in new[] { (careManager, $"/v1/patients/{patient}"), (ehr, $"/fhir/Patient/{patient}"), (ehr, $"/fhir/Patient?_id={patient}") })
        {
            var answer = (await client.Gets(path, HttpStatusCode.ServiceUnavailable)).ToJsonString();
            foreach (var name in (string[])["Displaceable", "Otherwise", "Ada", "Bea", "Foreigner", "Plainly"]) Assert.DoesNotContain(name, answer, StringComparison.Ordinal);
        }

        Assert.Contains(app.Log, line => line.Contains("A value of patient.family_name_encrypted cannot be decrypted where it lies.", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log, line => line.Contains("Displaceable", StringComparison.Ordinal));
        // The other one is whole, whatever was done.
        Assert.Equal("Otherwise", (string)(await careManager.Gets($"/v1/patients/{other}"))["familyName"]!);
        Assert.NotEmpty(what);
    }

    /// <summary>Without triggers, as only the owner of the server can.</summary>
    private async Task AsOwner(string sql, Guid patient, Guid other)
    {
        await using var connection = app.AsOwner();
        await connection.OpenAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new("set session_replication_role = replica"), new(sql) { Parameters = { new() { Value = patient }, new() { Value = other } } }, new("reset session_replication_role") },
        };
        await batch.ExecuteNonQueryAsync();
    }
}
