using NodaTime;

namespace Registry.Clinical;

public enum Checklist
{
    /// <summary>Before the clinic decides to launch.</summary>
    Readiness,

    /// <summary>Before the first patient.</summary>
    GoLive,
}

public enum ChecklistState
{
    Open,
    Done,
    NotNeeded,
}

/// <summary>One thing that a clinic has to have before it launches.</summary>
public sealed class ChecklistItem
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Clinic> ClinicId { get; init; }

    /// <summary>Kebab case, once in a clinic: "care-manager-hired".</summary>
    public required string Code { get; init; }
    public required Checklist Checklist { get; init; }
    public required string Title { get; set; }

    /// <summary>Its place in the list, from 1.</summary>
    public required int Sequence { get; init; }
    public ChecklistState State { get; set; } = ChecklistState.Open;

    /// <summary>The day it was done, or found not to be needed; null while it is open.</summary>
    public LocalDate? SettledOn { get; set; }
    public string? Note { get; set; }
    public required int Version { get; set; }
    public required Instant RecordedAt { get; set; }
    public required Id<Principal> RecordedBy { get; set; }
}

/// <summary>What a new site's checklists begin with; each clinic may add items of its own.</summary>
public static class DefaultChecklists
{
    public static readonly IReadOnlyList<(Checklist Checklist, string Code, string Title)> Items =
    [
        (Checklist.Readiness, "leadership-commitment", "Leaders of the clinic and the organization have committed themselves, with a sponsor named"),
        (Checklist.Readiness, "shared-vision", "The clinic has agreed why it takes up Collaborative Care, and for whom"),
        (Checklist.Readiness, "provider-champion", "A primary care provider champions it"),
        (Checklist.Readiness, "target-population", "The conditions and patients to be served are defined, with the instruments to measure them"),
        (Checklist.Readiness, "screening-workflow", "Screening with a validated instrument is part of visits"),
        (Checklist.Readiness, "financial-plan", "Start-up costs, payers and billing have been reckoned through"),
        (Checklist.Readiness, "team-members-identified", "Care manager and psychiatric consultant are hired or contracted"),
        (Checklist.GoLive, "team-trained", "Care manager, consultant and providers are trained in their parts"),
        (Checklist.GoLive, "registry-accounts", "Everybody on the team can sign in to the registry, and has recorded a practice patient"),
        (Checklist.GoLive, "referral-workflow", "Providers know how to refer, with a warm handoff where possible"),
        (Checklist.GoLive, "consent-workflow", "Consent is asked for and documented before the first billed month"),
        (Checklist.GoLive, "safety-protocol", "What happens when a self-harm item is answered positively is written down and practised"),
        (Checklist.GoLive, "caseload-review-scheduled", "The weekly caseload review with the consultant is in both calendars"),
        (Checklist.GoLive, "billing-tested", "A charge has gone through the billing system as a test"),
    ];
}
