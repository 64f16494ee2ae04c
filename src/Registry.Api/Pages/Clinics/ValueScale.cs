using Registry.Clinical;

namespace Registry.Api;

/// <summary>A number axis with round ticks: shares always from 0 to 100, every other figure as far as it reaches, nought included.</summary>
public sealed record ValueScale(decimal Low, decimal High, decimal Step)
{
    private const int MostSteps = 6;
    private static readonly decimal[] Round = [1, 2, 5, 10];

    internal static ValueScale Of(MetricUnit unit, IEnumerable<decimal> values)
    {
        if (unit is MetricUnit.Percent) return new(0, 100, 20);
        var known = values.Append(0).ToList();
        var step = StepFor(known.Max() - known.Min());
        var (low, high) = (Math.Floor(known.Min() / step) * step, Math.Ceiling(known.Max() / step) * step);
        return new(low, high == low ? low + step : high, step);
    }

    public IEnumerable<decimal> Ticks
    {
        get
        {
            for (var tick = Low; tick <= High; tick += Step) yield return tick;
        }
    }

    /// <summary>Where a value lies between the ends, as whole units of a drawing.</summary>
    public int Along(decimal value, int from, int to) => from + (int)Math.Round((to - from) * (value - Low) / (High - Low));

    private static decimal StepFor(decimal span)
    {
        if (span == 0) return 1;
        var power = (decimal)Math.Pow(10, Math.Floor(Math.Log10((double)(span / MostSteps))));
        return power * Round.First(r => span / (r * power) <= MostSteps);
    }
}
