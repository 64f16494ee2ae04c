using System.Globalization;

namespace Registry.UnitTests.Fhir;

/// <summary>The R4 date algebra by counting, without a range: a date covers a moment when the moment, written as local time, begins with the text of the date.</summary>
/// <remarks>
/// The moments are all quarters of an hour of the leap year 2024 and the days around it, and where a text names a minute, a second or less,
/// all seconds or hundredths around that. Every edge of a date is among them, so to compare first and last moments is to compare dates.
/// </remarks>
internal sealed class DateOracle
{
    private static readonly DateTime Begin = new(2023, 12, 30), End = new(2025, 1, 3);

    private readonly Func<DateTime, TimeSpan> zone;
    private readonly DateTime[] moments;
    private readonly Dictionary<string, CoveredMoments> covered = [];
    private readonly Dictionary<TimeSpan, string[]> written = [];

    /// <param name="zone">The offset of a moment in UTC, for texts that name none.</param>
    public DateOracle(Func<DateTime, TimeSpan> zone, params IEnumerable<string>[] texts)
    {
        this.zone = zone;
        var quarters = Every(TimeSpan.FromMinutes(15), Begin, End);
        moments = [.. quarters.Concat(texts.SelectMany(t => t).Where(t => t.Contains('T')).SelectMany(Around)).Distinct().Order()];
    }

    /// <summary>New York in 2024, from the law and not from a library.</summary>
    public static TimeSpan NewYork(DateTime utc) =>
        TimeSpan.FromHours(utc >= new DateTime(2024, 3, 10, 7, 0, 0) && utc < new DateTime(2024, 11, 3, 6, 0, 0) ? -4 : -5);

    /// <summary>R4 search, 3.1.1.4.6, word by word.</summary>
    public bool Finds(string prefix, string search, string target)
    {
        var (searched, found) = (Covered(search), Covered(target));
        var (first, last) = (searched.First, searched.Last);
        var isContained = found.All.IsSubsetOf(searched.All);
        return prefix switch
        {
            "" or "eq" => isContained,
            "ne" => !isContained,
            "gt" => found.All.Any(m => m > last),
            "lt" => found.All.Any(m => m < first),
            "ge" => isContained || found.All.Any(m => m > last),
            "le" => isContained || found.All.Any(m => m < first),
            "sa" => found.All.All(m => m > last),
            "eb" => found.All.All(m => m < first),
            _ => throw new ArgumentOutOfRangeException(nameof(prefix)),
        };
    }

    private sealed record CoveredMoments(HashSet<DateTime> All, DateTime First, DateTime Last);

    private CoveredMoments Covered(string text)
    {
        if (covered.TryGetValue(text, out var known)) return known;
        var (local, offset) = Split(text);
        var texts = offset is { } own ? Written(own, _ => own) : Written(TimeSpan.MinValue, zone);
        var found = moments.Where((_, i) => texts[i].StartsWith(local, StringComparison.Ordinal)).ToHashSet();
        Assert.True(found.Count > 0, $"No moment of the oracle lies in {text}.");
        return covered[text] = new(found, found.Min(), found.Max());
    }

    private string[] Written(TimeSpan key, Func<DateTime, TimeSpan> offset) => written.TryGetValue(key, out var texts) ? texts
        : written[key] = [.. moments.Select(m => (m + offset(m)).ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture))];

    private IEnumerable<DateTime> Around(string text)
    {
        var (local, offset) = Split(text);
        var clock = DateTime.Parse(local, CultureInfo.InvariantCulture);
        var at = clock - (offset ?? zone(clock - zone(clock)));
        return text.Contains('.') ? Every(TimeSpan.FromMilliseconds(10), at.AddSeconds(-2), at.AddSeconds(2)) : Every(TimeSpan.FromSeconds(1), at.AddSeconds(-2), at.AddSeconds(63));
    }

    private static IEnumerable<DateTime> Every(TimeSpan step, DateTime from, DateTime until)
    {
        for (var moment = from; moment < until; moment += step) yield return moment;
    }

    private static (string Local, TimeSpan? Offset) Split(string text)
    {
        if (text.EndsWith('Z')) return (text[..^1], TimeSpan.Zero);
        if (!text.Contains('T') || text[^6] is not ('+' or '-')) return (text, null);
        var offset = TimeSpan.Parse(text[^5..], CultureInfo.InvariantCulture);
        return (text[..^6], text[^6] == '-' ? -offset : offset);
    }
}
