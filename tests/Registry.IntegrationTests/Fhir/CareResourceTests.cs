using System.Net;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>What an EHR reads of the care itself: enrolments, contacts, raised flags, caseloads, the last scores, and all of it.</summary>
[Collection(EhrRegistry.Name)]
public sealed class CareResourceTests(RegistryApp app)
{
    [Theory]
    [InlineData("status=active", true)]
    [InlineData("status=finished,cancelled", false)]
    [InlineData("date=ge2025-05-01", true)]
    [InlineData("date=lt2024-01-01", false)]
    public async Task An_enrolment_is_found_by_where_it_stands_and_when(string query, bool found)
    {
        var (ehr, patient, episode, _) = await Enrolled();
        var answer = await ehr.Gets($"/fhir/EpisodeOfCare?patient={patient}&{query}");
        Assert.Equal(found ? [episode] : [], answer.Ids());
    }

    [Fact]
    public async Task An_enrolment_tells_its_whole_course()
    {
        var (ehr, patient, episode, careManager) = await Enrolled();
        await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{episode}/status-changes", new { status = "inactive", on = "2025-06-10", dischargeReason = "withdrew" }, HttpStatusCode.OK, "\"1\"");
        var read = await ehr.Gets($"/fhir/EpisodeOfCare/{episode}");
        Assert.Equal(("finished", "2025-03-03", "2025-06-10"), ((string)read["status"]!, (string)read["period"]!["start"]!, (string)read["period"]!["end"]!));
        Assert.Equal(["active 2025-03-03", "finished 2025-06-10"], read["statusHistory"]!.AsArray().Select(h => $"{h!["status"]} {h["period"]!["start"]}"));
        Assert.Equal($"Patient/{patient}", (string)read["patient"]!["reference"]!);
        Assert.Contains("withdrew", read["extension"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("status=finished", 1)]
    [InlineData("status=cancelled", 1)]
    [InlineData("type=no-show", 1)]
    [InlineData("class=VR", 2)]
    [InlineData("class=AMB", 0)]
    [InlineData("date=2025-03-10", 1)]
    [InlineData("episode-of-care={episode}", 2)]
    [InlineData("episode-of-care=EpisodeOfCare/{patient}", 0)]
    public async Task A_contact_is_found_by_what_it_was(string query, int number)
    {
        var (ehr, patient, episode, careManager) = await Enrolled();
        await careManager.Contacts(episode, "follow-up", "2025-03-10", 20);
        await careManager.Posts($"/v1/episodes/{episode}/contacts", new { purpose = "no-show", mode = "phone", on = "2025-03-17", minutes = 5, kept = false });
        var found = await ehr.Gets($"/fhir/Encounter?patient={patient}&{query.Replace("{episode}", episode, StringComparison.Ordinal).Replace("{patient}", patient, StringComparison.Ordinal)}");
        Assert.Equal(number, found.Resources().Count());
        foreach (var contact in found.Resources()) Assert.Equal((string)contact["id"]!, (string)(await ehr.Gets($"/fhir/Encounter/{contact["id"]}"))["id"]!);
    }

    [Fact]
    public async Task A_raised_flag_says_why_and_points_at_its_evidence()
    {
        var (ehr, patient, _, _) = await Enrolled();
        var score = await ehr.Observes(patient, "phq-9", "2025-03-03", 20);
        var flags = (await ehr.Gets($"/fhir/Flag?patient={patient}")).Resources().ToList();
        Assert.NotEmpty(flags);
        Assert.All(flags, flag => Assert.Equal(("active", $"Patient/{patient}"), ((string)flag["status"]!, (string)flag["subject"]!["reference"]!)));
        Assert.All(flags, flag => Assert.False(string.IsNullOrWhiteSpace((string)flag["code"]!["text"]!)));
        Assert.Contains(flags, flag => flag.ToJsonString().Contains($"Observation/{score["id"]}", StringComparison.Ordinal));
        var one = flags[0];
        Assert.True(JsonNode.DeepEquals(one, await ehr.Gets($"/fhir/Flag/{one["id"]}")));
        await ehr.Gets($"/fhir/Flag/{Guid.CreateVersion7()}.F99", HttpStatusCode.NotFound);
        await ehr.Gets("/fhir/Flag", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_caseload_is_a_group_of_the_patients_in_active_care()
    {
        var (ehr, patient, episode, careManager) = await Enrolled();
        string Members(JsonNode group) => group["member"]?.ToJsonString() ?? "";
        var group = await ehr.Gets($"/fhir/Group/{app.Home.CareManager}");
        Assert.Contains($"Patient/{patient}", Members(group), StringComparison.Ordinal);
        Assert.Equal((true, "person"), ((bool)group["actual"]!, (string)group["type"]!));
        Assert.Equal([app.Home.CareManager.ToString()], (await ehr.Gets($"/fhir/Group?member=Patient/{patient}")).Ids());
        Assert.Equal(2, (await ehr.Gets("/fhir/Group")).Resources().Count());
        var pages = new List<string>();
        await foreach (var page in ehr.Walks("/fhir/Group?_count=1")) pages.AddRange(page.Ids());
        Assert.Equal(2, pages.Distinct().Count());

        await careManager.Sends(HttpMethod.Post, $"/v1/episodes/{episode}/status-changes", new { status = "inactive", on = "2025-06-10", dischargeReason = "withdrew" }, HttpStatusCode.OK, "\"1\"");
        Assert.DoesNotContain(patient, Members(await ehr.Gets($"/fhir/Group/{app.Home.CareManager}")), StringComparison.Ordinal);
        await ehr.Gets($"/fhir/Group/{app.Home.Consultant}", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("max=2&category=survey", "phq-9 5 4 gad-7 3")]
    [InlineData("max=1&code=44261-6", "phq-9 5")]
    [InlineData("code=http://loinc.org|70274-6,44261-6", "phq-9 5 gad-7 3")]
    [InlineData("max=9&code=70274-6&date=lt2025", "")]
    public async Task The_last_scores_come_newest_first_for_each_instrument(string query, string expected)
    {
        var (ehr, patient, _, _) = await Enrolled();
        foreach (var (instrument, day, total) in new[] { ("phq-9", "2025-04-01", 4), ("phq-9", "2025-05-01", 5), ("phq-9", "2025-03-05", 2), ("gad-7", "2025-03-04", 3) })
            await ehr.Observes(patient, instrument, day, total);
        var scores = (await ehr.Gets($"/fhir/Observation/$lastn?patient={patient}&{query}")).Resources()
            .GroupBy(o => (string)o["code"]!["coding"]![0]!["code"]! == "44261-6" ? "phq-9" : "gad-7", o => (int)o["valueInteger"]!);
        Assert.Equal(expected, string.Join(' ', scores.Select(g => $"{g.Key} {string.Join(' ', g)}")));
    }

    [Theory]
    [InlineData("code=44261-6")]
    [InlineData("patient={id}")]
    [InlineData("patient={id}&code=44261-6&max=0")]
    [InlineData("patient={id}&code=44261-6&_sort=date")]
    [InlineData("patient={id}&code=44261-6&colour=red")]
    public async Task The_last_scores_of_nobody_or_of_no_code_are_refused(string query)
    {
        var (ehr, patient, _, _) = await Enrolled();
        await ehr.Gets("/fhir/Observation/$lastn?" + query.Replace("{id}", patient, StringComparison.Ordinal), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Everything_about_a_patient_comes_once_page_by_page_and_is_one_access()
    {
        var (ehr, patient, episode, careManager) = await Enrolled();
        await careManager.Contacts(episode, "follow-up", "2025-03-10", 20);
        for (var day = 1; day <= 5; day++) await ehr.Observes(patient, "phq-9", $"2025-04-0{day}", day);

        foreach (var size in new[] { 1, 2, 3, 200 })
        {
            var types = new List<string>();
            await foreach (var page in ehr.Walks($"/fhir/Patient/{patient}/$everything?_count={size}"))
            {
                Assert.InRange(page.Resources().Count(), 1, size);
                types.AddRange(page.Resources().Select(r => (string)r["resourceType"]!));
            }

            Assert.Equal(["Patient", "EpisodeOfCare", "Encounter", .. Enumerable.Repeat("Observation", 5)], types);
        }

        Assert.Equal(2, (await ehr.Gets($"/fhir/Patient/{patient}/$everything?start=2025-04-02&end=2025-04-03&_type=Observation")).Resources().Count());
        Assert.Equal(["EpisodeOfCare"], (await ehr.Gets($"/fhir/Patient/{patient}/$everything?_type=EpisodeOfCare")).Resources().Select(r => (string)r["resourceType"]!));
        await ehr.Gets($"/fhir/Patient/{patient}/$everything?_type=Claim", HttpStatusCode.BadRequest);
        await ehr.Gets($"/fhir/Patient/{patient}/$everything?colour=red", HttpStatusCode.BadRequest);
        await ehr.Gets($"/fhir/Patient/{Guid.CreateVersion7()}/$everything", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("family=searcherf", 1)]
    [InlineData("family=SEARCH", 1)]
    [InlineData("family=earcher", 0)]
    [InlineData("family=searcher&given=zo", 1)]
    [InlineData("family=searcher&given=ada", 0)]
    [InlineData("birthdate=1971-02-28", 1)]
    [InlineData("identifier=urn:mrn|patient-search", 1)]
    [InlineData("identifier=patient-search", 1)]
    public async Task A_patient_is_found_by_what_an_ehr_knows(string query, int number)
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        await careManager.Tries(HttpMethod.Post, "/v1/patients", new
        {
            clinicId = app.Home.North.ToString(), familyName = "Searcherfield", givenName = "Zoe", birthDate = "1971-02-28",
            identifiers = new[] { new { system = "urn:mrn", value = "patient-search" } },
        });
        Assert.Equal(number, (await ehr.Gets("/fhir/Patient?" + query)).Resources().Count());
        var form = new FormUrlEncodedContent(query.Split('&').Select(p => new KeyValuePair<string, string>(p.Split('=')[0], p.Split('=')[1])));
        Assert.Equal(number, (await ehr.Sends(HttpMethod.Post, "/fhir/Patient/_search", form, HttpStatusCode.OK)).Resources().Count());
        await ehr.Gets("/fhir/Patient?given=zo", HttpStatusCode.BadRequest);
    }

    private async Task<(HttpClient Ehr, string Patient, string Episode, HttpClient CareManager)> Enrolled()
    {
        var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);
        return (app.As("ehr-integration"), patient, await careManager.Enrols(app, patient, "2025-03-03"), careManager);
    }
}
