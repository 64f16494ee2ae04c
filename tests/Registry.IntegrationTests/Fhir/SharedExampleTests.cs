using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Registry.Examples;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>Every shared example that holds Patients, Observations, responses or Bundles of them, sent as an EHR would send it.</summary>
public sealed partial class SharedExampleTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        foreach (var entry in SharedExamples.Manifest.Where(e => (string)e["kind"]! is "Observation" or "QuestionnaireResponse" or "Patient" or "Bundle" or "(not JSON)")) files.Add((string)entry["file"]!);
        if (SharedExamples.Folder is null) files.Add(SharedExamples.NotPresent);
        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task An_example_is_answered_and_stored_as_its_manifest_says(string file)
    {
        if (file == SharedExamples.NotPresent)
        {
            Assert.Null(SharedExamples.Folder);
            return;
        }

        app.Clock.Now = Instant.FromUtc(2026, 11, 21, 12, 0);
        var expect = SharedExamples.Manifest.Single(e => (string)e["file"]! == file)["expect"]!;
        var outcome = (string)expect["outcome"]!;
        var sent = await WithKnownPatients(file);
        var before = await Counts();

        using var ehr = app.As("ehr-integration");
        var answer = await ehr.Tries(HttpMethod.Post, Address(sent), Fhir.Body(sent));

        switch (outcome)
        {
            case "accept":
                Assert.True(answer.Succeeded, answer.ToString());
                break;
            case "reject":
                Assert.InRange((int)answer.Status, 400, 499);
                Assert.Equal("OperationOutcome", (string)answer.Body!["resourceType"]!);
                break;
            default: // told so, and never a failure of the server
                Assert.InRange((int)answer.Status, 200, 422);
                break;
        }

        var back = answer.Succeeded ? await RoundTrip.Check(ehr, sent, answer) : [];
        if (outcome == "accept") Assert.Equal(AsWritten(expect), back.Select(s => $"{s.Instrument.Display} {s.Total} {s.Effective.Text} {s.Status}").Order(StringComparer.Ordinal));
        foreach (var rejected in expect["rejectedEntries"]?.AsArray() ?? []) Assert.InRange(StatusOf((string)rejected!, sent, answer), 400, 499);
        foreach (var ignored in expect["ignoredEntries"]?.AsArray() ?? []) Assert.True(StatusOf((string)ignored!, sent, answer) is >= 200 and <= 299 or 422, (string)ignored!);
        if (outcome == "reject" || (int)answer.Status >= 400) Assert.Equal(before, await Counts());
        Assert.Equal(Expected(expect), await StoredSince(before.Assessments));
    }

    [Fact]
    public async Task A_whole_life_sent_as_a_transaction_is_refused_and_imported_keeps_no_score()
    {
        app.Clock.Now = Instant.FromUtc(2026, 11, 21, 12, 0);
        foreach (var file in SharedExamples.Manifest.Select(e => (string)e["file"]!).Where(f => f.StartsWith("synthea/", StringComparison.Ordinal)))
        {
            using var ehr = app.As("ehr-integration");
            var before = await Counts();
            var sent = await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(SharedExamples.Text(file)));
            Assert.InRange((int)sent.Status, 400, 499);
            Assert.Equal(before, await Counts());
            var imported = await ehr.Tries(HttpMethod.Post, "/fhir/$import", Fhir.Body(SharedExamples.Text(file)));
            Assert.True(imported.Status is HttpStatusCode.OK or HttpStatusCode.RequestEntityTooLarge, imported.ToString());
            Assert.Equal(before.Assessments, (await Counts()).Assessments);
        }
    }

    [Fact]
    public async Task The_example_of_a_withdrawal_withdraws_the_example_it_was_made_from()
    {
        if (SharedExamples.Folder is null) return;
        app.Clock.Now = Instant.FromUtc(2026, 11, 21, 12, 0);
        using var ehr = app.As("ehr-integration");
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);
        foreach (var file in new[] { "pco/Observation-pcoPROMScoreAnxietyBaseline.json", "derived/status-entered-in-error.json" })
            await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(SharedExamples.Text(file).Replace("Patient/pcoPatientJones", "Patient/" + patient, StringComparison.Ordinal)));
        Assert.Equal(["gad-7 15 entered-in-error"], await StoredScores.Of(app, patient));
    }

    [Fact]
    public async Task An_example_of_a_form_of_ours_is_loaded_and_comes_back_as_it_was()
    {
        app.Clock.Now = Instant.FromUtc(2026, 11, 21, 12, 0);
        using var administrator = app.As("administrator");
        var loaded = 0;
        foreach (var entry in SharedExamples.Manifest.Where(e => (string)e["kind"]! == "Questionnaire"))
        {
            var text = SharedExamples.Text((string)entry["file"]!);
            var answer = await administrator.Tries(HttpMethod.Post, "/fhir/Questionnaire", Fhir.Body(text));
            if (answer.Succeeded) loaded++;
            else Assert.Equal((bool)entry["valid"]! ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.BadRequest, answer.Status);
            await RoundTrip.Check(administrator, text, answer);
        }

        Assert.Equal(SharedExamples.Folder is null ? 0 : 3, loaded);
    }

    /// <summary>The status of one entry: named by its place from 1, or by the id of its resource before a space.</summary>
    private static int StatusOf(string entry, string sent, Attempt answer)
    {
        var words = entry.Split(' ');
        var place = words[0] == "entry" ? int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture) - 1
            : JsonNode.Parse(sent)!["entry"]!.AsArray().ToList().FindIndex(e => (string?)e!["resource"]!["id"] == words[0]);
        return int.Parse(((string)answer.Body!["entry"]![place]!["response"]!["status"]!)[..3], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Address(string sent)
    {
        try
        {
            var resource = JsonNode.Parse(sent);
            return (string?)resource?["resourceType"] switch
            {
                "Bundle" => (string?)resource["type"] is "collection" or "searchset" ? "/fhir/$import" : "/fhir",
                { } type => "/fhir/" + type,
                null => "/fhir",
            };
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return sent.Contains("\"Bundle\"", StringComparison.Ordinal) ? "/fhir" : "/fhir/Observation";
        }
    }

    /// <summary>The file with its subjects made known here: a patient of our own takes the place of each one it names by id.</summary>
    private async Task<string> WithKnownPatients(string file)
    {
        var text = SharedExamples.Text(file);
        using var careManager = app.As("care-manager");
        if (text.Contains("MRN-0042", StringComparison.Ordinal)) await Patient(careManager, "http://hospital.example.org/mrn", "MRN-0042");
        if (file.StartsWith("cms159/", StringComparison.Ordinal)) return WithOwnIdentifiers(text, file);
        if (text.Contains("\"PUT\"", StringComparison.Ordinal)) return text;
        foreach (var reference in Relative().Matches(text).Select(m => m.Groups[1].Value).Distinct())
            text = text.Replace($"\"Patient/{reference}\"", $"\"Patient/{await Patient(careManager, "urn:mrn", Guid.CreateVersion7().ToString())}\"", StringComparison.Ordinal);
        return text;
    }

    /// <summary>Several of these cases give their patients the same record number, and here that is one patient: each gets its own.</summary>
    private static string WithOwnIdentifiers(string text, string file)
    {
        var bundle = JsonNode.Parse(text)!;
        foreach (var identifier in bundle["entry"]!.AsArray().Select(e => e!["resource"]!).Where(r => (string)r["resourceType"]! == "Patient").SelectMany(r => r["identifier"]!.AsArray()))
            identifier!["value"] = $"{(string)identifier["value"]!} of {file}";
        return bundle.ToJsonString();
    }

    private async Task<string> Patient(HttpClient careManager, string system, string value) => (await careManager.Tries(HttpMethod.Post, "/v1/patients", new
    {
        clinicId = app.Home.North.ToString(),
        familyName = "Example",
        givenName = "Shared",
        birthDate = (string?)null,
        identifiers = new[] { new { system, value } },
    })).Id;

    private static IEnumerable<string> Expected(JsonNode expect) =>
        expect["scores"]!.AsArray().Select(s => $"{((string)s!["instrument"]!).ToLowerInvariant()} {(int)s["score"]!} on {((string)s["effective"]!)[..10]} {Meaning((string)s["status"]!)}").Order(StringComparer.Ordinal);

    /// <summary>The same with the day or moment to the letter.</summary>
    private static IEnumerable<string> AsWritten(JsonNode expect) =>
        expect["scores"]!.AsArray().Select(s => $"{(string)s!["instrument"]!} {(int)s["score"]!} {(string)s["effective"]!} {Meaning((string)s["status"]!)}").Order(StringComparer.Ordinal);

    /// <summary>A score is what an Observation extracted from a finished response would be.</summary>
    private static string Meaning(string status) => status == "completed" ? "final" : status;

    private async Task<IEnumerable<string>> StoredSince(int before)
    {
        await using var db = app.Owner();
        var counted = (await db.Assessments.OrderBy(a => a.Id).ToListAsync()).Skip(before).Where(a => a.Status is Clinical.AssessmentStatus.Final or Clinical.AssessmentStatus.Amended or Clinical.AssessmentStatus.Corrected && a.Total is not null);
        return counted.Select(a => $"{a.Instrument.Code} {a.Total} on {LocalDatePattern.Iso.Format(a.AdministeredOn)} {Kebab.Of(a.Status)}").Order(StringComparer.Ordinal);
    }

    private async Task<(int Patients, int Assessments, int Resources)> Counts()
    {
        await using var db = app.Owner();
        return (await db.Patients.CountAsync(), await db.Assessments.CountAsync(), await db.StoredResources.CountAsync());
    }

    [GeneratedRegex("\"Patient/([A-Za-z0-9.-]+)\"")]
    private static partial Regex Relative();
}
