using Registry.Clinical;

namespace Registry.Api;

/// <summary>The geometry of groups beside each other: one lane for each, its figure as a dot on a common scale, its interval as a bar.</summary>
internal sealed record EquityDrawing(EquityView View)
{
    public const int Width = 720, Left = 230, Right = 150, Lane = 26, Top = 8;

    private readonly ValueScale scale = ValueScale.Of(View.Metric.Unit, View.Groups.Append(View.Everybody!).SelectMany(g => new[] { g.Value, g.Low, g.High }).OfType<decimal>());

    public int Bottom => Top + Lane * View.Groups.Count;
    public int Height => Bottom + 22;

    public IEnumerable<decimal> Ticks => scale.Ticks;

    public int X(decimal value) => scale.Along(value, Left, Width - Right);

    public static int Y(int group) => Top + Lane * group + Lane / 2;
}
