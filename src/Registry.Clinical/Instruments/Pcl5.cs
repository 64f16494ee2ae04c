namespace Registry.Clinical;

/// <summary>PTSD Checklist for DSM-5, twenty items, one month. US government work. Domain reference 3.1 and 4.3.</summary>
/// <remarks>
/// No severity bands: none is empirically derived. LOINC item codes could not be confirmed in any public page, so items travel
/// under a local code system. There is no official rule for missing answers; four, and one of the two of cluster C, is ours.
/// </remarks>
internal static class Pcl5
{
    public static readonly Instrument Definition = new("pcl-5", "PCL-5", ItemCount: 20, ItemMax: 4, "101698-9", "101697-1", [], SelfHarmItem: null)
    {
        PositiveFrom = 33,
        ChangeThreshold = 10,
        MayMiss = 4,
        MayMissOneOf = [6, 7],
        RemeasureDaysInTreatment = 30,
        RemeasureDaysInRelapsePrevention = 90,
        RemeasureNotBeforeDays = 14,
        Clusters = [new("B", 1, 5, 1), new("C", 6, 7, 1), new("D", 8, 14, 2), new("E", 15, 20, 2)],
    };
}
