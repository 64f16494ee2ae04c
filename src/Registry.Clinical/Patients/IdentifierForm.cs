using System.Globalization;
using System.Text;

namespace Registry.Clinical;

/// <summary>When two ways of writing an identifier mean the same: "mrn 00-12" and "MRN0012" do.</summary>
public static class IdentifierForm
{
    /// <summary>Digits of any script as 0-9, full-width letters as plain ones, upper case; without spaces, controls, dashes and other separators. A value of separators only stays as it is.</summary>
    /// <remarks>
    /// These are the compatibility forms (NFKC) that identifiers are typed in. The platform's own normalization is not used: without
    /// language data installed it does nothing, and two hosts must never disagree about which patient an identifier names.
    /// </remarks>
    public static string Of(string value)
    {
        var known = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            if (!IsSeparator(rune)) known.Append(Plain(rune));
        }

        return known.Length == 0 ? value : known.ToString();
    }

    private static Rune Plain(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber ? new('0' + (int)Rune.GetNumericValue(rune))
        : rune.Value is >= 0xFF01 and <= 0xFF5E ? Rune.ToUpperInvariant(new(rune.Value - 0xFF01 + '!'))
        : Rune.ToUpperInvariant(rune);

    private static bool IsSeparator(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value is '.' or '/' or '_'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DashPunctuation or UnicodeCategory.Control or UnicodeCategory.Format;
}
