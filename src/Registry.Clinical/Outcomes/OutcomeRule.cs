namespace Registry.Clinical;

/// <summary>How one profile judges one instrument. All numbers are points on that instrument's total.</summary>
/// <param name="Name">Name of the rule where an instrument has several in use ("va-legacy"), else the name of its profile.</param>
/// <param name="ElevatedFrom">A baseline of at least this much was worth treating: 10 (PHQ-9, GAD-7), 33 (PCL-5).</param>
/// <param name="RemissionBelow">A last score under this is remission.</param>
public sealed record OutcomeRule(string Name, int ElevatedFrom, int RemissionBelow)
{
    /// <summary>Response is a drop of at least this many points; null means response is halving.</summary>
    public int? ResponseDrop { get; init; }

    /// <summary>With <see cref="ResponseDrop"/>: the last score must also be this low or lower.</summary>
    public int? ResponseAtMost { get; init; }

    /// <summary>A last score under this is improvement too, even without response.</summary>
    public int? ImprovedBelow { get; init; }

    /// <summary>Improvement is a drop of at least this many points, whatever response says.</summary>
    public int? ImprovedDrop { get; init; }

    public bool IsElevated(int first) => first >= ElevatedFrom;

    /// <summary>Response: the last score is at most half of the first, and exactly half counts; or the drop this rule names.</summary>
    /// <remarks>A first score of 0 has no half, so it is never a response. No elevated baseline is asked for. Domain reference 5.0.</remarks>
    public bool IsResponse(int first, int last) => ResponseDrop is { } drop
        ? first - last >= drop && (ResponseAtMost is not { } atMost || last <= atMost)
        : first > 0 && last * 2 <= first;

    /// <summary>Remission: the last score is under the remission threshold and the baseline was elevated.</summary>
    public bool IsRemission(int first, int last) => IsElevated(first) && last < RemissionBelow;

    /// <summary>Improvement without the guard of an elevated baseline, which the profile applies.</summary>
    internal bool IsImprovement(int first, int last) => ImprovedDrop is { } drop
        ? first - last >= drop
        : IsResponse(first, last) || (ImprovedBelow is { } below && last < below);
}
