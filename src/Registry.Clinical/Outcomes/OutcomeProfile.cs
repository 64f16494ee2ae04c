namespace Registry.Clinical;

/// <summary>A named, versioned answer to "has this patient improved?". Guidelines disagree, so the caller says which.</summary>
/// <param name="Name">The name every answer carries: "nys-2025", "bao", "hedis", "five-point"; "+csc" added when PCL-5 follows another rule.</param>
/// <param name="Phq9">Also judges PHQ-9M, which is the same scale for adolescents.</param>
/// <param name="CountsProrated">Whether a total filled up for missing items may be judged; NYS and HEDIS take no partial forms.</param>
public sealed record OutcomeProfile(string Name, OutcomeRule Phq9, OutcomeRule Gad7, OutcomeRule Pcl5, bool CountsProrated)
{
    /// <summary>A patient who never was elevated is neither improved nor in need of improving. Off only on explicit choice.</summary>
    public bool RequiresElevatedBaseline { get; init; } = true;

    /// <summary>New York State 2025: half of baseline, or under 10; PCL-5 12 points.</summary>
    public static readonly OutcomeProfile Nys2025 = new("nys-2025",
        new("nys-2025", 10, 5) { ImprovedBelow = 10 }, new("nys-2025", 10, 5) { ImprovedBelow = 10 }, Pcl5Rules.Nys2025, CountsProrated: false);

    /// <summary>Bao 2016 (MHIP): half of baseline, or under 10.</summary>
    public static readonly OutcomeProfile Bao = new("bao",
        new("bao", 10, 5) { ImprovedBelow = 10 }, new("bao", 10, 5) { ImprovedBelow = 10 }, Pcl5Rules.VaLegacy, CountsProrated: true);

    /// <summary>HEDIS: half of baseline and nothing else.</summary>
    public static readonly OutcomeProfile Hedis = new("hedis",
        new("hedis", 10, 5), new("hedis", 10, 5), Pcl5Rules.VaLegacy, CountsProrated: false);

    /// <summary>A fixed number of points: 5 (PHQ-9), 4 (GAD-7), 10 (PCL-5).</summary>
    public static readonly OutcomeProfile FivePoint = new("five-point",
        new("five-point", 10, 5) { ImprovedDrop = 5 }, new("five-point", 10, 5) { ImprovedDrop = 4 }, Pcl5Rules.VaLegacy, CountsProrated: true);

    public static readonly IReadOnlyList<OutcomeProfile> All = [Nys2025, Bao, Hedis, FivePoint];

    /// <summary>"nys-2025", or "nys-2025+csc" to judge PCL-5 by another rule; null when nothing has that name.</summary>
    public static OutcomeProfile? ByName(string? name)
    {
        var parts = (name ?? "").Split('+', 2);
        if (All.FirstOrDefault(p => p.Name == parts[0]) is not { } profile) return null;
        if (parts.Length == 1) return profile;
        return Pcl5Rules.ByName(parts[1]) is { } pcl5 ? profile.WithPcl5(pcl5) : null;
    }

    public OutcomeProfile WithPcl5(OutcomeRule rule) => rule == Pcl5 ? this : this with { Name = $"{Name}+{rule.Name}", Pcl5 = rule };

    /// <summary>The rule for an instrument, or null for one that no profile judges (screeners).</summary>
    public OutcomeRule? For(Instrument instrument) =>
        instrument.Continues(Instruments.Phq9) ? Phq9
        : instrument == Instruments.Gad7 ? Gad7
        : instrument == Instruments.Pcl5 ? Pcl5
        : null;

    /// <summary>Improved from <paramref name="first"/> to <paramref name="last"/>; null when the baseline never was elevated.</summary>
    public bool? Improved(Instrument instrument, int first, int last) => For(instrument) switch
    {
        null => null,
        var rule when RequiresElevatedBaseline && !rule.IsElevated(first) => null,
        var rule => rule.IsImprovement(first, last),
    };
}
