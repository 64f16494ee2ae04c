namespace Registry.Clinical;

/// <summary>Patient Health Questionnaire, nine items, two weeks. Free to use. Domain reference 3.1 and 4.1.</summary>
internal static class Phq9
{
    public static readonly SeverityBand[] Bands =
        [new("minimal", 0, 4), new("mild", 5, 9), new("moderate", 10, 14), new("moderately-severe", 15, 19), new("severe", 20, 27)];

    public static readonly Instrument Definition = new("phq-9", "PHQ-9", ItemCount: 9, ItemMax: 3, "44261-6", "44249-1",
        ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"], SelfHarmItem: 9)
    {
        Bands = Bands,
        PositiveFrom = 10,
        ChangeThreshold = 5,
        MayMiss = 2,
        RemeasureDaysInTreatment = 30,
        RemeasureDaysInRelapsePrevention = 90,
        DifficultyItemLoinc = "69722-7",
    };
}
