namespace Registry.Clinical;

/// <summary>Alcohol use, three items. Positive from 4 for men and 3 for women.</summary>
internal static class AuditC
{
    public static readonly Instrument Definition = new("audit-c", "AUDIT-C", ItemCount: 3, ItemMax: 4, "75626-2", "72109-2", [], SelfHarmItem: null)
    {
        PositiveFrom = 4,
        PositiveFromForWomen = 3,
        ScreeningOnly = true,
    };
}
