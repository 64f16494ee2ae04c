namespace Registry.Fhir;

/// <summary>One parse of search parameters. Strict: what is not understood is refused, since a filter dropped in silence returns other people's data.</summary>
internal sealed class SearchParsing(string type, SearchContext context)
{
    private readonly FhirSearch search = new() { Type = type, Count = context.DefaultCount };
    private readonly SearchableType offered = SearchParameters.Searchable(type);
    private readonly HashSet<string> controls = [];
    private readonly List<string> used = [];
    private readonly List<string> usedControls = [];

    public FhirSearch Parse(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        foreach (var (name, value) in parameters) Take(name, value ?? "");
        // The count goes last and as it was used, not as it was asked for.
        search.Query = string.Join('&', [.. used, .. usedControls, Pair("_count", search.Count.ToString())]);
        return search;
    }

    private void Take(string name, string value)
    {
        if (name is "_format" or "_pretty") return;
        var plain = name.Split(':')[0];
        if (value.Length == 0 || value.Any(char.IsControl)) Refuse(Named(plain), IssueCode.Value, "A search parameter needs a value.");
        else if (SearchControls.Names.Contains(name)) Control(name, value);
        else if (offered.Parameters.FirstOrDefault(p => p.Name == plain) is not { } parameter) Unknown(name);
        else if (name == plain) Criterion(parameter, name, value);
        else if (parameter is { Type: "reference", Target: "Patient" } && name.EndsWith(":identifier", StringComparison.Ordinal))
            Any<ReferenceCriterion>(plain, name, value, text => Token(text) is { System.Length: > 0, Code: not null } token ? new ReferenceCriterion(null, new(token.System, token.Code)) : null);
        else if (parameter is { Type: "reference" } && name == $"{plain}:{parameter.Target}")
            Any<ReferenceCriterion>(plain, name, value, text => Lexical.IsId(text) ? new ReferenceCriterion(text, null) : null);
        else Unknown(name);
    }

    private void Criterion(SearchParameter parameter, string name, string value)
    {
        switch (parameter.Type)
        {
            case "reference":
                Any(name, name, value, text => Reference(text, parameter.Target));
                break;
            case "date":
                Any(name, name, value, text => DateValue.Parse(text, context));
                break;
            case "quantity":
                Any(name, name, value, QuantityValue.Parse);
                break;
            case "string" or "uri":
                Any<TextCriterion>(name, name, value, text => new(QueryText.Unescape(text)));
                break;
            case "token" when name == "_id":
                Any<TokenCriterion>(name, name, value, text => Lexical.IsId(text) ? new TokenCriterion(null, text) : null);
                break;
            case "token" when parameter.Codes.Count > 0:
                Any<TokenCriterion>(name, name, value, text => Token(text) is { Code: { } code } token && (token.System is null || token.System == parameter.System) && parameter.Codes.Contains(code) ? token : null);
                break;
            default:
                Any(name, name, value, Token);
                break;
        }
    }

    private void Any<T>(string name, string written, string value, Func<string, T?> parse) where T : struct
    {
        var any = new List<T>();
        foreach (var part in QueryText.Split(value, ','))
        {
            if (part.Length > 0 && parse(part) is { } criterion) any.Add(criterion);
            else
            {
                Refuse(name, IssueCode.Value, $"A value of {name} cannot be read.");
                return;
            }
        }

        search.Add(name, any);
        used.Add(Pair(written, value));
    }

    /// <remarks>Something elsewhere is no error: nothing here is about it, so nothing is found.</remarks>
    private ReferenceCriterion? Reference(string text, string target)
    {
        var plain = QueryText.Unescape(text);
        if (Lexical.IsId(plain)) return new(plain, null);
        var reference = FhirReference.Parse(plain, context.PublicBase);
        return reference.Kind switch
        {
            ReferenceKind.Local => new(reference.Type == target ? reference.Id : null, null),
            ReferenceKind.Foreign => new(null, null),
            _ => null,
        };
    }

    private static TokenCriterion? Token(string text)
    {
        var parts = QueryText.Split(text, '|');
        return parts switch
        {
            [var code] => new(null, QueryText.Unescape(code)),
            ["", { Length: > 0 } code] => new("", QueryText.Unescape(code)),
            [{ Length: > 0 } system, ""] => new(QueryText.Unescape(system), null),
            [{ Length: > 0 } system, var code] => new(QueryText.Unescape(system), QueryText.Unescape(code)),
            _ => null,
        };
    }

    private void Control(string name, string value)
    {
        if (!controls.Add(name)) Refuse(name, IssueCode.Value, $"{name} may be given once.");
        else if (!SearchControls.Take(name, value, search, offered, context)) Refuse(name, IssueCode.Value, $"The value of {name} is not one that is offered.");
        else if (name is not ("_count" or "_page")) usedControls.Add(Pair(name, value));
    }

    /// <remarks>A modifier changes what is asked, so an unknown one is refused even where unknown parameters may be left out.</remarks>
    private void Unknown(string name)
    {
        var isModified = name.Contains(':', StringComparison.Ordinal) || name.Contains('.', StringComparison.Ordinal);
        if (context.Lenient && !isModified) return;
        Refuse(Named(name.Split(':')[0]), IssueCode.NotSupported, isModified
            ? "This modifier or chain is not offered."
            : "This search parameter is not offered; the CapabilityStatement lists those that are.");
    }

    /// <summary>The name of a parameter may be repeated only where it is one of ours.</summary>
    private string Named(string name) => SearchControls.Names.Contains(name) || offered.Parameters.Any(p => p.Name == name) ? name : "";

    private static string Pair(string name, string value) => $"{name}={Uri.EscapeDataString(value)}";

    private void Refuse(string name, IssueCode code, string text) => search.Issues.Add(FhirIssue.Malformed(code, name.Length == 0 ? "" : "http." + name, text));
}
