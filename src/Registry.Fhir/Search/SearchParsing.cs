namespace Registry.Fhir;

/// <summary>One parse of search parameters. Strict: what is not understood is refused, since a filter dropped in silence returns other people's data.</summary>
internal sealed class SearchParsing(SearchContext context)
{
    private readonly ObservationSearch search = new() { Count = context.DefaultCount };
    private readonly List<IReadOnlyList<PatientCriterion>> patients = [];
    private readonly List<IReadOnlyList<TokenCriterion>> codes = [];
    private readonly List<IReadOnlyList<TokenCriterion>> identifiers = [];
    private readonly List<IReadOnlyList<DateCriterion>> dates = [];
    private readonly List<IReadOnlyList<string>> statuses = [];
    private readonly List<IReadOnlyList<string>> ids = [];
    private readonly HashSet<string> controls = [];
    private readonly List<string> used = [];
    private readonly List<string> usedControls = [];

    public ObservationSearch Parse(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        foreach (var (name, value) in parameters) Take(name, value ?? "");
        search.Patients = patients;
        search.Codes = codes;
        search.Identifiers = identifiers;
        search.Dates = dates;
        search.Statuses = statuses;
        search.Ids = ids;
        // The count goes last and as it was used, not as it was asked for.
        search.Query = string.Join('&', [.. used, .. usedControls, Pair("_count", search.Count.ToString())]);
        return search;
    }

    private void Take(string name, string value)
    {
        if (name is "_format" or "_pretty") return;
        if (value.Length == 0 || value.Any(char.IsControl))
        {
            Refuse(Named(name), IssueCode.Value, "A search parameter needs a value.");
            return;
        }
        switch (name)
        {
            case "patient" or "subject":
                Any(name, value, patients, PatientValue);
                break;
            case "patient:identifier" or "subject:identifier":
                Any(name, value, patients, text => Token(text) is { System.Length: > 0, Code: not null } token ? new PatientCriterion(null, new(token.System, token.Code)) : null);
                break;
            case "code":
                Any(name, value, codes, Token);
                break;
            case "identifier":
                Any(name, value, identifiers, Token);
                break;
            case "date":
                Any(name, value, dates, text => DateValue.Parse(text, context));
                break;
            case "status":
                AnyText(name, value, statuses, StatusValue);
                break;
            case "_id":
                AnyText(name, value, ids, text => Lexical.IsId(text) ? text : null);
                break;
            case "_count" or "_sort" or "_total" or "_summary" or "_page":
                Control(name, value);
                break;
            default:
                Unknown(name);
                break;
        }
    }

    private void Any<T>(string name, string value, List<IReadOnlyList<T>> into, Func<string, T?> parse) where T : struct
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
        into.Add(any);
        used.Add(Pair(name, value));
    }

    private void AnyText(string name, string value, List<IReadOnlyList<string>> into, Func<string, string?> parse)
    {
        var any = new List<string>();
        foreach (var part in QueryText.Split(value, ','))
        {
            if (parse(part) is { } text) any.Add(text);
            else
            {
                Refuse(name, IssueCode.Value, $"A value of {name} cannot be read.");
                return;
            }
        }
        into.Add(any);
        used.Add(Pair(name, value));
    }

    /// <remarks>A patient elsewhere is no error: nothing here is theirs, so nothing is found.</remarks>
    private PatientCriterion? PatientValue(string text)
    {
        var plain = QueryText.Unescape(text);
        if (Lexical.IsId(plain)) return new(plain, null);
        var reference = FhirReference.Parse(plain, context.PublicBase);
        return reference.Kind switch
        {
            ReferenceKind.Local => new(reference.Type == "Patient" ? reference.Id : null, null),
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

    private static string? StatusValue(string text) =>
        Token(text) is { System: null or "http://hl7.org/fhir/observation-status", Code: { } code }
        && code is "registered" or "preliminary" or "final" or "amended" or "corrected" or "cancelled" or "entered-in-error" or "unknown"
            ? code
            : null;

    private void Control(string name, string value)
    {
        if (!controls.Add(name)) Refuse(name, IssueCode.Value, $"{name} may be given once.");
        else if (name switch
        {
            "_count" => TakeCount(value),
            "_sort" => TakeSort(value),
            "_total" => TakeTotal(value),
            "_summary" => TakeSummary(value),
            _ => TakePage(value),
        })
        {
            if (name is not ("_count" or "_page")) usedControls.Add(Pair(name, value));
        }
        else Refuse(name, IssueCode.Value, $"The value of {name} is not one that is offered.");
    }

    private bool TakeCount(string value)
    {
        if (value.Length > 9 || !int.TryParse(value, System.Globalization.NumberStyles.None, null, out var count)) return value.Length > 9 && value.All(char.IsAsciiDigit) && TakeCount("999999999");
        search.Count = Math.Min(count, context.MaxCount);
        search.CountOnly |= count == 0;
        return true;
    }

    private bool TakeSort(string value)
    {
        var keys = new List<SortKey>();
        foreach (var part in value.Split(','))
        {
            var descending = part.StartsWith('-');
            SearchSort? by = part.AsSpan(descending ? 1 : 0) switch
            {
                "date" => SearchSort.Date,
                "_lastUpdated" => SearchSort.LastUpdated,
                "code" => SearchSort.Code,
                _ => null,
            };
            if (by is null || keys.Exists(key => key.By == by)) return false;
            keys.Add(new(by.Value, descending));
        }
        search.Sort = keys;
        return true;
    }

    private bool TakeTotal(string value)
    {
        search.Total = value switch { "none" => TotalMode.None, "estimate" => TotalMode.Estimate, "accurate" => TotalMode.Accurate, _ => null };
        return search.Total is not null;
    }

    private bool TakeSummary(string value)
    {
        search.CountOnly |= value == "count";
        return value is "count" or "false";
    }

    private bool TakePage(string value)
    {
        search.Page = value;
        return true;
    }

    /// <remarks>A modifier changes what is asked, so an unknown one is refused even where unknown parameters may be left out.</remarks>
    private void Unknown(string name)
    {
        if (context.Lenient && !name.Contains(':', StringComparison.Ordinal)) return;
        Refuse(Named(name), IssueCode.NotSupported, name.Contains(':', StringComparison.Ordinal)
            ? "This modifier or chain is not offered."
            : "This search parameter is not offered; the CapabilityStatement lists those that are.");
    }

    /// <summary>The name of a parameter may be repeated only where it is one of ours.</summary>
    private static string Named(string name) =>
        name.Split(':')[0] is "patient" or "subject" or "code" or "identifier" or "date" or "status" or "_id" or "_count" or "_sort" or "_total" or "_summary" or "_page"
            ? name.Split(':')[0]
            : "";

    private static string Pair(string name, string value) => $"{name}={Uri.EscapeDataString(value)}";

    private void Refuse(string name, IssueCode code, string text) => search.Issues.Add(FhirIssue.Malformed(code, name.Length == 0 ? "" : "http." + name, text));
}
