using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A resource that may hold a score, if somebody says what its code or its form means. It counts nowhere while it waits.</summary>
public sealed record QuarantineEntry
{
    public required Id<Organization> OrganizationId { get; init; }

    /// <summary>Made when it was received, and the id of its score once there is one: so two scores of a day keep the order in which they came.</summary>
    public required Guid Id { get; init; }

    /// <summary>The integration client that sent it.</summary>
    public required Id<Principal> SourceId { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required string ResourceType { get; init; }

    /// <summary>The code system that nobody has mapped, or the canonical address of the form.</summary>
    public required string System { get; init; }

    /// <summary>Empty for a form.</summary>
    public required string Code { get; init; }

    /// <summary>By which a resend is known: the sender's identifier, or a digest of what was sent.</summary>
    public required string Identity { get; init; }

    /// <summary>The text as it came, with the patient it was found to be about.</summary>
    public required string Body { get; init; }
    public required Instant ReceivedAt { get; init; }

    /// <summary>The day at the patient's clinic.</summary>
    public required LocalDate ReceivedOn { get; init; }
    public required QuarantineState State { get; set; }
    public Instant? SettledAt { get; set; }

    /// <summary>The first day, at the patient's clinic, on which it no longer waits.</summary>
    public LocalDate? SettledOn { get; init; }

    /// <summary>What stands for it now.</summary>
    public Id<Assessment>? AssessmentId { get; set; }

    /// <summary>Why the last replay left it waiting; never a value that was sent.</summary>
    public string? Reason { get; set; }

    public override string ToString() => $"{nameof(QuarantineEntry)} {Id:D}";
}

public enum QuarantineState
{
    Waiting,

    /// <summary>It was taken in: as a score, or beside one that was there.</summary>
    TakenIn,

    /// <summary>Somebody said that its code or form is no score kept here.</summary>
    NotOurs,
}
