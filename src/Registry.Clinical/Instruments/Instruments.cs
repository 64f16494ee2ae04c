namespace Registry.Clinical;

/// <summary>The instruments the registry tracks.</summary>
public static class Instruments
{
    public static readonly Instrument Phq9 = new("phq-9", "PHQ-9", ItemCount: 9, ItemMax: 3, "44261-6", "44249-1",
        ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"], SelfHarmItem: 9);

    public static readonly Instrument Gad7 = new("gad-7", "GAD-7", ItemCount: 7, ItemMax: 3, "70274-6", "69737-5",
        ["69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"], SelfHarmItem: null);

    /// <remarks>LOINC item codes could not be confirmed in any public page; items travel under a local code system.</remarks>
    public static readonly Instrument Pcl5 = new("pcl-5", "PCL-5", ItemCount: 20, ItemMax: 4, "101698-9", "101697-1", [], SelfHarmItem: null);

    /// <summary>The three instruments of the caseload table, in its column order.</summary>
    public static readonly IReadOnlyList<Instrument> Tracked = [Phq9, Gad7, Pcl5];

    public static Instrument? ByCode(string? code) => Tracked.FirstOrDefault(i => i.Code == code);
}
