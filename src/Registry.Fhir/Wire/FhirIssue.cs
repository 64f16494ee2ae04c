namespace Registry.Fhir;

/// <summary>One problem or remark about what was sent.</summary>
/// <param name="Expression">Where, in the simple FHIRPath that an OperationOutcome allows ("Bundle.entry[3].resource.value"); empty when no element is to blame.</param>
/// <param name="Text">For the person who fixes the sender. Never holds anything that was sent.</param>
/// <param name="Status">The HTTP status this problem calls for, were it the only one.</param>
public sealed record FhirIssue(IssueSeverity Severity, IssueCode Code, string Expression, string Text, int Status)
{
    public bool IsError => Severity is IssueSeverity.Error or IssueSeverity.Fatal;

    /// <summary>The text is broken before its meaning is asked for.</summary>
    public static FhirIssue Malformed(IssueCode code, string expression, string text) => new(IssueSeverity.Error, code, expression, text, 400);

    /// <summary>Sound FHIR that this registry must not take.</summary>
    public static FhirIssue Refused(IssueCode code, string expression, string text) => new(IssueSeverity.Error, code, expression, text, 422);

    public static FhirIssue Warning(IssueCode code, string expression, string text) => new(IssueSeverity.Warning, code, expression, text, 200);

    /// <summary>The same remark with another weight: what a direct POST must refuse, an import only mentions.</summary>
    public FhirIssue As(IssueSeverity severity) => this with { Severity = severity };
}
