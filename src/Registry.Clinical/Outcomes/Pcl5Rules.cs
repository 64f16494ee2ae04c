namespace Registry.Clinical;

/// <summary>The rules of PCL-5 improvement in use side by side: no single one is agreed. Domain reference 3.3.</summary>
/// <remarks>
/// Remission is under 33 (the screening cut) except in <see cref="Csc"/>, where it is 28 or less. There are no severity bands.
/// </remarks>
public static class Pcl5Rules
{
    /// <summary>10 points or more: the older VA wording for a clinically meaningful change.</summary>
    public static readonly OutcomeRule VaLegacy = new("va-legacy", 33, 33) { ResponseDrop = 10 };

    /// <summary>9 points or more: the smallest important difference in primary care (Blanchard 2023); 5 or fewer is noise.</summary>
    public static readonly OutcomeRule FqhcMid = new("fqhc-mid", 33, 33) { ResponseDrop = 9 };

    /// <summary>12 points or more: New York State's metric set.</summary>
    public static readonly OutcomeRule Nys2025 = new("nys-2025", 33, 33) { ResponseDrop = 12 };

    /// <summary>15 points or more: reliable change (Marx 2022).</summary>
    public static readonly OutcomeRule Reliable15 = new("reliable-15", 33, 33) { ResponseDrop = 15 };

    /// <summary>Clinically significant change: 15 points or more and ending at 28 or less (Marx 2022).</summary>
    public static readonly OutcomeRule Csc = new("csc", 33, 29) { ResponseDrop = 15, ResponseAtMost = 28 };

    public static readonly IReadOnlyList<OutcomeRule> All = [VaLegacy, FqhcMid, Nys2025, Reliable15, Csc];

    public static OutcomeRule? ByName(string? name) => All.FirstOrDefault(rule => rule.Name == name);
}
