using System.Text.Json;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>What the components carry: a total under a code of its own, and answers to single items.</summary>
internal struct ComponentReading
{
    private int?[]? answers;
    private Instrument? answered;
    private FhirIssue? badAnswer;

    public Instrument? Total { get; private set; }
    public JsonElement TotalHolder { get; private set; }
    public string TotalPath { get; private set; }
    public bool ByOid { get; private set; }

    /// <summary>Two totals: of two instruments, or the same one twice.</summary>
    public FhirIssue? Conflict { get; private set; }

    public static ComponentReading Of(JsonElement observation, string root, ReadingContext context)
    {
        var reading = new ComponentReading();
        var index = 0;
        foreach (var component in JsonReads.List(observation, "component"u8))
        {
            if (JsonReads.Has(component, "code"u8, out var concept)) reading.Take(component, ConceptReading.Of(concept, context, ownItems: true), root, index);
            index++;
        }
        return reading;
    }

    private void Take(JsonElement component, ConceptReading code, string root, int index)
    {
        if (code.Total is { } instrument)
        {
            var path = $"{root}.component[{index}]";
            if (code.IsTwoInstruments || (Total is not null && Total != instrument))
                Conflict ??= FhirIssue.Refused(IssueCode.BusinessRule, path + ".code", "Totals of two instruments in one Observation: send each as an Observation of its own.");
            else if (Total is not null)
                Conflict ??= FhirIssue.Refused(IssueCode.BusinessRule, path, "The same total stands in two components: which one counts is not known.");
            (Total, TotalHolder, TotalPath, ByOid) = (instrument, component, path, ByOid || code.ByOid);
        }
        else if (code.Item is { Kind: CodeKind.Item, Item: > 0 } item) Answer(component, item, $"{root}.component[{index}]");
    }

    private void Answer(JsonElement component, CodeMeaning item, string path)
    {
        if (answered is not null && answered != item.Instrument) return;
        answered = item.Instrument!;
        answers ??= new int?[answered.ItemCount];
        if (AnswerValue.Read(component) is not { } answer) return;
        if (answer < 0 || answer > answered.ItemMax)
            badAnswer ??= FhirIssue.Refused(IssueCode.BusinessRule, path + ".value", $"Out of range: answers of the {answered.Display} go from 0 to {answered.ItemMax}.");
        else if (answers[item.Item - 1] is { } earlier && earlier != answer)
            badAnswer ??= FhirIssue.Refused(IssueCode.BusinessRule, path + ".value", "Two components give different answers to the same item.");
        else answers[item.Item - 1] = answer;
    }

    public readonly IReadOnlyList<int?>? AnswersOf(Instrument instrument) => answered == instrument ? answers : null;

    /// <summary>Where every item was answered the total must be their sum: a registry must not choose between two numbers.</summary>
    public readonly void CheckAnswers(Instrument instrument, int? total, string path, FhirIssues issues)
    {
        if (answered != instrument || answers is null) return;
        if (badAnswer is not null) issues.AddUnlessTold(badAnswer);
        var sum = 0;
        foreach (var answer in answers)
        {
            if (answer is null) return;
            sum += answer.Value;
        }
        if (total is not null && total != sum) issues.AddUnlessTold(FhirIssue.Refused(IssueCode.BusinessRule, path, "The total is not the sum of the answers in component."));
    }
}
