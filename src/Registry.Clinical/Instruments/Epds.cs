namespace Registry.Clinical;

/// <summary>Edinburgh Postnatal Depression Scale, ten items; item 10 asks about self-harm.</summary>
/// <remarks>Sources disagree on which LOINC code is the total, so none is named; 13 is often used as the cut instead of 10.</remarks>
internal static class Epds
{
    public static readonly Instrument Definition = new("epds", "EPDS", ItemCount: 10, ItemMax: 3, "", "71354-5", [], SelfHarmItem: 10)
    {
        PositiveFrom = 10,
        ScreeningOnly = true,
    };
}
