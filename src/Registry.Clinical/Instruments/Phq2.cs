namespace Registry.Clinical;

/// <summary>The first two items of PHQ-9, for screening: never a point in a PHQ-9 trend.</summary>
internal static class Phq2
{
    public static readonly Instrument Definition = new("phq-2", "PHQ-2", ItemCount: 2, ItemMax: 3, "55758-7", "55757-9", ["44250-9", "44255-8"], SelfHarmItem: null)
    {
        PositiveFrom = 3,
        ScreeningOnly = true,
    };
}
