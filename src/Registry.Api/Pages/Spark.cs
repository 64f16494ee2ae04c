using System.Globalization;
using System.Text;
using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>The geometry of a line of scores small enough for a table cell. Whole units: a page has hundreds of them.</summary>
internal static class Spark
{
    public const int Width = 96, Height = 28;
    private const int Margin = 3;

    /// <summary>The name of an instrument's background in the page.</summary>
    public static string Ground(Instrument instrument) => $"g-{instrument.Code}";

    public static int Y(Instrument instrument, double total) => Height - Margin - (int)Math.Round((Height - 2 * Margin) * total / instrument.MaxTotal);

    /// <summary>The scores that count, as they were known by the day asked about; oldest first.</summary>
    public static IReadOnlyList<Score> ScoresOf(EpisodeSummary episode, Instrument instrument) =>
        [.. episode.Facts.Scores.Where(s => s.Instrument.Continues(instrument) && s.On <= episode.AsOf && EpisodeSummary.IsWithin(episode.Facts, s.On))];

    /// <summary>The line as path data; a single score has only its dot.</summary>
    public static string Line(Instrument instrument, IReadOnlyList<Score> scores)
    {
        var path = new StringBuilder();
        foreach (var score in scores) path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : ' ')}{X(scores, score.On)} {Y(instrument, score.Total)}");
        return path.ToString();
    }

    /// <summary>Time runs from the first to the last score.</summary>
    public static int X(IReadOnlyList<Score> scores, LocalDate day)
    {
        var days = Period.DaysBetween(scores[0].On, scores[^1].On);
        return days == 0 ? Width / 2 : Margin + (Width - 2 * Margin) * Period.DaysBetween(scores[0].On, day) / days;
    }
}
