using NodaTime;

namespace Registry.Clinical;

/// <summary>The stages in which a clinic takes up Collaborative Care, in their order.</summary>
public enum ImplementationStage
{
    Initiate,
    Plan,
    Launch,
    Execute,
    Sustain,
}

/// <summary>A clinic on its way into Collaborative Care: when each stage began, and which has been reached.</summary>
public sealed class ImplementationSite
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Clinic> ClinicId { get; init; }

    /// <summary>The day each stage began; null while it has not. A stage lasts until the next one begins.</summary>
    public LocalDate? InitiatedOn { get; set; }
    public LocalDate? PlannedOn { get; set; }

    /// <summary>The first day with patients. It is the clinic's own, from which run charts count months, and not kept here.</summary>
    public LocalDate? LaunchedOn { get; set; }
    public LocalDate? ExecutedOn { get; set; }
    public LocalDate? SustainedOn { get; set; }

    /// <summary>The day on which the launch is meant to be, while it has not been.</summary>
    public LocalDate? LaunchDueOn { get; set; }
    public required int Version { get; set; }
    public required Instant RecordedAt { get; set; }
    public required Id<Principal> RecordedBy { get; set; }

    /// <summary>Each stage with its first day, in their order.</summary>
    public IReadOnlyList<(ImplementationStage Stage, LocalDate? From)> Stages =>
    [
        (ImplementationStage.Initiate, InitiatedOn), (ImplementationStage.Plan, PlannedOn), (ImplementationStage.Launch, LaunchedOn),
        (ImplementationStage.Execute, ExecutedOn), (ImplementationStage.Sustain, SustainedOn),
    ];

    /// <summary>The latest stage that has begun by a day; null before the first.</summary>
    public ImplementationStage? StageOn(LocalDate day)
    {
        ImplementationStage? reached = null;
        foreach (var (stage, from) in Stages)
        {
            if (from <= day) reached = stage;
        }

        return reached;
    }

    /// <summary>The first stage that begins before one that comes earlier in the order; null when the dates follow it. A stage may be left out.</summary>
    public static ImplementationStage? OutOfOrder(IReadOnlyList<(ImplementationStage Stage, LocalDate? From)> stages)
    {
        LocalDate? latest = null;
        foreach (var (stage, from) in stages)
        {
            if (from < latest) return stage;
            latest = from ?? latest;
        }

        return null;
    }

    public override string ToString() => $"{nameof(ImplementationSite)} {ClinicId}";
}
