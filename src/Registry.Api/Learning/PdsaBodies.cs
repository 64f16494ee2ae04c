using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <param name="Aim">What is to be accomplished.</param>
/// <param name="Prediction">What is expected to happen, said before it is tried.</param>
/// <param name="Plan">Who does what, when and where. No patient is named here or below.</param>
/// <param name="Do">What was done and seen.</param>
/// <param name="Study">How that compares with the prediction.</param>
/// <param name="Act">What comes next.</param>
/// <param name="Metrics">Codes of the metrics it is meant to move; their charts of the clinic show the cycle, and one that names none is on every chart of the clinic.</param>
/// <param name="Decision">adopt, adapt or abandon: with it the cycle ends.</param>
internal sealed record PdsaCycleRequest(
    Id<Clinic> ClinicId, string Title, string Aim, string Prediction, string Plan, LocalDate StartedOn, IReadOnlyList<string> Metrics, Id<Collaborative>? CollaborativeId = null,
    string? Do = null, string? Study = null, string? Act = null, LocalDate? EndedOn = null, PdsaDecision? Decision = null)
{
    private static readonly Refusal Undecided = new("decision-ends-the-cycle", RefusalKind.Rule, "A cycle has an end and a decision, both or neither.");
    private static readonly Refusal NotStudied = new("decided-before-studied", RefusalKind.Rule, "Say what was done and learned before it is decided.");

    public Checks Check(LocalDate today)
    {
        var checks = new Checks().Text("title", Title, 200).Text("aim", Aim, 4000).Text("prediction", Prediction, 4000).Text("plan", Plan, 4000)
            .Text("do", Do, 4000, required: false).Text("study", Study, 4000, required: false).Text("act", Act, 4000, required: false)
            .Day("startedOn", StartedOn, today)
            .Add(EndedOn < StartedOn ? Refusals.BeforeItBegan.At("endedOn") : null)
            .Add(EndedOn is null != Decision is null ? Undecided.At("decision") : null)
            .Add(Decision is not null && (string.IsNullOrWhiteSpace(Do) || string.IsNullOrWhiteSpace(Study)) ? NotStudied.At("decision") : null);
        foreach (var (i, code) in Metrics.Index()) checks.Add(Clinical.Metrics.ByCode(code) is null ? Refusals.UnknownMetric.At($"metrics/{i}") : null);
        return EndedOn is { } end ? checks.Day("endedOn", end, today) : checks;
    }

    public PdsaCycle ToCycle(Access access)
    {
        var cycle = new PdsaCycle
        {
            OrganizationId = access.OrganizationId,
            Id = Id<PdsaCycle>.New(),
            ClinicId = ClinicId,
            CollaborativeId = CollaborativeId,
            Title = Title,
            Aim = Aim,
            Prediction = Prediction,
            Plan = Plan,
            StartedOn = StartedOn,
            MetricCodes = [],
            Version = 1,
            RecordedAt = access.Now,
            RecordedBy = access.Caller!.PrincipalId,
        };
        CopyTo(cycle);
        return cycle;
    }

    public void CopyTo(PdsaCycle cycle)
    {
        (cycle.Title, cycle.Aim, cycle.Prediction, cycle.Plan) = (Title.Trim(), Aim.Trim(), Prediction.Trim(), Plan.Trim());
        (cycle.Do, cycle.Study, cycle.Act) = (Do?.Trim(), Study?.Trim(), Act?.Trim());
        (cycle.StartedOn, cycle.EndedOn, cycle.Decision) = (StartedOn, EndedOn, Decision);
        cycle.MetricCodes = [.. Metrics.Distinct()];
    }

    public override string ToString() => nameof(PdsaCycleRequest);
}

internal sealed record PdsaCycleResponse(
    Id<PdsaCycle> Id, Id<Clinic> ClinicId, Id<Collaborative>? CollaborativeId, string Title, string Aim, string Prediction, string Plan, string? Do, string? Study, string? Act,
    LocalDate StartedOn, LocalDate? EndedOn, IReadOnlyList<string> Metrics, PdsaDecision? Decision, int Version)
{
    public static PdsaCycleResponse Of(PdsaCycle c) => new(
        c.Id, c.ClinicId, c.CollaborativeId, c.Title, c.Aim, c.Prediction, c.Plan, c.Do, c.Study, c.Act, c.StartedOn, c.EndedOn, c.MetricCodes, c.Decision, c.Version);
}
