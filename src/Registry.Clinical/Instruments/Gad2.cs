namespace Registry.Clinical;

/// <summary>The first two items of GAD-7, for screening. No LOINC code of its own could be confirmed.</summary>
internal static class Gad2
{
    public static readonly Instrument Definition = new("gad-2", "GAD-2", ItemCount: 2, ItemMax: 3, "", "", ["69725-0", "68509-9"], SelfHarmItem: null)
    {
        PositiveFrom = 3,
        ScreeningOnly = true,
    };
}
