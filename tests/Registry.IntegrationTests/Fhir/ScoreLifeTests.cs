using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>One score of an EHR from its first sending to its withdrawal.</summary>
[Collection(EhrRegistry.Name)]
public sealed class ScoreLifeTests(RegistryApp app) : IAsyncLifetime
{
    private HttpClient careManager = null!;
    private HttpClient ehr = null!;
    private string patient = null!;

    public async Task InitializeAsync()
    {
        (careManager, ehr) = (app.As("care-manager"), app.As("ehr-integration"));
        patient = await careManager.KnowsPatient(app);
        await careManager.Enrols(app, patient, "2025-05-01");
    }

    public Task DisposeAsync()
    {
        careManager.Dispose();
        ehr.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(null)]
    [InlineData("resent")]
    public async Task A_score_that_is_sent_again_is_one_score_and_says_so(string? identifier)
    {
        var first = await Send(14, identifier: identifier is null ? null : identifier + patient);
        var again = await Send(14, identifier: identifier is null ? null : identifier + patient);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal((first.Id, first.ETag), (again.Id, again.ETag));
        Assert.Equal(["14 final 1"], await Stored());
    }

    [Fact]
    public async Task A_second_score_of_the_day_without_an_identifier_is_a_second_score()
    {
        await Send(14);
        await Send(13);
        Assert.Equal(["13 final 1", "14 final 1"], await Stored());
    }

    [Theory]
    [InlineData("amended")]
    [InlineData("corrected")]
    public async Task A_correction_replaces_what_counts_and_keeps_what_was(string status)
    {
        var first = await Send(14, identifier: "corrected-" + status);
        var correction = await Send(9, status, "corrected-" + status);
        var again = await Send(9, status, "corrected-" + status);

        Assert.Equal((HttpStatusCode.OK, first.Id, "W/\"2\""), (correction.Status, correction.Id, correction.ETag));
        Assert.Equal((HttpStatusCode.OK, "W/\"2\""), (again.Status, again.ETag));
        Assert.Equal([$"9 {status} 2"], await Stored());
        Assert.Equal([$"9 {status} 2", "14 final 1"], await Versions(first.Id));
        Assert.Equal(9, (int)(await Row())!["phq9"]!["last"]!);
        Assert.Equal(9, (int)(await ehr.Gets($"/fhir/Observation/{first.Id}"))["valueInteger"]!);
    }

    [Fact]
    public async Task A_score_entered_in_error_leaves_every_figure_and_stays_in_its_history()
    {
        var first = await Send(14, identifier: "in-error");
        var withdrawn = await Send(14, "entered-in-error", "in-error");

        Assert.Equal((HttpStatusCode.OK, first.Id), (withdrawn.Status, withdrawn.Id));
        Assert.Equal(["14 entered-in-error 2", "14 final 1"], await Versions(first.Id));
        Assert.Null((await Row())!["phq9"]);
        Assert.Equal("entered-in-error", (string)(await ehr.Gets($"/fhir/Observation/{first.Id}"))["status"]!);
    }

    [Fact]
    public async Task A_score_without_an_identifier_is_withdrawn_by_what_it_says()
    {
        var first = await Send(14);
        await Send(14, "entered-in-error");
        Assert.Equal(["14 entered-in-error 2", "14 final 1"], await Versions(first.Id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("never-seen")]
    public async Task A_withdrawal_of_what_was_never_stored_is_quietly_nothing(string? identifier)
    {
        var answer = await Send(14, "entered-in-error", identifier);
        Assert.Equal((HttpStatusCode.OK, "OperationOutcome"), (answer.Status, (string)answer.Body!["resourceType"]!));
        Assert.Empty(await Stored());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("late")]
    public async Task A_resend_that_arrives_after_the_withdrawal_does_not_bring_the_score_back(string? identifier)
    {
        identifier = identifier is null ? null : identifier + patient;
        var first = await Send(14, identifier: identifier);
        await Send(14, "entered-in-error", identifier);

        var late = await Send(14, identifier: identifier);

        Assert.Equal((HttpStatusCode.OK, first.Id), (late.Status, late.Id));
        Assert.Equal(["14 entered-in-error 2"], await Stored());
        Assert.Null((await Row())!["phq9"]);
    }

    [Fact]
    public async Task A_withdrawn_score_comes_back_only_as_a_correction()
    {
        await Send(14, identifier: "comes-back");
        await Send(14, "entered-in-error", "comes-back");
        await Send(12, "corrected", "comes-back");
        Assert.Equal(["12 corrected 3"], await Stored());
    }

    [Fact]
    public async Task A_preliminary_score_is_kept_and_counts_once_it_is_final()
    {
        var preliminary = await Send(14, "preliminary", "in-progress");
        Assert.Equal(HttpStatusCode.Created, preliminary.Status);
        Assert.Null((await Row())!["phq9"]);

        var final = await Send(15, "final", "in-progress");

        Assert.Equal((HttpStatusCode.OK, preliminary.Id), (final.Status, final.Id));
        Assert.Equal(["15 final 2", "14 preliminary 1"], await Versions(final.Id));
        Assert.Equal(15, (int)(await Row())!["phq9"]!["last"]!);
    }

    [Fact]
    public async Task A_preliminary_score_that_arrives_after_the_final_one_changes_nothing()
    {
        await Send(15, "final", "out-of-order");
        var late = await Send(14, "preliminary", "out-of-order");
        Assert.Equal(HttpStatusCode.OK, late.Status);
        Assert.Equal(["15 final 1"], await Stored());
    }

    [Fact]
    public async Task Other_content_under_the_same_identifier_is_refused_unless_it_says_that_it_corrects()
    {
        await Send(14, identifier: "contradicted");
        var other = await Send(4, identifier: "contradicted");
        Assert.Equal((HttpStatusCode.Conflict, "duplicate"), (other.Status, (string)other.Body!["issue"]![0]!["code"]!));
        Assert.Equal(["14 final 1"], await Stored());
    }

    [Fact]
    public async Task The_same_identifier_about_another_patient_or_instrument_is_refused()
    {
        await Send(14, identifier: "somebody-else");
        var another = await careManager.KnowsPatient(app);
        foreach (var status in new[] { "final", "amended" })
        {
            var other = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(another, "phq-9", "2025-05-02", 14, status, "somebody-else")));
            Assert.Equal(HttpStatusCode.Conflict, other.Status);
            var instrument = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "gad-7", "2025-05-02", 14, status, "somebody-else")));
            Assert.Equal(HttpStatusCode.Conflict, instrument.Status);
        }

        var withdrawal = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(another, "phq-9", "2025-05-02", 14, "entered-in-error", "somebody-else")));
        Assert.True(withdrawal.Succeeded, withdrawal.ToString());
        Assert.Equal(["14 final 1"], await Stored());
    }

    [Fact]
    public async Task A_conditional_create_answers_with_what_is_stored_whatever_it_holds()
    {
        var first = await Send(14, identifier: "exists-" + patient);
        var again = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "phq-9", "2025-05-02", 3, identifier: "exists-" + patient)),
            headers: ("If-None-Exist", $"identifier=urn:ehr|exists-{patient}"));
        Assert.Equal((HttpStatusCode.OK, first.Id), (again.Status, again.Id));
        var vague = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "phq-9", "2025-05-02", 3)), headers: ("If-None-Exist", "code=44261-6"));
        Assert.InRange((int)vague.Status, 400, 499);
        Assert.Equal(["14 final 1"], await Stored());
    }

    [Fact]
    public async Task A_score_amended_by_the_care_manager_is_not_overwritten_by_a_resend()
    {
        var first = await Send(14, identifier: "amended-here");
        await careManager.Sends(HttpMethod.Put, $"/v1/assessments/{first.Id}", new { administeredOn = "2025-05-02", total = 10 }, HttpStatusCode.OK, "\"1\"");
        var resend = await Send(14, identifier: "amended-here");
        Assert.Equal(HttpStatusCode.Conflict, resend.Status);
        Assert.Equal(["10 amended 2"], await Stored());
    }

    private Task<Attempt> Send(int total, string status = "final", string? identifier = null) =>
        ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "phq-9", "2025-05-02", total, status, identifier)));

    private async Task<IEnumerable<string>> Stored()
    {
        await using var db = app.Owner();
        return (await db.Assessments.Where(a => a.PatientId == Id<Patient>.Parse(patient, null)).ToListAsync())
            .Select(a => $"{a.Total} {Registry.Storage.Kebab.Of(a.Status)} {a.Version}").Order(StringComparer.Ordinal);
    }

    private async Task<IEnumerable<string>> Versions(string id) =>
        (await careManager.Gets($"/v1/assessments/{id}/versions"))["items"]!.AsArray().Select(v => $"{(int)v!["total"]!} {(string)v["status"]!} {(int)v["version"]!}");

    private async Task<JsonNode?> Row() =>
        (await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}?limit=200"))["items"]!.AsArray().Single(row => (string)row!["patientId"]! == patient);
}
