using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>A clinic's month leaves as the eight tables of the public contract, and comes into another, empty registry: the same figures come out.</summary>
public sealed class ContractFlowTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    /// <summary>What rests only on facts that the contract holds.</summary>
    private static readonly string[] Carried = ["M01", "M02", "M03", "M04", "M05", "M08", "M09", "M10", "M11", "M12", "M13", "M14", "M15", "M16", "M17", "M18", "M19", "M20", "M21", "M22", "M23", "M24", "M25", "M26", "M27", "M33", "M34"];

    [Fact]
    public async Task The_same_figures_come_out_of_an_empty_registry_that_took_in_the_tables()
    {
        app.Clock.Now = Instant.FromUtc(2025, 4, 20, 15, 0);
        await TellStories();
        using var lead = app.As("clinic-lead");
        var archive = await Archive(lead, $"/v1/clinics/{app.Home.North}/new-york/2025-03/tables");
        Assert.Equal(ContractSchema.Tables.Keys.Select(name => name + ".csv").Order(), Files(archive).Keys.Order());
        Assert.StartsWith("patient_id,birth_date", Files(archive)["patient.csv"], StringComparison.Ordinal);
        Assert.DoesNotContain("Ashgrove", string.Concat(Files(archive).Values), StringComparison.Ordinal);
        Assert.Equal(Files(archive)["contact.csv"], await Text(lead, $"/v1/clinics/{app.Home.North}/new-york/2025-03/tables/contact"));

        using var ehr = app.As("ehr-integration", foreign: true);
        var into = $"/v1/clinics/{app.Elsewhere.North}/new-york/tables?careManagerId={app.Elsewhere.CareManager}&consultantId={app.Elsewhere.Consultant}";
        var report = await ehr.Sends(HttpMethod.Post, into, ContractZip.Body(archive), HttpStatusCode.OK);
        Assert.Equal((12, 0), ((int)report["patients"]!, report["notTaken"]!.AsArray().Count));

        using var foreignLead = app.As("clinic-lead", foreign: true);
        var (here, there) = ($"/v1/clinics/{app.Home.North}", $"/v1/clinics/{app.Elsewhere.North}");
        Assert.Equal(Values(await lead.Gets($"{here}/new-york/2025-03")), Values(await foreignLead.Gets($"{there}/new-york/2025-03")));
        var (ours, theirs) = (await lead.Gets($"{here}/metrics?period=2025-03"), await foreignLead.Gets($"{there}/metrics?period=2025-03"));
        foreach (var code in Carried) Assert.Equal(Figure(ours, code), Figure(theirs, code));
        Assert.True(Carried.Count(code => Figure(ours, code).Contains("\"value\": null", StringComparison.Ordinal)) <= 3);

        // A pseudonym is one person: the tables come in once.
        await ehr.Sends(HttpMethod.Post, into, ContractZip.Body(archive), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Tables_that_break_the_contract_come_in_not_at_all_and_every_place_is_named()
    {
        using var ehr = app.As("ehr-integration");
        var into = $"/v1/clinics/{app.Home.North}/new-york/tables?careManagerId={app.Home.CareManager}&consultantId={app.Home.Consultant}";
        var tables = ContractSchema.Tables.ToDictionary(t => t.Key + ".csv", t => string.Join(',', t.Value.Select(c => c.Name)) + "\n");
        tables["patient.csv"] += "p1,1980-01-01\np2,yesterday\n";
        tables["coverage.csv"] += "p1,barter,2024-01-01,,\n";
        tables["site_month.csv"] += "s1,2025-03,1.0,12,rule,2025-04-20,x,\n";
        var problem = await ehr.Sends(HttpMethod.Post, into, ContractZip.Body(ContractZip.Of(tables)), HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["#/patient/2/birth_date", "#/coverage/1/payer_category"], problem["errors"]!.AsArray().Select(e => (string)e!["pointer"]!));
        Assert.DoesNotContain("barter", problem.ToJsonString(), StringComparison.Ordinal);

        tables["patient.csv"] = "id,born\n";
        await ehr.Sends(HttpMethod.Post, into, ContractZip.Body(ContractZip.Of(tables)), HttpStatusCode.BadRequest);
        await ehr.Sends(HttpMethod.Post, into, ContractZip.Body([1, 2, 3]), HttpStatusCode.BadRequest);
        var other = await ehr.Sends(HttpMethod.Post, into, new { patients = Array.Empty<string>() }, HttpStatusCode.UnsupportedMediaType);
        Assert.Equal("unsupported-media-type", (string?)other["code"]);
        using var careManager = app.As("care-manager");
        await careManager.Gets($"/v1/clinics/{app.Home.North}/new-york/2025-03/tables/patient", HttpStatusCode.Forbidden);
        using var lead = app.As("clinic-lead");
        await lead.Gets($"/v1/clinics/{app.Home.North}/new-york/2025-03/tables/secrets", HttpStatusCode.NotFound);
        await lead.Gets($"/v1/clinics/{app.Home.South}/new-york/2025-03/tables/patient", HttpStatusCode.NotFound);
    }

    /// <summary>Twelve patients: who improves, who does not and is discussed or not, who comes, leaves, lapses, and has no Medicaid.</summary>
    private async Task TellStories()
    {
        using var careManager = app.As("care-manager");
        using var administrator = app.As("administrator");
        await administrator.Sends(HttpMethod.Put, $"/v1/staff/{app.Home.CareManager}/fte", new { from = "2025-03-01", fte = 0.8 }, HttpStatusCode.OK);
        for (var i = 0; i < 12; i++)
        {
            var enrolled = new LocalDate(2024, 11, 4).PlusDays(i * 12);
            var patient = await careManager.KnowsPatient(app, birthDate: $"19{60 + i}-05-17");
            var episode = await careManager.Enrols(app, patient, Day(enrolled));
            await careManager.Contacts(episode, "initial-assessment", Day(enrolled), 40, "in-person");
            await careManager.Scores(patient, "phq-9", Day(enrolled), i == 3 ? 7 : 14 + i);
            for (var day = enrolled.PlusDays(20); day < new LocalDate(2025, 4, 1) && i != 5; day = day.PlusDays(25 + i)) await careManager.Contacts(episode, "follow-up", Day(day), 15, i % 3 == 0 ? "video" : "phone");
            if (i != 7) await careManager.Scores(patient, "phq-9", $"2025-03-{10 + i}", i % 2 == 0 ? 4 + i / 2 : 17);
            if (i % 4 == 1) await careManager.Posts($"/v1/episodes/{episode}/contacts", new { purpose = "no-show", mode = "phone", on = "2025-03-05", minutes = 0 });
            if (i is 1 or 9) await Consult(episode, i == 1 ? "2025-02-10" : "2025-03-20");
            if (i == 2) await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{episode}/status-changes", new { status = "inactive", on = "2025-03-28", dischargeReason = "graduated" }, HttpStatusCode.OK, "\"1\"");
            await careManager.Sends(HttpMethod.Put, $"/v1/patients/{patient}/background", new
            {
                race = (string?)null, ethnicity = (string?)null, language = (string?)null, sex = (string?)null, gender = (string?)null,
                coverage = new[] { new { payer = i == 4 ? "commercial" : i == 6 ? "dual-medicare-medicaid" : "medicaid-ffs", startOn = "2024-01-01", endOn = i == 8 ? "2025-02-20" : null } },
            }, HttpStatusCode.OK, "\"0\"");
        }
    }

    private async Task Consult(string episode, string on)
    {
        using var consultant = app.As("psychiatric-consultant");
        await consultant.Posts($"/v1/episodes/{episode}/consultations", new { on, minutes = 10, recommendation = "change-medication" });
    }

    private static string Day(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);

    private static string Values(JsonNode answer) => string.Join('\n', answer["items"]!.AsArray().Select(i => $"{i!["code"]} {i["value"]!.ToJsonString()}"));

    private static string Figure(JsonNode answer, string code)
    {
        var figure = answer["items"]!.AsArray().Single(i => (string)i!["code"]! == code)!.DeepClone();
        if (code == "M01") figure["parts"] = null; // phases of relapse prevention are not in the contract
        return figure.Pretty();
    }

    private static async Task<string> Text(HttpClient client, string path) => Encoding.UTF8.GetString(await Archive(client, path));

    private static async Task<byte[]> Archive(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync();
    }

    private static Dictionary<string, string> Files(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        return zip.Entries.ToDictionary(e => e.FullName, e => new StreamReader(e.Open()).ReadToEnd());
    }
}
