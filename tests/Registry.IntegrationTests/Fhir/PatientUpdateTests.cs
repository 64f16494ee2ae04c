using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>An EHR that sends a patient's demographics anew.</summary>
[Collection(EhrRegistry.Name)]
public sealed class PatientUpdateTests(RegistryApp app)
{
    [Fact]
    public async Task A_name_birth_date_and_further_identifier_are_taken_over_and_the_old_ones_stay_readable()
    {
        using var ehr = app.As("ehr-integration");
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app, mrn: "renamed", birthDate: "1980-01-01");
        var body = (await ehr.Gets($"/fhir/Patient/{patient}")).AsObject();
        body["name"]![0]!["family"] = "Newname";
        body["birthDate"] = "1980-01-02";
        body["identifier"]!.AsArray().Add(new JsonObject { ["system"] = "urn:other", ["value"] = "renamed-too" });

        var update = await ehr.Tries(HttpMethod.Put, $"/fhir/Patient/{patient}", Fhir.Body(body), "W/\"1\"");

        Assert.Equal((HttpStatusCode.OK, "W/\"2\""), (update.Status, update.ETag));
        var here = await careManager.Gets($"/v1/patients/{patient}");
        Assert.Equal(("Newname", "1980-01-02", 2, 2), ((string)here["familyName"]!, (string)here["birthDate"]!, here["identifiers"]!.AsArray().Count, (int)here["version"]!));
        var before = await ehr.Gets($"/fhir/Patient/{patient}/_history/1");
        Assert.Equal("Ashgrove", (string)before["name"]![0]!["family"]!);
        Assert.Single(before["identifier"]!.AsArray());
        await ehr.Sends(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Fhir.Score("Patient?identifier=urn:other%7Crenamed-too", "phq-9", "2025-05-02", 9)), HttpStatusCode.Created);
        Assert.Equal("W/\"2\"", (await ehr.Tries(HttpMethod.Put, $"/fhir/Patient/{patient}", Fhir.Body(update.Body!))).ETag);
    }

    [Fact]
    public async Task Another_persons_record_cannot_be_written_over_a_patient()
    {
        using var ehr = app.As("ehr-integration");
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app, mrn: "kept");
        await careManager.KnowsPatient(app, mrn: "somebody-elses");
        var own = (await ehr.Gets($"/fhir/Patient/{patient}")).AsObject();

        async Task<Attempt> Put(Action<JsonObject> change)
        {
            var body = own.DeepClone().AsObject();
            change(body);
            return await ehr.Tries(HttpMethod.Put, $"/fhir/Patient/{patient}", Fhir.Body(body));
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Put(p => p["identifier"]![0]!["value"] = "not-kept")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Put(p => p.Remove("name"))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Put(p => p["identifier"]!.AsArray().Add(new JsonObject { ["system"] = "urn:mrn", ["value"] = "somebody-elses" }))).Status);
        Assert.Equal(1, (int)(await careManager.Gets($"/v1/patients/{patient}"))["version"]!);
    }

    [Fact]
    public async Task A_conditional_update_creates_the_patient_once_and_then_replaces()
    {
        using var ehr = app.As("ehr-integration");
        const string Address = "/fhir/Patient?identifier=urn:mrn%7Cupserted";
        var created = await ehr.Tries(HttpMethod.Put, Address, Fhir.Body(Fhir.Patient("upserted", "First")));
        var replaced = await ehr.Tries(HttpMethod.Put, Address, Fhir.Body(Fhir.Patient("upserted", "Second")));
        Assert.Equal((HttpStatusCode.Created, "W/\"1\""), (created.Status, created.ETag));
        Assert.Equal((HttpStatusCode.OK, "W/\"2\"", created.Id), (replaced.Status, replaced.ETag, replaced.Id));
        Assert.Equal(HttpStatusCode.Conflict, (await ehr.Tries(HttpMethod.Put, "/fhir/Patient?identifier=urn:mrn%7Cunheard-of", Fhir.Body(Fhir.Patient("upserted")))).Status);
    }

    [Fact]
    public async Task A_client_that_may_not_create_patients_may_not_change_them_either()
    {
        using var ehr = app.As("ehr-integration", foreign: true);
        var created = await ehr.Tries(HttpMethod.Post, "/fhir/Patient", Fhir.Body(Fhir.Patient("policy")));
        await using (var db = app.Owner())
            await db.Principals.Where(p => p.Subject == "foreign-dev-ehr-integration").ExecuteUpdateAsync(p => p.SetProperty(x => x.MayCreatePatients, false));
        var body = created.Body!.AsObject();
        body["birthDate"] = "1990-01-01";
        Assert.Equal(HttpStatusCode.Forbidden, (await ehr.Tries(HttpMethod.Put, $"/fhir/Patient/{created.Id}", Fhir.Body(body))).Status);
    }
}
