using System.Collections.Frozen;

namespace Registry.Clinical;

/// <summary>The instruments the registry knows. A new one is a file beside this one and a line here.</summary>
public static class Instruments
{
    public static readonly Instrument Phq9 = Clinical.Phq9.Definition;
    public static readonly Instrument Gad7 = Clinical.Gad7.Definition;
    public static readonly Instrument Pcl5 = Clinical.Pcl5.Definition;
    public static readonly Instrument Phq9M = Clinical.Phq9M.Definition;
    public static readonly Instrument Phq2 = Clinical.Phq2.Definition;
    public static readonly Instrument Gad2 = Clinical.Gad2.Definition;
    public static readonly Instrument Epds = Clinical.Epds.Definition;
    public static readonly Instrument AuditC = Clinical.AuditC.Definition;
    public static readonly Instrument Cssrs = Clinical.Cssrs.Definition;

    /// <summary>The three instruments of the caseload table, in its column order.</summary>
    public static readonly IReadOnlyList<Instrument> Tracked = [Phq9, Gad7, Pcl5];

    public static readonly IReadOnlyList<Instrument> All = [.. Tracked, Phq9M, Phq2, Gad2, Epds, AuditC, Cssrs];

    private static readonly FrozenDictionary<string, Instrument> Codes = All.ToFrozenDictionary(i => i.Code);

    public static Instrument? ByCode(string? code) => code is null ? null : Codes.GetValueOrDefault(code);
}
