using System.Text.Json;
using NodaTime;
using Registry.Clinical;
using Registry.Examples;
using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

/// <summary>Every shared example that holds Observations, responses, forms, Patients or Bundles gives the outcome and the scores that its manifest names.</summary>
public sealed class ExampleTests
{
    private sealed record Expected(string Instrument, int Score, string Effective, string? Status);

    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        foreach (var file in Manifest().Where(e => e.GetProperty("kind").GetString() is "Observation" or "QuestionnaireResponse" or "Questionnaire" or "Patient" or "Bundle" or "(not JSON)"))
            files.Add(file.GetProperty("file").GetString()!);
        if (files.Count == 0) files.Add(SharedExamples.NotPresent);
        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void An_example_gives_the_outcome_and_the_scores_of_the_manifest(string file)
    {
        if (file == SharedExamples.NotPresent)
        {
            Assert.Null(SharedExamples.Folder);
            return;
        }
        var entry = Manifest().Single(e => e.GetProperty("file").GetString() == file);
        var expect = entry.GetProperty("expect");
        var expected = expect.GetProperty("scores").EnumerateArray()
            .Select(s => new Expected(s.GetProperty("instrument").GetString()!, s.GetProperty("score").GetInt32(), s.GetProperty("effective").GetString()!, Meaning(s.GetProperty("status").GetString())))
            .OrderBy(s => s.Effective, StringComparer.Ordinal).ToList();
        using var body = FhirBody.Read(File.ReadAllBytes(Path.Combine(SharedExamples.Folder!, file)));

        var (outcome, scores, told) = Judge(body);
        Assert.True(outcome == expect.GetProperty("outcome").GetString() switch { "item" => "ignore", "context" => "ignore", var other => other } || outcome == Tolerated(file), $"{outcome}: {told}");
        Assert.Equal(expected, scores.OrderBy(s => s.Effective.Text, StringComparer.Ordinal).Select(s => new Expected(s.Instrument.Display, s.Total, s.Effective.Text, s.Status)));
        Assert.All(scores, s => Assert.StartsWith(s.On.ToString("uuuu-MM-dd", null), s.Effective.Text, StringComparison.Ordinal));
    }

    /// <summary>The verdict of another validator on the form of the same file: ours must be neither laxer nor stricter.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void The_form_of_an_example_is_judged_as_by_another_validator(string file)
    {
        if (file == SharedExamples.NotPresent)
        {
            Assert.Null(SharedExamples.Folder);
            return;
        }
        using var body = FhirBody.Read(File.ReadAllBytes(Path.Combine(SharedExamples.Folder!, file)));
        var issues = new List<FhirIssue>(body.Issues);
        if (body.Resource is { Type: "Bundle" } bundle)
            issues.AddRange(BundleReading.Of(bundle, Base).Entries.SelectMany(e => e.Issues).Where(i => !i.Expression.Contains(".request", StringComparison.Ordinal)));
        var valid = Manifest().Single(e => e.GetProperty("file").GetString() == file).GetProperty("valid").GetBoolean();
        // The one difference: equal fullUrls in a batch, where each entry is a request of its own.
        Assert.True(valid == !issues.Exists(i => i.Status == 400) || file == "ms-fhir-server/Bundle-BatchWithDuplicatedItems.json", Tell(issues));
    }

    /// <summary>A score is what an Observation extracted from a finished response would be.</summary>
    private static string? Meaning(string? status) => status == "completed" ? "final" : status;

    /// <summary>What the manifest leaves to the server: a batch has a bad entry, or types that are not kept here.</summary>
    private static string? Tolerated(string file) => file switch
    {
        "ms-fhir-server/Bundle-BatchWithDuplicatedItems.json" => "ignore",
        "ms-fhir-server/Bundle-BatchWithInvalidEleEnums.json" => "ignore",
        // It fails on a read of what is not there, which the text alone does not tell.
        "ms-fhir-server/Bundle-TransactionForRollBack.json" => "ignore",
        "ms-fhir-server/Bundle-Transaction.json" => "reject",
        "ms-fhir-server/Bundle-TransactionWithConditionalCreateAndReference.json" => "reject",
        _ => null,
    };

    /// <summary>An answer about self-harm that the manifest names is read, also beside a total.</summary>
    [Fact]
    public void An_example_gives_the_self_harm_answer_of_the_manifest()
    {
        var named = Manifest().Where(e => e.GetProperty("expect").TryGetProperty("item9", out _)).ToList();
        Assert.Equal(SharedExamples.Folder is null, named.Count == 0);
        var form = SharedExamples.Folder is null ? null : Form("access/Questionnaire-PHQ9QuestionnaireExample.json");
        foreach (var entry in named)
        {
            using var body = FhirBody.Read(File.ReadAllBytes(Path.Combine(SharedExamples.Folder!, entry.GetProperty("file").GetString()!)));
            var reading = ResponseReader.Read(body.Resource!, Context with { Forms = new Dictionary<string, FormMap> { [form!.Url!] = form } });
            Assert.Equal(entry.GetProperty("expect").GetProperty("item9").GetInt32(), reading.Items![8]);
            // The form beside it makes the unknown one known.
            Assert.Equal(ReadingKind.Score, reading.Kind);
        }
    }

    [Fact]
    public void The_examples_of_forms_map_every_scored_item_and_the_total()
    {
        if (SharedExamples.Folder is null) return;
        Assert.Equal([Instruments.Phq9], Form("access/Questionnaire-PHQ9QuestionnaireExample.json").Instruments);
        Assert.Equal([Instruments.Phq9], Form("us-core/Questionnaire-phq-9-example.json").Instruments);
        Assert.Equal([Instruments.Gad7], Form("phr/Questionnaire-gad7.json").Instruments);
    }

    private static FormMap Form(string file)
    {
        using var body = FhirBody.Read(File.ReadAllBytes(Path.Combine(SharedExamples.Folder!, file)));
        return FormMap.Of(body.Resource!, Base);
    }

    private static (string Outcome, List<ScoredObservation> Scores, string Told) Judge(FhirBody body)
    {
        if (body.Resource is not { } resource) return ("reject", [], Tell(body.Issues));
        if (resource.Type == "Observation") return Judge([ObservationReader.Read(resource, Context)], false);
        if (resource.Type == "QuestionnaireResponse") return Judge([ResponseReader.Read(resource, Context)], false);
        if (resource.Type == "Questionnaire") return ("ignore", [], Tell(resource.Issues));
        if (resource.Type == "Patient")
        {
            var patient = PatientReading.Of(resource, Now);
            return (patient.IsRefused ? "reject" : "ignore", [], Tell(patient.Issues));
        }

        var bundle = BundleReading.Of(resource, Base);
        var broken = bundle.Issues.HasErrors || (bundle.IsTransaction && bundle.AllIssues().HasErrors);
        if (broken) return ("reject", [], Tell(bundle.AllIssues()));
        var context = Context with { References = bundle.IsBatch ? null : bundle.References };
        return Judge([.. bundle.Entries.Where(e => e.Resource?.Type == "Observation").Select(e => ObservationReader.Read(e.Resource!, context))], bundle.IsTransaction);
    }

    private static (string, List<ScoredObservation>, string) Judge(List<ObservationReading> readings, bool allOrNothing)
    {
        var scores = readings.Where(r => r.Kind == ReadingKind.Score).Select(r => r.Score!).ToList();
        var told = string.Join(" | ", readings.Select(r => $"{r.Kind} {Tell(r.Issues)}"));
        var refused = readings.Exists(r => r.Kind == ReadingKind.Refused);
        if (refused && (allOrNothing || scores.Count == 0)) return ("reject", [], told);
        if (scores.Count > 0) return ("accept", scores, told);
        return (readings.Exists(r => r.Kind == ReadingKind.Retraction) ? "retract" : "ignore", scores, told);
    }

    private static List<JsonElement> Manifest() => SharedExamples.Folder is { } folder
        ? [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json"))).RootElement.EnumerateArray()]
        : [];
}
