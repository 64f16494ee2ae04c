namespace Registry.Clinical;

/// <summary>Columbia suicide severity screener: six yes/no questions. Whether the sixth was recent is not kept, and unknown counts as recent.</summary>
/// <seealso cref="SafetyTiers.OfCssrs"/>
internal static class Cssrs
{
    public static readonly Instrument Definition = new("c-ssrs", "C-SSRS", ItemCount: 6, ItemMax: 1, "", "93373-9",
        ["93246-7", "93247-5", "93248-3", "93249-1", "93250-9", "93267-3"], SelfHarmItem: null)
    {
        ScreeningOnly = true,
        IsRiskScreen = true,
    };
}
