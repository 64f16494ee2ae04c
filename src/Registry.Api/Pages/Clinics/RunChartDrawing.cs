using System.Text;
using NodaTime;

namespace Registry.Api;

/// <summary>The geometry of a run chart: a place for each month, the figure upward, and a lane below for each thing that was tried.</summary>
internal sealed record RunChartDrawing(RunChartView View)
{
    public const int Width = 720, Left = 44, Right = 96, Top = 14, Plot = 210, LaneHeight = 18;
    private const int LabelWidth = 52, ValueWidth = 30;

    private readonly ValueScale scale = ValueScale.Of(View.Metric.Unit, View.Months.Select(m => m.Value).Append(View.Median).OfType<decimal>());

    public int Height => Plot + 26 + LaneHeight * View.Notes.Count;

    public IEnumerable<decimal> Ticks => scale.Ticks;

    public int Y(decimal value) => scale.Along(value, Plot, Top);

    public int X(int month) => Left + (int)Math.Round((Width - Left - Right) * (month + 0.5) / View.Months.Count);

    /// <summary>A day of a month stands between the months; what lies outside of the chart at its edge.</summary>
    public int X(LocalDate day)
    {
        var first = View.Months[0].Month;
        var months = (day.Year - first.Year) * 12 + day.Month - first.Month + (day.Day - 1.0) / day.Calendar.GetDaysInMonth(day.Year, day.Month);
        return Left + (int)Math.Round((Width - Left - Right) * Math.Clamp(months / View.Months.Count, 0, 1));
    }

    /// <summary>Months that have room for a label.</summary>
    public IEnumerable<int> Labelled
    {
        get
        {
            var step = 1 + (View.Months.Count - 1) * LabelWidth / (Width - Left - Right);
            for (var i = View.Months.Count - 1; i >= 0; i -= step) yield return i;
        }
    }

    /// <summary>Whether every value has room to stand at its point.</summary>
    public bool ShowsValues => View.Months.Count * ValueWidth <= Width - Left - Right;

    public string Line
    {
        get
        {
            var path = new StringBuilder();
            var follows = false;
            foreach (var (i, month) in View.Months.Index())
            {
                if (month.Value is { } value) path.Append(follows ? 'L' : 'M').Append(X(i)).Append(' ').Append(Y(value));
                follows = month.Value is not null;
            }

            return path.ToString();
        }
    }

    public static int Lane(int note) => Plot + 26 + LaneHeight * note + LaneHeight / 2;
}
