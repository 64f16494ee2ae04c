using NodaTime;

namespace Registry.Fhir;

/// <summary>A search for AuditEvents. Each parameter once, but for date, of which two make a period.</summary>
public sealed class AuditEventSearch
{
    public string? Patient { get; private set; }

    /// <summary>The id of a principal.</summary>
    public string? Agent { get; private set; }

    /// <summary>C, R, U, D or E.</summary>
    public char? Action { get; private set; }

    /// <summary>0, 4 or 8.</summary>
    public string? Outcome { get; private set; }
    public string? Id { get; private set; }

    /// <summary>Recorded at or after this moment.</summary>
    public Instant? From { get; private set; }

    /// <summary>Recorded before this moment.</summary>
    public Instant? Until { get; private set; }

    /// <summary>From <c>_sort=date</c>; newest first where nothing was asked.</summary>
    public bool OldestFirst { get; private set; }

    /// <summary>1 to the maximum.</summary>
    public int Count { get; private set; }

    /// <summary>The opaque value of <c>_page</c>, which only next links carry.</summary>
    public string? Page { get; private set; }

    public FhirIssues Issues { get; } = new();

    /// <summary>What was really used, encoded, without question mark and <c>_page</c>.</summary>
    public string Query { get; private set; } = "";

    public static AuditEventSearch Parse(IEnumerable<KeyValuePair<string, string>> parameters, SearchContext context)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(context);
        var search = new AuditEventSearch { Count = context.DefaultCount };
        var used = new List<string>();
        var names = new HashSet<string>();
        foreach (var (name, value) in parameters.Where(p => p.Key is not ("_format" or "_pretty")))
        {
            if (!names.Add(name) && name != "date") search.Refuse(name, IssueCode.Value, $"{Known(name)} may be given once.");
            else if (search.Take(name, value, context) is not { } taken) search.Refuse(name, IssueCode.NotSupported, "This search parameter is not offered; the CapabilityStatement lists those that are.");
            else if (!taken) search.Refuse(name, IssueCode.Value, $"The value of {Known(name)} cannot be read.");
            else if (name is not ("_page" or "_count")) used.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        search.Query = string.Join('&', [.. used, $"_count={search.Count}"]);
        return search;
    }

    /// <summary>Whether the value could be read; null when there is no such parameter.</summary>
    private bool? Take(string name, string value, SearchContext context) => name switch
    {
        "patient" => (Patient = PatientId(value, context)) is not null,
        "agent" => (Agent = Lexical.IsId(value) ? value : null) is not null,
        "agent:identifier" => (Agent = PrincipalId(value, context)) is not null,
        "action" => (Action = value is "C" or "R" or "U" or "D" or "E" ? value[0] : null) is not null,
        "outcome" => (Outcome = value is "0" or "4" or "8" ? value : null) is not null,
        "_id" => (Id = Lexical.IsId(value) ? value : null) is not null,
        "date" => TakeDate(value, context),
        "_count" => TakeCount(value, context),
        "_sort" => (OldestFirst = value == "date") || value == "-date",
        "_page" => (Page = value) is { Length: > 0 },
        _ => null,
    };

    private static string? PatientId(string value, SearchContext context) =>
        Lexical.IsId(value) ? value
        : FhirReference.Parse(value, context.PublicBase) is { Kind: ReferenceKind.Local, Type: "Patient" } reference ? reference.Id
        : null;

    private static string? PrincipalId(string value, SearchContext context) =>
        QueryText.Split(value, '|') is [var system, var id] && QueryText.Unescape(system) == AuditEventJson.PrincipalSystem(context.PublicBase) && Lexical.IsId(id) ? id : null;

    /// <summary>An event is recorded at one moment, so each prefix is one end of a period.</summary>
    private bool TakeDate(string value, SearchContext context)
    {
        if (DateValue.Parse(value, context) is not { } date) return false;
        var (from, until) = date.Prefix switch
        {
            DatePrefix.Eq => (date.Range.Start, date.Range.End),
            DatePrefix.Ge => (date.Range.Start, Instant.MaxValue),
            DatePrefix.Gt or DatePrefix.Sa => (date.Range.End, Instant.MaxValue),
            DatePrefix.Le => (Instant.MinValue, date.Range.End),
            DatePrefix.Lt or DatePrefix.Eb => (Instant.MinValue, date.Range.Start),
            _ => (Instant.MaxValue, Instant.MinValue),
        };
        if (from > until) return false;
        if (from > Instant.MinValue) From = From is { } already ? Instant.Max(already, from) : from;
        if (until < Instant.MaxValue) Until = Until is { } before ? Instant.Min(before, until) : until;
        return true;
    }

    private bool TakeCount(string value, SearchContext context)
    {
        if (value.Length is 0 or > 9 || !value.All(char.IsAsciiDigit)) return false;
        Count = Math.Min(int.Parse(value, System.Globalization.CultureInfo.InvariantCulture), context.MaxCount);
        return Count > 0;
    }

    /// <summary>A name may be repeated in an answer only where it is one of ours.</summary>
    private static string Known(string name) =>
        name is "patient" or "agent" or "agent:identifier" or "action" or "outcome" or "_id" or "date" or "_count" or "_sort" or "_page" ? name : "It";

    private void Refuse(string name, IssueCode code, string text) =>
        Issues.Add(FhirIssue.Malformed(code, Known(name) == name && !name.Contains(':', StringComparison.Ordinal) ? "http." + name : "", text));
}
