namespace Registry.Clinical;

/// <summary>A scored questionnaire as data. Domain reference 3.1.</summary>
/// <param name="Code">Name on the wire and in the database: "phq-9".</param>
/// <param name="Display">Name in print: "PHQ-9".</param>
/// <param name="ItemCount">Scored items; an unscored difficulty item is not among them.</param>
/// <param name="ItemMax">Highest answer to one item; the lowest is 0.</param>
/// <param name="TotalLoinc">LOINC code of the total score, the only code that carries a score; empty where none could be confirmed.</param>
/// <param name="PanelLoinc">LOINC code of the panel: a folder, never a score; empty where none could be confirmed.</param>
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

    /// <summary>The instrument of which this is another form; null for most. Domain reference 3.4.</summary>
    public Instrument? FormOf { get; init; }

    /// <summary>Severity bands from 0 to the highest total without a gap; empty where none is empirically derived (PCL-5) or sensible.</summary>
    public IReadOnlyList<SeverityBand> Bands { get; init; } = [];

    /// <summary>A total of this much or more is a positive screen; null where it depends on more than the total.</summary>
    public int? PositiveFrom { get; init; }

    /// <summary>The same for women, where it differs (AUDIT-C).</summary>
    public int? PositiveFromForWomen { get; init; }

    /// <summary>A change of fewer points than this is within what the instrument cannot tell; null where none is established.</summary>
    public int? ChangeThreshold { get; init; }

    /// <summary>For screening only: a score of it never continues a trend of its longer sibling.</summary>
    public bool ScreeningOnly { get; init; }

    /// <summary>Asks yes (1) or no (0), some questions only after a yes; its answers mean a <see cref="SafetyTier"/>, its total nothing.</summary>
    public bool IsRiskScreen { get; init; }

    /// <summary>Answers may be missing up to this many times; each is then replaced by the mean of the others.</summary>
    public int MayMiss { get; init; }

    /// <summary>1-based numbers of items of which at most one may be missing, besides <see cref="MayMiss"/>.</summary>
    public IReadOnlyList<int> MayMissOneOf { get; init; } = [];

    /// <summary>Days within which to measure again in treatment; null when it is not a measure of progress.</summary>
    public int? RemeasureDaysInTreatment { get; init; }

    /// <summary>Days within which to measure again in relapse prevention.</summary>
    public int? RemeasureDaysInRelapsePrevention { get; init; }

    /// <summary>Measuring again sooner than this says little, since the recall period overlaps.</summary>
    public int? RemeasureNotBeforeDays { get; init; }

    /// <summary>LOINC code of the unscored item on how difficult the problems made life, when the form has one.</summary>
    public string? DifficultyItemLoinc { get; init; }

    /// <summary>Symptom clusters of the diagnosis it follows, when it has them.</summary>
    public IReadOnlyList<SymptomCluster> Clusters { get; init; } = [];

    /// <summary>Whether scores of the two are one course: it is the same instrument, or another form of it.</summary>
    public bool Continues(Instrument other) => ReferenceEquals(FormOf ?? this, other.FormOf ?? other);

    public bool IsInRange(int total) => total >= 0 && total <= MaxTotal;

    /// <summary>The band of a total; null where the instrument has none.</summary>
    public SeverityBand? Band(int total)
    {
        foreach (var band in Bands)
        {
            if (total >= band.From && total <= band.To) return band;
        }

        return null;
    }

    public bool Equals(Instrument? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Code;
}

/// <summary>A named range of totals, both ends included.</summary>
public sealed record SeverityBand(string Name, int From, int To);

/// <summary>A cluster of items: satisfied when at least <paramref name="Needs"/> of them are rated 2 or more.</summary>
/// <param name="FirstItem">1-based, included.</param>
/// <param name="LastItem">1-based, included.</param>
public sealed record SymptomCluster(string Name, int FirstItem, int LastItem, int Needs);
