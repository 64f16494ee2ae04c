using System.Text;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>The geometry of a funnel: patients to the right, the share upward.</summary>
internal sealed record FunnelDrawing(FunnelView View)
{
    public const int Width = 720, Left = 44, Right = 130, Top = 14, Plot = 280, Height = Plot + 40;
    private const int Step = 16, MostNames = 8;

    private readonly ValueScale patients = ValueScale.Of(MetricUnit.Patients, View.Drawn.Select(c => c.Figure.Value.Denominator!.Value).Append(2 * PeerComparison.FewestPatients));
    private readonly ValueScale share = ValueScale.Of(MetricUnit.Percent, []);

    public IEnumerable<decimal> Across => patients.Ticks;
    public IEnumerable<decimal> Up => share.Ticks;

    public int X(decimal denominator) => patients.Along(denominator, Left, Width - Right);

    public int Y(decimal percent) => share.Along(percent, Plot, Top);

    /// <summary>Of many clinics only those that matter have room for a name.</summary>
    public bool Names(FunnelClinic clinic) => clinic.IsThis || clinic.Figure.Place is "below" or "above" || View.Drawn.Count() <= MostNames;

    /// <summary>A name stands beside its dot, on the side where there is room.</summary>
    public static bool IsLeft(int x) => x > (Left + Width - Right) / 2;

    /// <summary>One edge of the funnel, from the smallest clinic that has limits to the right end.</summary>
    public string Edge(Funnel funnel, Func<(decimal Low, decimal High), decimal> limit)
    {
        var path = new StringBuilder();
        for (var x = X(PeerComparison.FewestPatients); x <= Width - Right; x += Step)
            path.Append(path.Length == 0 ? 'M' : 'L').Append(x).Append(' ').Append(Y(limit(funnel.LimitsAt(Denominator(x)))));
        return path.ToString();
    }

    private decimal Denominator(int x) => patients.High * (x - Left) / (Width - Right - Left);
}
