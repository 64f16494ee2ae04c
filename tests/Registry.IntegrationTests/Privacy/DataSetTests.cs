using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;

namespace Registry.IntegrationTests.Privacy;

/// <summary>Data sets for somebody outside: what is in them, who has to agree, and what is recorded.</summary>
public sealed class DataSetTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task A_safe_harbor_data_set_names_nobody_and_no_two_can_be_joined()
    {
        using var lead = app.As("clinic-lead");
        var (patient, episode) = await InCare("SAFE-MRN-1");
        var order = await lead.Posts("/v1/data-sets", Order("safe-harbor"));
        var (first, second) = (await Released(lead, order), await Released(lead, order));

        Assert.Equal("safe-harbor", (string)first[0]["kind"]!);
        Assert.NotEmpty(first.Skip(1));
        var text = string.Join('\n', first.Select(line => line.ToJsonString()));
        Assert.All([patient, episode, "SAFE-MRN-1", "Quillfeather", "Zelda", "1984-02-29", "2025-05-01", "North", app.Home.North.ToString(), app.Home.CareManager.ToString(), "Corin"],
            word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        Assert.Empty(Codes(first).Intersect(Codes(second)));
        var line = first.Skip(1).Single(l => l["scores"]!.AsArray().Any(s => (int)s!["total"]! == 21));
        Assert.Equal(("41", 2025, 0), ((string)line["age"]!, (int)line["enrolledInYear"]!, (int)line["scores"]![0]!["day"]!));
        Assert.Equal(7, (int)line["contacts"]![0]!["day"]!);
        await using var db = app.Owner();
        Assert.False(await db.Disclosures.IgnoreQueryFilters().AnyAsync(d => d.PatientId == new Id<Patient>(Guid.Parse(patient))));
    }

    [Fact]
    public async Task A_limited_data_set_needs_an_agreement_and_a_second_person_and_is_recorded_for_every_patient()
    {
        using var lead = app.As("clinic-lead");
        using var auditor = app.As("auditor");
        var (patient, _) = await InCare("LIMITED-MRN-1");
        await lead.Posts("/v1/data-sets", Order("limited", agreement: null), HttpStatusCode.BadRequest);
        await lead.Posts("/v1/data-sets", new { kind = "limited", recipient = "researcher", why = "Study 12", agreementId = "DUA-7" }, HttpStatusCode.BadRequest);
        var order = await lead.Posts("/v1/data-sets", Order("limited"));
        var one = $"/v1/data-sets/{order["id"]}";

        await lead.Sends(HttpMethod.Post, $"{one}/release", null, HttpStatusCode.Conflict);
        await lead.Sends(HttpMethod.Post, $"{one}/approval", null, HttpStatusCode.Forbidden);
        await app.As("care-manager").Sends(HttpMethod.Post, $"{one}/approval", null, HttpStatusCode.Forbidden);
        await app.As("auditor", foreign: true).Sends(HttpMethod.Post, $"{one}/approval", null, HttpStatusCode.NotFound);
        await auditor.Sends(HttpMethod.Post, $"{one}/approval", null, HttpStatusCode.Created);
        await auditor.Sends(HttpMethod.Post, $"{one}/release", null, HttpStatusCode.Forbidden);
        var text = string.Join('\n', (await Released(lead, order)).Select(line => line.ToJsonString()));

        Assert.Contains("2025-05-01", text, StringComparison.Ordinal);
        Assert.All(["LIMITED-MRN-1", "Quillfeather", "Zelda", patient], word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        await using var db = app.Owner();
        var disclosure = Assert.Single(await db.Disclosures.Where(d => d.PatientId == new Id<Patient>(Guid.Parse(patient))).ToListAsync());
        Assert.Equal((DisclosurePurpose.LimitedDataSet, "University"), (disclosure.Purpose, disclosure.RecipientName));
        Assert.Empty((await auditor.Gets($"/v1/patients/{patient}/accounting"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Of_many_who_approve_at_once_one_does()
    {
        using var auditor = app.As("auditor");
        for (var round = 0; round < 5; round++)
        {
            var order = (string)(await app.As("clinic-lead").Posts("/v1/data-sets", Order("limited")))["id"]!;
            var answers = await Attempts.AtOnce(6, _ => auditor.Tries(HttpMethod.Post, $"/v1/data-sets/{order}/approval"));
            Assert.Single(answers, a => a.Succeeded);
            Assert.All(answers.Where(a => !a.Succeeded), a => Assert.Equal(HttpStatusCode.Conflict, a.Status));
        }
    }

    [Fact]
    public async Task Who_restricted_research_and_who_did_not_consent_under_part_2_is_left_out_and_with_consent_the_notice_goes_with_it()
    {
        using var lead = app.As("clinic-lead");
        using var careManager = app.As("care-manager");
        var (restricted, _) = await InCare("OUT-1", total: 11);
        var (labelled, episode) = await InCare("OUT-2", total: 12);
        var order = await lead.Posts("/v1/data-sets", Order("safe-harbor"));
        Assert.Equal((true, true), Holds(await Released(lead, order)));

        await careManager.Posts($"/v1/patients/{restricted}/restrictions", new { kind = "not-to-researchers", on = "2025-06-01" });
        await careManager.Sends(HttpMethod.Put, $"/v1/episodes/{episode}/part2", new { isPart2 = true }, HttpStatusCode.OK, "\"1\"");
        var without = await Released(lead, order);
        Assert.Equal((false, false), Holds(without));
        Assert.Null(without[0]["notice"]);

        await careManager.Posts($"/v1/patients/{labelled}/part2-consents", new { givenOn = "2025-06-01", recipients = "Researchers of my clinic" });
        var with = await Released(lead, order);
        Assert.Equal((false, true), Holds(with));
        Assert.StartsWith(Part2.Notice, (string)with[0]["notice"]!, StringComparison.Ordinal);

        // For a court a consent for treatment, payment and operations opens nothing; and a restriction of research does not bind it.
        Assert.Equal((true, false), Holds(await Released(lead, await lead.Posts("/v1/data-sets", Order("safe-harbor", recipient: "court")))));

        static (bool, bool) Holds(JsonNode[] lines) => (Has(lines, 11), Has(lines, 12));
        static bool Has(JsonNode[] lines, int total) => lines.Skip(1).Any(l => l["scores"]!.AsArray().Any(s => (int)s!["total"]! == total));
    }

    private async Task<(string Patient, string Episode)> InCare(string mrn, int total = 21)
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app, mrn, "Quillfeather", "Zelda", "1984-02-29");
        var episode = await careManager.Enrols(app, patient, "2025-05-01");
        await careManager.Scores(patient, "phq-9", "2025-05-01", total);
        await careManager.Contacts(episode, "follow-up", "2025-05-08", 20);
        return (patient, episode);
    }

    private static object Order(string kind, string? agreement = "DUA-7", string recipient = "researcher") =>
        new { kind, recipient, recipientName = "University", why = "Study 12", agreementId = agreement };

    private static async Task<JsonNode[]> Released(HttpClient lead, JsonNode order)
    {
        using var response = await lead.PostAsync(new Uri($"/v1/data-sets/{order["id"]}/release", UriKind.Relative), null);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode is HttpStatusCode.OK, text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private static IEnumerable<string> Codes(JsonNode[] lines) => lines.Skip(1).SelectMany(l => new[] { (string)l["subject"]!, (string)l["clinic"]! });
}
