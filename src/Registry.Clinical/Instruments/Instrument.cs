namespace Registry.Clinical;

/// <summary>A scored questionnaire as data. Domain reference 3.1.</summary>
/// <param name="Code">Name on the wire and in the database: "phq-9".</param>
/// <param name="Display">Name in print: "PHQ-9".</param>
/// <param name="ItemCount">Scored items; an unscored difficulty item is not among them.</param>
/// <param name="ItemMax">Highest answer to one item; the lowest is 0.</param>
/// <param name="TotalLoinc">LOINC code of the total score, the only code that carries a score.</param>
/// <param name="PanelLoinc">LOINC code of the panel: a folder, never a score.</param>
/// <param name="ItemLoincs">LOINC codes of the items in order; empty where LOINC codes could not be confirmed.</param>
/// <param name="SelfHarmItem">1-based number of the item that asks about self-harm, or null.</param>
public sealed record Instrument(
    string Code,
    string Display,
    int ItemCount,
    int ItemMax,
    string TotalLoinc,
    string PanelLoinc,
    IReadOnlyList<string> ItemLoincs,
    int? SelfHarmItem)
{
    /// <summary>Highest total; the lowest is 0.</summary>
    public int MaxTotal => ItemCount * ItemMax;

    public bool Equals(Instrument? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Code;
}
