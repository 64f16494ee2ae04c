using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>When each stage of implementation began.</summary>
/// <param name="InitiatedOn">First day of the stage initiate: interest, team and case for it.</param>
/// <param name="PlannedOn">First day of the stage plan.</param>
/// <param name="LaunchedOn">First day of the stage launch, with the first patients.</param>
/// <param name="ExecutedOn">First day of the stage execute: running as it is meant to.</param>
/// <param name="SustainedOn">First day of the stage sustain.</param>
/// <param name="LaunchDueOn">The day on which the launch is meant to be.</param>
internal sealed record SiteRequest(
    LocalDate? InitiatedOn = null, LocalDate? PlannedOn = null, LocalDate? LaunchedOn = null, LocalDate? ExecutedOn = null, LocalDate? SustainedOn = null, LocalDate? LaunchDueOn = null)
{
    private static readonly Refusal OutOfOrder = new("stage-out-of-order", RefusalKind.Rule, "A stage begins on or after the day on which the one before it began.");

    public Checks Check(LocalDate today)
    {
        (string Field, ImplementationStage Stage, LocalDate? From)[] stages =
        [
            ("initiatedOn", ImplementationStage.Initiate, InitiatedOn), ("plannedOn", ImplementationStage.Plan, PlannedOn), ("launchedOn", ImplementationStage.Launch, LaunchedOn),
            ("executedOn", ImplementationStage.Execute, ExecutedOn), ("sustainedOn", ImplementationStage.Sustain, SustainedOn),
        ];
        var checks = new Checks();
        foreach (var (field, _, from) in stages)
        {
            if (from is { } day) checks.Day(field, day, today);
        }

        var wrong = ImplementationSite.OutOfOrder([.. stages.Select(s => (s.Stage, s.From))]);
        return checks.Add(wrong is { } stage ? OutOfOrder.At(stages.Single(s => s.Stage == stage).Field) : null);
    }

    public void CopyTo(ImplementationSite site) =>
        (site.InitiatedOn, site.PlannedOn, site.LaunchedOn, site.ExecutedOn, site.SustainedOn, site.LaunchDueOn) = (InitiatedOn, PlannedOn, LaunchedOn, ExecutedOn, SustainedOn, LaunchDueOn);
}

/// <param name="Stage">The stage reached by today; null before the first.</param>
/// <param name="Stages">Each stage with its first day.</param>
/// <param name="LaunchDueOn">The day on which the launch is meant to be.</param>
/// <param name="Checklists">What the clinic has to have: before it decides to launch, and before the first patient.</param>
internal sealed record SiteResponse(Id<Clinic> ClinicId, ImplementationStage? Stage, IReadOnlyList<StageResponse> Stages, LocalDate? LaunchDueOn, IReadOnlyList<SiteChecklistResponse> Checklists)
{
    public static SiteResponse Of(ImplementationSite site, IEnumerable<ChecklistItem> items, LocalDate today) => new(
        site.ClinicId, site.StageOn(today), [.. site.Stages.Select(s => new StageResponse(s.Stage, s.From))], site.LaunchDueOn,
        [.. items.GroupBy(i => i.Checklist).OrderBy(g => g.Key).Select(g => SiteChecklistResponse.Of(g.Key, g))]);
}

/// <param name="From">First day; null while it has not begun.</param>
internal sealed record StageResponse(ImplementationStage Stage, LocalDate? From);

/// <param name="Open">How many items are not settled.</param>
internal sealed record SiteChecklistResponse(Checklist Checklist, int Open, IReadOnlyList<ChecklistItemResponse> Items)
{
    public static SiteChecklistResponse Of(Checklist checklist, IEnumerable<ChecklistItem> items)
    {
        List<ChecklistItem> ordered = [.. items.OrderBy(i => i.Sequence).ThenBy(i => i.Code, StringComparer.Ordinal)];
        return new(checklist, ordered.Count(i => i.State is ChecklistState.Open), [.. ordered.Select(ChecklistItemResponse.Of)]);
    }
}

/// <param name="Version">To be sent as If-Match when the item is changed.</param>
internal sealed record ChecklistItemResponse(string Code, string Title, ChecklistState State, LocalDate? SettledOn, string? Note, int Version)
{
    public static ChecklistItemResponse Of(ChecklistItem item) => new(item.Code, item.Title, item.State, item.SettledOn, item.Note, item.Version);
}

/// <param name="Checklist">To which list an item of one's own belongs; a default item stays where it is.</param>
/// <param name="SettledOn">The day it was done or found not to be needed; null while it is open.</param>
internal sealed record ChecklistItemRequest(Checklist Checklist, string Title, ChecklistState State, LocalDate? SettledOn = null, string? Note = null)
{
    private static readonly Refusal SettledWithoutDay = new("settled-on-unexpected", RefusalKind.Rule, "An open item has no settledOn, and every other item has one.");

    public Checks Check(LocalDate today)
    {
        var checks = new Checks().Text("title", Title, 200).Text("note", Note, 1000, required: false)
            .Add(SettledOn is null != State is ChecklistState.Open ? SettledWithoutDay.At("settledOn") : null);
        return SettledOn is { } day ? checks.Day("settledOn", day, today) : checks;
    }

    public void CopyTo(ChecklistItem item) => (item.Title, item.State, item.SettledOn, item.Note) = (Title.Trim(), State, SettledOn, Note?.Trim());

    public override string ToString() => nameof(ChecklistItemRequest);
}
