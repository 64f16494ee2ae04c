using NodaTime;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What $everything is asked for: days of care, versions since a moment, types, and how many at once.</summary>
internal sealed record EverythingRequest(RangeCondition? From, RangeCondition? To, RangeCondition? Since, IReadOnlyList<string> Types, int Count, string Query, FhirAnswer? Refusal)
{
    private static readonly string[] Known = ["start", "end", "_since", "_type", "_count"];

    public static EverythingRequest Parse(IEnumerable<KeyValuePair<string, string>> parameters, Instant now, int most)
    {
        var given = parameters.Where(p => p.Key is not ("_format" or "_pretty")).ToList();
        if (given.Exists(p => !Known.Contains(p.Key))) return Refused(IssueCode.NotSupported, "Offered are start, end, _since, _type and _count.");
        if (given.DistinctBy(p => p.Key).Count() != given.Count) return Refused(IssueCode.Value, "Each parameter may be given once.");
        var values = given.ToDictionary(p => p.Key, p => p.Value);
        RangeCondition? Range(string name, string sql) => !values.TryGetValue(name, out var text) ? null
            : FhirDateText.TryParse(text, DateForm.Search, out var date) && date.RangeIn(DateTimeZone.Utc) is var range ? new RangeCondition(sql, range.Start, range.End) : default(RangeCondition);
        var (from, to, since) = (Range("start", RangeSql.WithinOrAfter), Range("end", RangeSql.WithinOrBefore), Range("_since", RangeSql.WithinOrAfter));
        if (new[] { from, to, since }.Any(r => r is { Sql: null })) return Refused(IssueCode.Value, "start, end and _since are dates.");
        var count = most;
        if (values.TryGetValue("_count", out var text) && (!int.TryParse(text, System.Globalization.NumberStyles.None, null, out count) || count == 0)) return Refused(IssueCode.Value, "_count is a number from 1.");
        if (values.ContainsKey("_count")) values["_count"] = $"{count = Math.Min(count, most)}";
        return new(from, to, since, values.TryGetValue("_type", out var types) ? types.Split(',') : [], count,
            string.Join('&', values.Select(v => $"{v.Key}={Uri.EscapeDataString(v.Value)}")), null);
    }

    /// <summary>Of one type; the patient comes whatever the days.</summary>
    public ResourceFilter Filter(string type, Guid patient)
    {
        var filter = new ResourceFilter(ResourceTables.Of(type)).OfPatients([patient]);
        if (Since is { } since) filter.Recorded([since]);
        if (type == "Patient") return filter;
        if (From is { } from) filter.During([from]);
        if (To is { } to) filter.During([to]);
        return filter;
    }

    private static EverythingRequest Refused(IssueCode code, string text) => new(null, null, null, [], 0, "", Searching.Malformed(code, text));
}
