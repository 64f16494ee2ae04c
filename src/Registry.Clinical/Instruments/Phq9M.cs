namespace Registry.Clinical;

/// <summary>PHQ-9 modified for ages 11 to 17 (also PHQ-A): the same scale and the same self-harm item.</summary>
internal static class Phq9M
{
    public static readonly Instrument Definition = new("phq-9m", "PHQ-9M", ItemCount: 9, ItemMax: 3, "89204-2", "89206-7", [], SelfHarmItem: 9)
    {
        FormOf = Phq9.Definition,
        Bands = Phq9.Bands,
        PositiveFrom = 10,
        ChangeThreshold = 5,
        MayMiss = 2,
        RemeasureDaysInTreatment = 30,
        RemeasureDaysInRelapsePrevention = 90,
    };
}
