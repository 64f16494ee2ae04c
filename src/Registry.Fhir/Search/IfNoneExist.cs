namespace Registry.Fhir;

/// <summary>The criteria of a conditional create, update or reference. Only a business identifier can promise "the same thing", so nothing else is taken.</summary>
public readonly record struct IfNoneExist(FhirIdentifier? Identifier, FhirIssue? Issue)
{
    public override string ToString() => nameof(IfNoneExist);

    /// <param name="criteria">As in the header or in Bundle.entry.request.ifNoneExist: the query without a question mark.</param>
    public static IfNoneExist Parse(string criteria, string expression = "")
    {
        ArgumentNullException.ThrowIfNull(criteria);
        const string Name = "identifier=";
        var refused = new IfNoneExist(null, FhirIssue.Malformed(IssueCode.NotSupported, expression,
            "The condition must be identifier=system|value, one identifier with both parts; other conditions are not offered."));
        criteria = criteria.Trim();
        if (criteria.StartsWith('?')) criteria = criteria[1..];
        if (!criteria.StartsWith(Name, StringComparison.Ordinal) || criteria.Contains('&', StringComparison.Ordinal)) return refused;
        if (QueryText.Decode(criteria[Name.Length..]) is not { } value || QueryText.Split(value, ',').Count != 1) return refused;
        var parts = QueryText.Split(value, '|');
        return parts is [{ Length: > 0 } system, { Length: > 0 } code] && new FhirIdentifier(QueryText.Unescape(system), QueryText.Unescape(code)) is { IsTooLong: false } identifier
            ? new(identifier, null) : refused;
    }
}
