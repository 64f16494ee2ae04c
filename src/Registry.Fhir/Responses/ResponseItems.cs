using System.Text.Json;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>What the items of a response carry: answers to the items of one of our instruments, and its total where the form has one.</summary>
internal sealed class ResponseItems
{
    private readonly FormMap? form;
    private readonly List<FhirIssue> faults = [];
    private int?[] answers = [];
    private readonly HashSet<int> asked = [];
    private Instrument? asksAboutSelfHarm;

    private ResponseItems(FormMap? form) => this.form = form;

    /// <summary>Null when no item is known.</summary>
    public Instrument? Instrument { get; private set; }

    /// <summary>Items of two of our instruments in one response.</summary>
    public FhirIssue? Conflict { get; private set; }

    public int? Total { get; private set; }

    /// <summary>Where the total stands, for an issue about it; null when the form asks for none.</summary>
    public string? TotalPath { get; private set; }

    /// <summary>A LOINC code of another instrument's total or panel among the linkIds: what looks like ours is not.</summary>
    public string? Lookalike { get; private set; }

    /// <summary>Answers by item, the first at index 0.</summary>
    public IReadOnlyList<int?> Answers => answers;

    /// <summary>Only the two questions that the PHQ-9 shares with the PHQ-2, and no total of either.</summary>
    public bool IsOnlyPhq2 => Instrument == Instruments.Phq9 && TotalPath is null && asked.Count > 0 && asked.All(item => item <= 2);

    public bool IsComplete => answers.Length > 0 && answers.All(answer => answer is not null);

    public static ResponseItems Of(FhirResource response, FormMap? form)
    {
        var items = new ResponseItems(form);
        items.Walk(response.Json, response.Path);
        if (items.Instrument is not { SelfHarmItem: null } || items.asksAboutSelfHarm is not { } other) return items;
        // Refused in any case; but an answer about self-harm must not be lost to the form that comes before it.
        var again = new ResponseItems(form) { Instrument = other, Conflict = items.Conflict };
        again.Walk(response.Json, response.Path);
        return again;
    }

    /// <summary>Tells what is wrong with the answers, and whether the total can be true: it must be their sum, or leave room for what is missing.</summary>
    /// <remarks>Both places are named, since nobody here knows which of the two numbers is wrong; neither number is.</remarks>
    public void Check(FhirIssues issues, string root)
    {
        foreach (var fault in faults) issues.AddUnlessTold(fault);
        if (Total is not { } total || answers.Length == 0) return;
        var sum = answers.Sum(answer => answer ?? 0);
        var room = answers.Count(answer => answer is null) * Instrument!.ItemMax;
        if (total >= sum && total <= sum + room) return;
        issues.Add(FhirIssue.Refused(IssueCode.BusinessRule, TotalPath!, "The total is not the sum of the answers of this response."));
        issues.Add(FhirIssue.Refused(IssueCode.BusinessRule, root + ".item", "The answers add up to another number than the total of this response."));
    }

    private void Walk(JsonElement parent, string path)
    {
        var index = 0;
        foreach (var item in JsonReads.List(parent, "item"u8))
        {
            var own = $"{path}.item[{index++}]";
            if (JsonReads.Text(item, "linkId"u8) is { } linkId) Take(item, linkId, own);
            var answer = 0;
            foreach (var given in JsonReads.List(item, "answer"u8)) Walk(given, $"{own}.answer[{answer++}]");
            Walk(item, own);
        }
    }

    private void Take(JsonElement item, string linkId, string path)
    {
        var known = form?.Find(linkId) ?? OfLinkId(linkId);
        if (known is not { Meaning: { Instrument: { } instrument } meaning }) return;
        if (instrument.SelfHarmItem is not null) asksAboutSelfHarm ??= instrument;
        if (Instrument is not null && Instrument != instrument)
        {
            Conflict ??= FhirIssue.Refused(IssueCode.BusinessRule, path, "Items of two instruments in one response: send the response to each form on its own.");
            return;
        }

        Instrument = instrument;
        if (answers.Length == 0) answers = new int?[instrument.ItemCount];
        if (meaning.Kind == CodeKind.Total) TakeTotal(item, path);
        else if (meaning.Item > 0) TakeAnswer(item, known, meaning.Item, path);
    }

    /// <summary>A linkId that happens to be a LOINC code: "/44250-9", "44250-9".</summary>
    private FormItem? OfLinkId(string linkId)
    {
        var code = linkId[(linkId.LastIndexOf('/') + 1)..];
        var meaning = Loinc.MeaningOf(code);
        Lookalike ??= Loinc.Lookalike(code);
        return meaning.Kind is CodeKind.Item or CodeKind.Total ? new(meaning, new Dictionary<(string?, string), int>()) : null;
    }

    private void TakeTotal(JsonElement item, string path)
    {
        var given = 0;
        foreach (var answer in JsonReads.List(item, "answer"u8))
        {
            TotalPath = $"{path}.answer[{given++}].value";
            if (!ScoreValue.TryRead(answer, TotalPath, out var total, out var refusal))
            {
                if (refusal is not null) faults.Add(refusal);
            }
            else if (total < 0 || total > Instrument!.MaxTotal) Fault(TotalPath, $"Out of range: {Instrument!.Display} totals go from 0 to {Instrument.MaxTotal}.");
            else if (Total is { } earlier && earlier != total) Fault(TotalPath, "Two totals in one response: which one counts is not known.");
            else Total = total;
        }
    }

    private void TakeAnswer(JsonElement item, FormItem known, int number, string path)
    {
        asked.Add(number);
        var given = 0;
        foreach (var answer in JsonReads.List(item, "answer"u8))
        {
            var own = $"{path}.answer[{given++}].value";
            var (points, contradicts) = Read(answer, known);
            if (contradicts) Fault(own, "The code of the answer and its points say different things.");
            else if (points is not { } worth) continue;
            else if (worth < 0 || worth > Instrument!.ItemMax) Fault(own, $"Out of range: answers of the {Instrument!.Display} go from 0 to {Instrument.ItemMax}.");
            else if (answers[number - 1] is { } earlier && earlier != worth) Fault(own, "Two different answers to the same item.");
            else answers[number - 1] = worth;
        }
    }

    private static (int? Points, bool Contradicts) Read(JsonElement answer, FormItem known) =>
        JsonReads.Has(answer, "valueCoding"u8, out var coding) ? AnswerValue.OfCoding(coding, known.WorthOf(coding))
        : ScoreValue.TryRead(answer, "", out var number, out _) ? (number, false) : (null, false);

    private void Fault(string path, string text) => faults.Add(FhirIssue.Refused(IssueCode.BusinessRule, path, text));
}
