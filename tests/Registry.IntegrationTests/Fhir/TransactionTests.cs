using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>What entries of one Bundle may ask for, and what they mean to each other.</summary>
[Collection(EhrRegistry.Name)]
public sealed class TransactionTests(RegistryApp app) : IAsyncLifetime
{
    private const string Urn = "urn:uuid:33333333-3333-4333-8333-333333333333";

    private HttpClient careManager = null!;
    private HttpClient ehr = null!;
    private string patient = null!;

    public async Task InitializeAsync()
    {
        (careManager, ehr) = (app.As("care-manager"), app.As("ehr-integration"));
        patient = await careManager.KnowsPatient(app, mrn: "mrn-of-" + GetType().Name + Guid.CreateVersion7().ToString("N"));
    }

    public Task DisposeAsync()
    {
        careManager.Dispose();
        ehr.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Creates_run_before_updates_and_updates_before_reads_whatever_the_order_sent()
    {
        var stored = await Create(14, "order");
        var next = stored.Body!.DeepClone().AsObject();
        next["valueInteger"] = 9;

        var answer = await Send("transaction",
            Entry("GET", $"Observation/{stored.Id}"),
            Entry("PUT", $"Observation/{stored.Id}", next, """{"ifMatch":"W/\"1\""}"""),
            Entry("POST", "Observation", Score("gad-7", 7)),
            Entry("GET", $"Patient/{patient}"));

        Assert.Equal(["200", "200", "201", "200"], Statuses(answer));
        var read = answer.Body!["entry"]![0]!;
        Assert.Equal((9, "W/\"2\""), ((int)read["resource"]!["valueInteger"]!, (string)read["response"]!["etag"]!));
        Assert.Equal("Patient", (string)answer.Body["entry"]![3]!["resource"]!["resourceType"]!);
    }

    [Fact]
    public async Task A_read_in_a_batch_can_say_that_nothing_has_changed_and_another_that_there_is_nothing()
    {
        var stored = await Create(14, "unchanged");
        var answer = await Send("batch",
            Entry("GET", $"Observation/{stored.Id}", more: """{"ifNoneMatch":"W/\"1\""}"""), Entry("GET", $"Observation/{Guid.CreateVersion7()}"),
            Entry("GET", $"Observation?patient={patient}"), Entry("GET", "Device/1"));
        Assert.Equal(["304", "404", "405", "404"], Statuses(answer));
        Assert.Null(answer.Body!["entry"]![0]!["resource"]);
    }

    [Fact]
    public async Task A_stale_version_in_a_transaction_undoes_all_of_it()
    {
        var stored = await Create(14, "stale");
        var next = stored.Body!.DeepClone().AsObject();
        next["valueInteger"] = 9;
        var answer = await Send("transaction", Entry("POST", "Observation", Score("gad-7", 7)), Entry("PUT", $"Observation/{stored.Id}", next, """{"ifMatch":"W/\"4\""}"""));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "conflict", "Bundle.entry[1].resource"), (answer.Status, answer.Issue(), answer.Expression()));
        Assert.Equal(["phq-9 14 final"], await StoredScores.Of(app, patient));
    }

    [Theory]
    [InlineData("DELETE", "entered-in-error")]
    [InlineData("PATCH", "PUT")]
    public async Task A_method_that_is_not_offered_is_refused_with_the_way_to_do_it(string method, string advice)
    {
        var stored = await Create(14, "not-offered-" + method);
        var request = Entry(method, $"Observation/{stored.Id}", method == "PATCH" ? stored.Body!.DeepClone().AsObject() : null);
        var transaction = await Send("transaction", Entry("POST", "Observation", Score("gad-7", 7)), request.DeepClone().AsObject());
        var batch = await Send("batch", Entry("POST", "Observation", Score("gad-7", 7)), request);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, transaction.Status);
        Assert.Contains(advice, transaction.Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["201", "405"], Statuses(batch));
        Assert.Contains(advice, batch.Body!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_condition_twice_in_a_transaction_creates_one_and_answers_it_twice()
    {
        var name = "criteria-" + patient;
        var entry = Entry("POST", "Observation", Score("phq-9", 14, name), $$"""{"ifNoneExist":"identifier=urn:ehr|{{name}}"}""");
        var answer = await Send("transaction", entry, entry.DeepClone().AsObject());
        Assert.Equal(["201", "200"], Statuses(answer));
        Assert.Single(answer.Body!["entry"]!.AsArray().Select(e => (string)e!["response"]!["location"]!).Distinct());
        Assert.Equal(["phq-9 14 final"], await StoredScores.Of(app, patient));
    }

    [Fact]
    public async Task The_same_resource_twice_is_refused_before_anything_runs_even_under_two_names()
    {
        var stored = await Create(14, "two-names-" + patient);
        JsonObject Next(int total)
        {
            var next = stored.Body!.DeepClone().AsObject();
            next["valueInteger"] = total;
            return next;
        }

        foreach (var second in new[] { $"Observation/{stored.Id}", $"Observation?identifier=urn:ehr%7Ctwo-names-{patient}" })
        {
            var answer = await Send("transaction", Entry("PUT", $"Observation/{stored.Id}", Next(9)), Entry("PUT", second, Next(8)));
            Assert.Equal((HttpStatusCode.BadRequest, "business-rule"), (answer.Status, answer.Issue()));
        }

        Assert.Equal(["phq-9 14 final"], await StoredScores.Of(app, patient));
    }

    [Fact]
    public async Task References_between_entries_mean_the_new_ids_wherever_they_stand()
    {
        var parent = Score("phq-9", 14);
        parent["derivedFrom"] = JsonNode.Parse($$"""[{"reference":"{{Urn}}"}]""");
        parent["extension"] = JsonNode.Parse($$$"""[{"url":"urn:x","valueReference":{"reference":"{{{Urn}}}"}},{"url":"urn:y","valueUri":"{{{Urn}}}"}]""");
        parent["contained"] = JsonNode.Parse($$$"""[{"resourceType":"Provenance","id":"p","target":[{"reference":"{{{Urn}}}"}],"recorded":"2025-05-02T10:00:00Z","agent":[{"who":{"reference":"#"}}]}]""");
        var child = Entry("POST", "Observation", Score("gad-7", 7));
        child["fullUrl"] = Urn;

        var answer = await Send("transaction", Entry("POST", "Observation", parent), child);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
        var ids = answer.Body!["entry"]!.AsArray().Select(e => ((string)e!["response"]!["location"]!).Split('/')[^3]).ToArray();
        var stored = await ehr.Gets($"/fhir/Observation/{ids[0]}");
        Assert.DoesNotContain(Urn, stored.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal($"Observation/{ids[1]}", (string)stored["derivedFrom"]![0]!["reference"]!);
        Assert.Equal($"Observation/{ids[1]}", (string)stored["extension"]![0]!["valueReference"]!["reference"]!);
        Assert.Equal($"Observation/{ids[1]}", (string)stored["extension"]![1]!["valueUri"]!);
        Assert.Equal($"Observation/{ids[1]}", (string)stored["contained"]![0]!["target"]![0]!["reference"]!);
    }

    [Fact]
    public async Task A_reference_to_no_entry_fails_the_transaction_and_names_its_place()
    {
        var dangling = Score("phq-9", 14);
        dangling["derivedFrom"] = JsonNode.Parse($$"""[{"reference":"{{Urn}}"}]""");
        var answer = await Send("transaction", Entry("POST", "Observation", Score("gad-7", 7)), Entry("POST", "Observation", dangling));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "not-found", "Bundle.entry[1].resource.derivedFrom[0].reference"), (answer.Status, answer.Issue(), answer.Expression()));
        Assert.Empty(await StoredScores.Of(app, patient));
    }

    [Fact]
    public async Task A_reference_by_condition_means_exactly_one_and_is_stored_as_that_one()
    {
        var mrn = "conditional-reference-" + patient;
        var known = await careManager.KnowsPatient(app, mrn: mrn);
        var score = Fhir.Score($"Patient?identifier=urn:mrn|{mrn}", "phq-9", "2025-05-02", 14, "by-" + mrn);
        score["performer"] = JsonNode.Parse($$"""[{"reference":"Patient?identifier=urn:mrn|{{mrn}}"}]""");
        var answer = await Send("transaction", Entry("POST", "Observation", score));
        Assert.Equal(["201"], Statuses(answer));
        var stored = (await ehr.Gets($"/fhir/Observation?patient={known}"))["entry"]![0]!["resource"]!;
        Assert.Equal(("Patient/" + known, "Patient/" + known), ((string)stored["subject"]!["reference"]!, (string)stored["performer"]![0]!["reference"]!));

        var nobody = Score("phq-9", 3);
        nobody["performer"] = JsonNode.Parse("""[{"reference":"Patient?identifier=urn:mrn|nobody-at-all"}]""");
        var failed = await Send("transaction", Entry("POST", "Observation", Score("gad-7", 7)), Entry("POST", "Observation", nobody));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Bundle.entry[1].resource.performer[0].reference"), (failed.Status, failed.Expression()));
        Assert.Empty(await StoredScores.Of(app, patient));
    }

    [Fact]
    public async Task A_conditional_update_in_a_transaction_creates_and_then_replaces()
    {
        var name = "upsert-" + patient;
        foreach (var (total, status) in new[] { (14, "201"), (14, "200"), (9, "200") })
            Assert.Equal([status], Statuses(await Send("transaction", Entry("PUT", $"Observation?identifier=urn:ehr%7C{name}", Score("phq-9", total, name)))));
        Assert.Equal(["phq-9 9 final"], await StoredScores.Of(app, patient));
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_transaction_is_told_at_once_and_names_its_entries()
    {
        var answer = await Send("transaction", Entry("POST", "Observation", Score("phq-9", 99)), Entry("POST", "Observation", Score("gad-7", 7)), Entry("POST", "Observation", Score("gad-7", 22)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(["Bundle.entry[0].resource.value", "Bundle.entry[2].resource.value"], answer.Body!["issue"]!.AsArray().Select(i => (string)i!["expression"]![0]!));
    }

    [Fact]
    public async Task A_token_that_may_only_read_cannot_write_through_a_Bundle()
    {
        var persona = Registry.Sandbox.Personas.EhrIntegration with { Scopes = "system/Observation.rs system/Patient.rs" };
        using var reader = app.With(app.Issuer.TokenFor(persona, app.Clock.Now));
        var stored = await Create(14, "only-read");
        var body = new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "batch",
            ["entry"] = new JsonArray(Entry("GET", $"Observation/{stored.Id}"), Entry("POST", "Observation", Score("gad-7", 7)), Entry("POST", "Patient", Fhir.Patient("never"))),
        };
        Assert.Equal(["200", "403", "403"], Statuses(await reader.Tries(HttpMethod.Post, "/fhir", Fhir.Body(body))));
    }

    [Fact]
    public async Task A_condition_met_by_a_score_of_a_clinic_out_of_sight_shows_nothing_of_it()
    {
        var name = "out-of-sight-" + patient;
        await Create(14, name);
        await using var db = app.Owner();
        var south = app.Home.South;
        var subject = Registry.Sandbox.Personas.EhrIntegration.Subject;
        var principal = await db.Principals.SingleAsync(p => p.Subject == subject);
        try
        {
            await db.RoleGrants.Where(g => g.PrincipalId == principal.Id).ExecuteUpdateAsync(g => g.SetProperty(x => x.ClinicId, (Id<Clinic>?)south));
            var answer = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Score("phq-9", 14, name)), headers: ("If-None-Exist", $"identifier=urn:ehr|{name}"));
            Assert.True((int)answer.Status is 409 or 422, answer.ToString());
            var update = await ehr.Tries(HttpMethod.Put, $"/fhir/Observation?identifier=urn:ehr%7C{name}", Fhir.Body(Score("phq-9", 9, name)));
            Assert.True((int)update.Status is 409 or 422, update.ToString());
            Assert.DoesNotContain("valueInteger", answer.Body!.ToJsonString() + update.Body!.ToJsonString(), StringComparison.Ordinal);
        }
        finally
        {
            await db.RoleGrants.Where(g => g.PrincipalId == principal.Id).ExecuteUpdateAsync(g => g.SetProperty(x => x.ClinicId, (Id<Clinic>?)null));
        }
    }

    private Task<Attempt> Create(int total, string identifier) => ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Score("phq-9", total, identifier)));

    private JsonObject Score(string instrument, int total, string? identifier = null) => Fhir.Score($"Patient/{patient}", instrument, "2025-05-02", total, identifier);

    private Task<Attempt> Send(string type, params JsonObject[] entries) => ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(new JsonObject
    {
        ["resourceType"] = "Bundle",
        ["type"] = type,
        ["entry"] = new JsonArray([.. entries]),
    }));

    private static JsonObject Entry(string method, string url, JsonObject? resource = null, string more = "{}")
    {
        var request = JsonNode.Parse(more)!.AsObject();
        request["method"] = method;
        request["url"] = url;
        var entry = new JsonObject { ["request"] = request };
        if (resource is not null) entry["resource"] = resource;
        return entry;
    }

    private static IEnumerable<string> Statuses(Attempt answer)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
        return answer.Body!["entry"]!.AsArray().Select(e => ((string)e!["response"]!["status"]!)[..3]);
    }
}
