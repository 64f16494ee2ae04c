using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>One resource to take in, and what became of it.</summary>
/// <param name="index">Place in the Bundle, from 0.</param>
internal sealed class ImportEntry(int index, FhirResource resource)
{
    public int Index => index;
    public FhirResource Resource => resource;

    /// <summary>An identifier under which it may be known: If-None-Exist of a create, the criteria of a conditional update.</summary>
    public FhirIdentifier? Condition { get; init; }

    /// <summary>Whether it replaces what is stored; otherwise it is to be created.</summary>
    public bool IsUpdate { get; init; }

    /// <summary>The id in the address of an update; null for a create and a conditional update.</summary>
    public string? Id { get; init; }

    /// <summary>The version that must be the present one, as If-Match has it; null asks for none.</summary>
    public string? IfMatch { get; init; }

    public IReadOnlyList<ConditionalReference> ConditionalReferences { get; init; } = [];

    /// <summary>Where it waited since it was received; null for what arrives now.</summary>
    public QuarantineEntry? Waited { get; init; }

    /// <summary>The id it had in another registry, when it may keep it here; otherwise what is created gets a new one.</summary>
    public Guid? KeptId { get; init; }

    /// <summary>What another registry says besides, when the client may take that in.</summary>
    public RecordReading? Record { get; init; }
    public PatientReading? Patient { get; set; }

    /// <summary>What an Observation means, or a response to a form: both hold one score at most.</summary>
    public ObservationReading? Observation { get; set; }
    public EntryOutcome? Outcome { get; set; }

    /// <summary>What names the resource it is to replace.</summary>
    public Guid? Target => Guid.TryParseExact(Id, "D", out var id) ? id : null;

    public bool IsResponse => Resource.Type == "QuestionnaireResponse";

    /// <summary>Corrects or withdraws what is known, and so must not cross with another that does.</summary>
    public bool IsCorrection => IsUpdate || Observation?.Status is "amended" or "corrected" or "entered-in-error";
}
