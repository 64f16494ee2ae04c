namespace Registry.Clinical;

/// <summary>Generalized Anxiety Disorder scale, seven items, two weeks. Free to use. Domain reference 3.1 and 4.2.</summary>
internal static class Gad7
{
    /// <remarks>Two missing answers by the convention of PHQ-9; some allow one only.</remarks>
    public static readonly Instrument Definition = new("gad-7", "GAD-7", ItemCount: 7, ItemMax: 3, "70274-6", "69737-5",
        ["69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"], SelfHarmItem: null)
    {
        Bands = [new("minimal", 0, 4), new("mild", 5, 9), new("moderate", 10, 14), new("severe", 15, 21)],
        PositiveFrom = 10,
        ChangeThreshold = 4,
        MayMiss = 2,
        RemeasureDaysInTreatment = 30,
        RemeasureDaysInRelapsePrevention = 90,
        DifficultyItemLoinc = "69722-7",
    };
}
