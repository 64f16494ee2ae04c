namespace Registry.Fhir;

public enum IssueSeverity { Fatal, Error, Warning, Information }

/// <summary>The FHIR issue types this registry answers with; <see cref="IssueCodes.Wire"/> gives the spelling of the specification.</summary>
public enum IssueCode
{
    Structure, Required, Value, Invariant, CodeInvalid, BusinessRule, Extension, NotSupported, NotFound, MultipleMatches, Duplicate,
    Login, Unknown, Expired, Forbidden, Deleted, Conflict, LockError, Transient, TooLong, TooCostly, Throttled, Timeout, Exception, Informational,
}

public static class IssueCodes
{
    public static string Wire(this IssueSeverity severity) => severity switch
    {
        IssueSeverity.Fatal => "fatal",
        IssueSeverity.Error => "error",
        IssueSeverity.Warning => "warning",
        _ => "information",
    };

    public static string Wire(this IssueCode code) => code switch
    {
        IssueCode.Structure => "structure",
        IssueCode.Required => "required",
        IssueCode.Value => "value",
        IssueCode.Invariant => "invariant",
        IssueCode.CodeInvalid => "code-invalid",
        IssueCode.BusinessRule => "business-rule",
        IssueCode.Extension => "extension",
        IssueCode.NotSupported => "not-supported",
        IssueCode.NotFound => "not-found",
        IssueCode.MultipleMatches => "multiple-matches",
        IssueCode.Duplicate => "duplicate",
        IssueCode.Login => "login",
        IssueCode.Unknown => "unknown",
        IssueCode.Expired => "expired",
        IssueCode.Forbidden => "forbidden",
        IssueCode.Deleted => "deleted",
        IssueCode.Conflict => "conflict",
        IssueCode.LockError => "lock-error",
        IssueCode.Transient => "transient",
        IssueCode.TooLong => "too-long",
        IssueCode.TooCostly => "too-costly",
        IssueCode.Throttled => "throttled",
        IssueCode.Timeout => "timeout",
        IssueCode.Exception => "exception",
        _ => "informational",
    };
}
