using NodaTime;

namespace Registry.Clinical;

/// <summary>What is made of a change that was tried.</summary>
public enum PdsaDecision
{
    Adopt,
    Adapt,
    Abandon,
}

/// <summary>One small test of a change at a clinic: plan, do, study, act.</summary>
public sealed class PdsaCycle
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<PdsaCycle> Id { get; init; }
    public required Id<Clinic> ClinicId { get; init; }

    /// <summary>The collaborative it is part of; null for a clinic's own. Only the own organization reads it either way.</summary>
    public Id<Collaborative>? CollaborativeId { get; init; }
    public required string Title { get; set; }

    /// <summary>What is to be accomplished.</summary>
    public required string Aim { get; set; }

    /// <summary>What is expected to happen, said before it is tried.</summary>
    public required string Prediction { get; set; }

    /// <summary>Who does what, when and where.</summary>
    public required string Plan { get; set; }

    /// <summary>What was done and seen; null until then.</summary>
    public string? Do { get; set; }

    /// <summary>How that compares with the prediction; null until then.</summary>
    public string? Study { get; set; }

    /// <summary>What comes next; null until then.</summary>
    public string? Act { get; set; }
    public required LocalDate StartedOn { get; set; }
    public LocalDate? EndedOn { get; set; }

    /// <summary>Codes of the metrics it is meant to move.</summary>
    public required string[] MetricCodes { get; set; }

    /// <summary>Null while the cycle runs.</summary>
    public PdsaDecision? Decision { get; set; }
    public required int Version { get; set; }
    public required Instant RecordedAt { get; set; }
    public required Id<Principal> RecordedBy { get; set; }

    public override string ToString() => $"{nameof(PdsaCycle)} {Id}";
}
