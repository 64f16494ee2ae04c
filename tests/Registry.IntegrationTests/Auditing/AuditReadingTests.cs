using System.Net;
using System.Text.Json.Nodes;
using NodaTime;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Auditing;

/// <summary>What auditors are told, and what they are not.</summary>
public sealed class AuditReadingTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task Who_saw_this_patient_is_answered_with_names_before_and_after_it_is_sealed()
    {
        using var careManager = app.As("care-manager");
        using var auditor = app.As("auditor");
        var patient = await careManager.KnowsPatient(app);
        await careManager.Gets($"/v1/patients/{patient}");
        await app.As("ehr-integration").Observes(patient, "phq-9", "2025-01-05", 14);
        await app.As("care-manager", foreign: true).Gets($"/v1/patients/{patient}", HttpStatusCode.NotFound);

        var before = (await auditor.Gets($"/v1/patients/{patient}/accesses"))["items"]!.AsArray();
        Assert.Equal(["fhir.observation.create", "patient.create", "patient.read"], before.Select(a => (string)a!["action"]!).Order());
        Assert.Equal(Personas.CareManager.DisplayName, (string)before.Single(a => (string)a!["action"]! == "patient.read")!["staffName"]!);
        Assert.Equal(Personas.EhrIntegration.Subject, (string)before.Single(a => (string)a!["action"]! == "fhir.observation.create")!["clientId"]!);

        await Registry.Storage.AuditSealing.Seal(Data(), default);
        var after = (await auditor.Gets($"/v1/patients/{patient}/accesses"))["items"]!.AsArray();
        Assert.Equal(before.Select(a => (string)a!["entryId"]!).Order(), after.Where(a => (string)a!["action"]! != "audit.read").Select(a => (string)a!["entryId"]!).Order());
        Assert.Contains(after, a => (string)a!["action"]! == "audit.read");
    }

    [Fact]
    public async Task The_list_is_filtered_by_patient_person_action_kind_outcome_and_period()
    {
        using var careManager = app.As("care-manager");
        using var auditor = app.As("auditor");
        app.Clock.Now += Duration.FromDays(1);
        var from = app.Clock.Now;
        var patient = await careManager.KnowsPatient(app);
        await careManager.Gets($"/v1/patients/{patient}");
        await careManager.Gets($"/v1/audit-entries", HttpStatusCode.Forbidden);
        var all = await List($"from={Text(from)}");
        var me = (string)all.First(e => (string)e["action"]! == "patient.read")["principalId"]!;

        Assert.Equal(["patient.create", "patient.read"], (await List($"patientId={patient}&kind=read")).Concat(await List($"patientId={patient}&kind=create")).Select(e => (string)e["action"]!).Where(a => a != "audit.read").Order());
        Assert.Equal(["audit.read", "patient.create", "patient.read"], (await List($"principalId={me}&from={Text(from)}")).Select(e => (string)e["action"]!).Order());
        Assert.Equal(403, (int)Assert.Single(await List($"principalId={me}&from={Text(from)}&outcome=refused"))["status"]!);
        Assert.Equal(patient, (string)Assert.Single(await List($"action=patient.create&from={Text(from)}"))["patientIds"]![0]!);
        Assert.Empty(await List($"until={Text(from)}&from={Text(from)}"));
        foreach (var bad in (string[])["outcome=1", "kind=look", "sort=name", "limit=0", "cursor=forged", "from=yesterday"]) await auditor.Gets($"/v1/audit-entries?{bad}", HttpStatusCode.BadRequest);

        async Task<List<JsonNode>> List(string query) => [.. (await auditor.Gets($"/v1/audit-entries?limit=200&{query}"))["items"]!.AsArray().Select(e => e!)];
    }

    [Theory]
    [InlineData("at")]
    [InlineData("-at")]
    public async Task Pages_show_every_entry_once_while_others_are_written(string sort)
    {
        using var careManager = app.As("care-manager");
        using var auditor = app.As("auditor");
        var patient = await careManager.KnowsPatient(app);
        for (var i = 0; i < 12; i++)
        {
            app.Clock.Now += Duration.FromSeconds(i % 3);
            await careManager.Gets($"/v1/patients/{patient}");
        }

        var there = (await auditor.Gets($"/v1/audit-entries?patientId={patient}&limit=200"))["items"]!.AsArray().Select(e => (string)e!["id"]!).ToList();
        var seen = new List<JsonNode>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await auditor.Gets($"/v1/audit-entries?patientId={patient}&limit=3&sort={sort}{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page["items"]!.AsArray().Select(e => e!));
            cursor = seen.Count > 60 ? null : (string?)page["nextCursor"];
            if (seen.Count < 12) await careManager.Gets($"/v1/patients/{patient}");
        }

        Assert.Equal(seen.Count, seen.Select(e => (string)e["id"]!).Distinct().Count());
        Assert.Empty(there.Except(seen.Select(e => (string)e["id"]!)));
        var times = seen.Select(e => (string)e["at"]!);
        Assert.Equal(sort == "at" ? times.Order() : times.OrderDescending(), times);
    }

    [Fact]
    public async Task An_access_to_several_patients_is_an_audit_event_for_each_of_them()
    {
        using var careManager = app.As("care-manager");
        using var auditor = app.As("auditor");
        var patients = new[] { await careManager.KnowsPatient(app), await careManager.KnowsPatient(app), await careManager.KnowsPatient(app) };
        foreach (var patient in patients) await careManager.Enrols(app, patient, "2025-05-01");
        app.Clock.Now += Duration.FromDays(1);
        var date = $"date=ge{Text(app.Clock.Now)}";
        await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}");

        var whole = Resources(await auditor.Gets($"/fhir/AuditEvent?{date}&_count=200"));
        var caseload = whole.Where(e => (string)e["subtype"]![1]!["code"]! == "caseload.read").ToList();
        Assert.True(caseload.Count >= 3);
        Assert.Equal(caseload.Count, caseload.Select(PatientOf).Distinct().Count());
        Assert.Empty(patients.Except(caseload.Select(PatientOf)!));

        var paged = new List<JsonNode>();
        for (var next = $"/fhir/AuditEvent?{date}&_count=2&action=R"; next is not null;)
        {
            var bundle = await auditor.Gets(next);
            Assert.InRange(bundle["entry"]!.AsArray().Count, 1, 2);
            paged.AddRange(Resources(bundle));
            next = bundle["link"]!.AsArray().FirstOrDefault(l => (string)l!["relation"]! == "next") is { } link ? new Uri((string)link["url"]!).PathAndQuery : null;
        }

        Assert.Equal(whole.Where(e => (string)e["action"]! == "R").Select(e => (string)e["id"]!), paged.Select(e => (string)e["id"]!));

        var ofOne = Resources(await auditor.Gets($"/fhir/AuditEvent?patient={patients[1]}&{date}&action=R"));
        var one = Assert.Single(ofOne, e => (string)e["subtype"]![1]!["code"]! == "caseload.read");
        Assert.Equal(patients[1], PatientOf(one));
        Assert.Equal(one.Pretty(), (await auditor.Gets($"/fhir/AuditEvent/{(string)one["id"]!}")).Pretty());
        Assert.Equal((string)one["id"]!, (string)Assert.Single(Resources(await auditor.Gets($"/fhir/AuditEvent?_id={(string)one["id"]!}")))["id"]!);
        var by = one["agent"]!.AsArray().Single(a => (bool)a!["requestor"]!)!;
        Assert.Equal(Personas.CareManager.DisplayName, (string)by["who"]!["display"]!);
        var agent = (string)by["who"]!["identifier"]!["value"]!;
        Assert.NotEmpty(Resources(await auditor.Gets($"/fhir/AuditEvent?agent={agent}&{date}")));
        Assert.NotEmpty(Resources(await auditor.Gets($"/fhir/AuditEvent?agent:identifier={(string)by["who"]!["identifier"]!["system"]!}|{agent}&{date}&outcome=0")));
    }

    [Theory]
    [InlineData("date=soon")]
    [InlineData("date=ne2025-01-01")]
    [InlineData("action=X")]
    [InlineData("patient:missing=true")]
    [InlineData("entity-name=x")]
    [InlineData("_page=forged")]
    [InlineData("_count=0")]
    public async Task A_search_that_is_not_understood_is_refused(string query)
    {
        using var auditor = app.As("auditor");
        Assert.Equal("OperationOutcome", (string)(await auditor.Gets($"/fhir/AuditEvent?{query}", HttpStatusCode.BadRequest))["resourceType"]!);
    }

    [Fact]
    public async Task Only_auditors_of_the_own_organization_read_audit_events()
    {
        using var careManager = app.As("care-manager");
        using var auditor = app.As("auditor");
        var patient = await careManager.KnowsPatient(app);
        var id = (string)Resources(await auditor.Gets($"/fhir/AuditEvent?patient={patient}"))[0]["id"]!;
        foreach (var persona in Personas.All.Where(p => p.Name != "auditor")) await app.As(persona.Name).Gets($"/fhir/AuditEvent/{id}", HttpStatusCode.Forbidden);
        using var foreign = app.As("auditor", foreign: true);
        await foreign.Gets($"/fhir/AuditEvent/{id}", HttpStatusCode.NotFound);
        Assert.Empty(Resources(await foreign.Gets($"/fhir/AuditEvent?patient={patient}")));
        foreach (var wrong in (string[])["x", id + "0", id[..36], Guid.CreateVersion7().ToString()]) await auditor.Gets($"/fhir/AuditEvent/{wrong}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task No_answer_to_an_auditor_holds_a_name_an_identifier_or_a_score()
    {
        using var careManager = app.As("care-manager");
        using var auditor = app.As("auditor");
        var patient = await careManager.KnowsPatient(app, mrn: "MRNCANARY", family: "Familycanary", given: "Givencanary", birthDate: "1971-02-03");
        await careManager.Scores(patient, "pcl-5", "2025-01-05", 77);
        await careManager.Posts("/v1/patients/search", new { system = "urn:mrn", value = "MRNCANARY" }, HttpStatusCode.OK);
        foreach (var path in (string[])[$"/v1/audit-entries?patientId={patient}", $"/v1/patients/{patient}/accesses", $"/fhir/AuditEvent?patient={patient}"])
        {
            var answer = (await auditor.Gets(path)).ToJsonString();
            Assert.Contains("assessment.write", answer, StringComparison.Ordinal);
            foreach (var canary in (string[])["CANARY", "1971", "pcl-5", ":77"]) Assert.DoesNotContain(canary, answer, StringComparison.OrdinalIgnoreCase);
        }
    }

    private Npgsql.NpgsqlDataSource Data() => (Npgsql.NpgsqlDataSource)app.Services.GetService(typeof(Npgsql.NpgsqlDataSource))!;

    private static string Text(Instant at) => NodaTime.Text.InstantPattern.ExtendedIso.Format(at);

    private static List<JsonNode> Resources(JsonNode bundle) => [.. bundle["entry"]?.AsArray().Select(e => e!["resource"]!) ?? []];

    private static string? PatientOf(JsonNode auditEvent) =>
        ((string?)auditEvent["entity"]!.AsArray().FirstOrDefault(e => (string)e!["type"]!["code"]! == "1")?["what"]!["reference"])?["Patient/".Length..];
}
