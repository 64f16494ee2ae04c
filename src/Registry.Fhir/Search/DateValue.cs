namespace Registry.Fhir;

/// <summary>Reads a date of a search: a prefix of two letters, then a date of any precision, with or without zone.</summary>
internal static class DateValue
{
    public static DateCriterion? Parse(string text, SearchContext context)
    {
        if (text.Length < 4) return null;
        DatePrefix? prefix = char.IsAsciiDigit(text[0]) ? DatePrefix.Eq : text.AsSpan(0, 2) switch
        {
            "eq" => DatePrefix.Eq,
            "ne" => DatePrefix.Ne,
            "gt" => DatePrefix.Gt,
            "lt" => DatePrefix.Lt,
            "ge" => DatePrefix.Ge,
            "le" => DatePrefix.Le,
            "sa" => DatePrefix.Sa,
            "eb" => DatePrefix.Eb,
            "ap" => DatePrefix.Ap,
            _ => null,
        };
        if (prefix is not { } known) return null;
        var date = char.IsAsciiDigit(text[0]) ? text : text[2..];
        if (!FhirDateText.TryParse(date, DateForm.Search, out var parsed)) return null;
        var range = parsed.RangeIn(context.Zone);
        return new(known, known == DatePrefix.Ap ? range.Widened(context.Now) : range);
    }
}
