namespace Registry.Clinical;

/// <summary>Whose record it may be, seen from the member of staff who opened it.</summary>
public enum Kinship
{
    /// <summary>Nothing in the names suggests anything.</summary>
    None,

    /// <summary>The same family name: perhaps a relative.</summary>
    SameFamilyName,

    /// <summary>The name of somebody who works here too.</summary>
    Colleague,

    /// <summary>The own name.</summary>
    Self,
}

/// <summary>Openings of records that a reviewer should ask about. Names alone decide, so it is a question and never a verdict.</summary>
public static class Snooping
{
    /// <param name="reader">Display name of the member of staff: "Dr. Paz Sampleton".</param>
    /// <param name="colleagues">Display names of everybody who works here.</param>
    public static Kinship Of(string reader, string given, string family, IReadOnlySet<string> colleagues) =>
        IsNamed(reader, given, family) ? Kinship.Self
        : colleagues.Any(name => IsNamed(name, given, family)) ? Kinship.Colleague
        : FamilyOf(reader).Equals(family.Trim(), StringComparison.OrdinalIgnoreCase) ? Kinship.SameFamilyName
        : Kinship.None;

    /// <summary>A title before the name changes nothing.</summary>
    private static bool IsNamed(string display, string given, string family)
    {
        var name = $"{given.Trim()} {family.Trim()}";
        return display.Equals(name, StringComparison.OrdinalIgnoreCase) || display.EndsWith($" {name}", StringComparison.OrdinalIgnoreCase);
    }

    private static string FamilyOf(string display) => display.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? last : "";
}
