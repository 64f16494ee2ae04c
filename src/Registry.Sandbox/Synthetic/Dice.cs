namespace Registry.Sandbox;

/// <summary>Chance that repeats itself: SplitMix64, whose sequence does not change with the framework's version as System.Random's may.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>Dice of their own for one patient, so that the first thousand are the same whether a thousand or a million are asked for.</summary>
    public static Dice For(ulong seed, int index) => new(Mix(unchecked(seed ^ ((ulong)index + 1) * 0x9E3779B97F4A7C15)));

    public ulong Bits() => Mix(state = unchecked(state + 0x9E3779B97F4A7C15));

    /// <summary>From 0 up to, not including, 1.</summary>
    public double Share() => (Bits() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Share() < probability;

    /// <summary>Both ends included.</summary>
    public int Between(int low, int high) => low + (int)(Share() * (high - low + 1));

    public T Pick<T>(IReadOnlyList<T> from) => from[Between(0, from.Count - 1)];

    public T Weighed<T>(params ReadOnlySpan<(T Value, double Weight)> choices)
    {
        var total = 0.0;
        foreach (var (_, weight) in choices) total += weight;
        var mark = Share() * total;
        foreach (var (value, weight) in choices)
        {
            if ((mark -= weight) < 0) return value;
        }

        return choices[^1].Value;
    }

    public double Normal(double mean = 0, double deviation = 1) =>
        mean + deviation * Math.Sqrt(-2 * Math.Log(1 - Share())) * Math.Cos(2 * Math.PI * Share());

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
