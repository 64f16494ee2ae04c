using Registry.Clinical;

namespace Registry.Sandbox;

/// <summary>How a patient's trouble goes over the weeks. Domain reference 8.2, points 3 to 5.</summary>
internal sealed class Illness
{
    private enum Course
    {
        EarlyResponse,
        GradualResponse,
        Plateau,
        NoResponse,
        Deterioration,
    }

    private static readonly Dictionary<Instrument, (double Mean, double Deviation, int Low, int High, double Noise)> Baselines = new()
    {
        [Instruments.Phq9] = (15, 5, 5, 27, 2.2),
        [Instruments.Gad7] = (13, 5, 0, 21, 2.0),
        [Instruments.Pcl5] = (45, 14, 10, 80, 5),
    };

    private readonly Dice dice;
    private readonly Course course;
    private readonly Dictionary<Instrument, double> baseline = [];
    private double relapsedAtWeek = double.PositiveInfinity;

    /// <param name="quality">Of the clinic and the care manager together, in standard deviations.</param>
    /// <param name="lighter">Share of the usual severity, for a return to care.</param>
    public Illness(Dice dice, double quality, double lighter = 1)
    {
        this.dice = dice;
        var shift = Math.Exp(0.25 * quality);
        course = dice.Weighed(
            (Course.EarlyResponse, 0.30 * shift), (Course.GradualResponse, 0.30 * shift), (Course.Plateau, 0.20), (Course.NoResponse, 0.15 / shift), (Course.Deterioration, 0.05 / shift));
        PrimaryScale = dice.Weighed((Instruments.Phq9, 0.65), (Instruments.Gad7, 0.25), (Instruments.Pcl5, 0.10));
        SelfHarm = dice.Chance(0.15);
        Given = [.. Instruments.Tracked.Where(i => i == PrimaryScale || dice.Chance(i == Instruments.Phq9 ? 1 : i == Instruments.Gad7 ? 0.9 : 0.25))];

        // One latent severity behind all scales makes them move together (correlation 0.6).
        var latent = dice.Normal();
        foreach (var instrument in Instruments.Tracked)
        {
            var (mean, deviation, low, high, _) = Baselines[instrument];
            var z = Math.Sqrt(0.6) * latent + Math.Sqrt(0.4) * dice.Normal() + (instrument == PrimaryScale ? 0.25 : 0);
            baseline[instrument] = Math.Clamp((mean + deviation * z) * lighter, low, high);
        }
    }

    /// <summary>The scale of the diagnosis: depression (and the few others), anxiety, PTSD.</summary>
    public Instrument PrimaryScale { get; }

    /// <summary>Thoughts of self-harm are part of it.</summary>
    public bool SelfHarm { get; }

    /// <summary>Fragile in care: leaves earlier.</summary>
    public bool IsFragile => SelfHarm || PrimaryScale == Instruments.Pcl5;

    /// <summary>The scales given at each measurement.</summary>
    public IReadOnlyList<Instrument> Given { get; }

    public void RelapseFrom(double week) => relapsedAtWeek = week;

    public void Recover() => relapsedAtWeek = double.PositiveInfinity;

    /// <summary>What the questionnaire would say in this week.</summary>
    public int Score(Instrument instrument, double week)
    {
        var level = week >= relapsedAtWeek ? 0.95 : Level(week);
        return (int)Math.Round(Math.Clamp(dice.Normal(baseline[instrument] * level, week == 0 ? 0.5 : Baselines[instrument].Noise), 0, instrument.MaxTotal));
    }

    /// <summary>Share of the baseline that is left.</summary>
    private double Level(double week) => course switch
    {
        Course.EarlyResponse => 1 - 0.70 * Math.Min(1, week / 8) - 0.10 * Math.Clamp((week - 8) / 12, 0, 1),
        Course.GradualResponse => 1 - 0.66 * Math.Min(1, week / 12) - 0.08 * Math.Clamp((week - 12) / 12, 0, 1),
        Course.Plateau => 1 - 0.30 * Math.Min(1, week / 8),
        Course.NoResponse => 1 - 0.05 * Math.Min(1, week / 8),
        _ => 1 + 0.20 * Math.Min(1, week / 12),
    };
}
