using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>Weeks in treatment from left to right: every chart of a patient shares it, so that what happened stands under what it did.</summary>
/// <param name="Enrolled">Week 0.</param>
public sealed record TimeAxis(LocalDate Enrolled, LocalDate From, LocalDate Until)
{
    public const int Width = 720, Left = 40, Right = 110;
    private const int ShortestWeeks = 12, MostTicks = 14;
    private static readonly int[] Steps = [1, 2, 4, 8, 13, 26, 52, 104];

    /// <summary>From the first score that counts to the day asked about, or the day care ended; a short episode leaves room to grow.</summary>
    internal static TimeAxis Of(EpisodeSummary episode)
    {
        var enrolled = episode.Facts.EnrolledOn;
        var first = episode.Facts.Scores.Where(s => EpisodeSummary.IsWithin(episode.Facts, s.On)).Select(s => s.On).Append(enrolled).Min();
        var end = episode.Facts.EndedOn is { } ended && ended < episode.AsOf ? ended : episode.AsOf;
        var room = enrolled.PlusWeeks(ShortestWeeks);
        return new(enrolled, first, end > room ? end : room);
    }

    /// <summary>The weeks that get a label.</summary>
    public IEnumerable<int> Ticks
    {
        get
        {
            var weeks = Period.DaysBetween(Enrolled, Until) / 7;
            var step = Steps.FirstOrDefault(s => weeks / s <= MostTicks, Steps[^1]);
            for (var week = 0; week <= weeks; week += step) yield return week;
        }
    }

    public int X(LocalDate day) => Left + (int)Math.Round((Width - Left - Right) * (double)Period.DaysBetween(From, day) / Period.DaysBetween(From, Until));

    public int X(int week) => X(Enrolled.PlusWeeks(week));

    /// <summary>Rounded down, as the caseload table counts; negative before enrolment.</summary>
    public int WeekOf(LocalDate day) => (int)Math.Floor(Period.DaysBetween(Enrolled, day) / 7.0);
}
