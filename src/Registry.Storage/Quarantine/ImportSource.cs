using Registry.Clinical;

namespace Registry.Storage;

/// <summary>What an integration client may do besides sending, and what becomes of what it sends under names that nobody has mapped.</summary>
/// <remarks>A client without a row of its own has the defaults of a new one.</remarks>
public sealed class ImportSource
{
    public required Id<Organization> OrganizationId { get; init; }

    /// <summary>The principal of the client.</summary>
    public required Id<Principal> Id { get; init; }
    public UnmappedCodes UnmappedCodes { get; set; }
    public UnknownForms UnknownForms { get; set; }

    /// <summary>Whether the client may load forms (Questionnaire), which decides how its responses are read.</summary>
    public bool MayLoadForms { get; set; }
}

/// <summary>What becomes of an Observation under a code of the sender's own.</summary>
public enum UnmappedCodes
{
    /// <summary>Waits when it is a whole number in a survey: that is how scores travel, and few other things.</summary>
    KeepSurveys,

    /// <summary>Waits when it is a whole number: for a sender that gives its scores no category.</summary>
    KeepNumbers,

    /// <summary>Is refused as none of ours.</summary>
    Refuse,
}

/// <summary>What becomes of a finished response to a form that nobody has loaded.</summary>
public enum UnknownForms
{
    Keep,
    Refuse,
}
