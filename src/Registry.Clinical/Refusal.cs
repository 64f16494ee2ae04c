namespace Registry.Clinical;

/// <summary>A rule that said no. The text never holds a value that was sent: it may be read by anyone who sees the answer.</summary>
/// <param name="Code">Stable kebab-case name; the problem type is /problems/{code}.</param>
/// <param name="Kind">What the caller can do about it, which decides the HTTP status.</param>
/// <param name="Text">One sentence for a person.</param>
/// <param name="Field">Member the refusal is about, camelCase ("enrolledOn"), or null for the whole request.</param>
public sealed record Refusal(string Code, RefusalKind Kind, string Text, string? Field = null)
{
    public Refusal At(string field) => this with { Field = field };
}

public enum RefusalKind
{
    /// <summary>The request is incomplete or cannot be read: 400.</summary>
    Malformed,

    /// <summary>The request contradicts a rule of the domain whatever the state: 422.</summary>
    Rule,

    /// <summary>The request contradicts the present state: 409.</summary>
    State,

    /// <summary>The caller edited an outdated version: 412.</summary>
    Stale,

    /// <summary>The caller must say which version it edits: 428.</summary>
    VersionRequired,

    /// <summary>The caller may do such things, but not this one; somebody else has to: 403.</summary>
    Forbidden,

    /// <summary>What the request names is not there, or not visible to the caller: 404.</summary>
    NotFound,

    /// <summary>It was done as often as is allowed for now: 429.</summary>
    TooMany,
}
