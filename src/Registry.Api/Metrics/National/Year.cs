using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Registry.Api;

/// <summary>A measurement year, "2026", in a path.</summary>
internal readonly record struct Year(int Value) : IParsable<Year>
{
    public static Year Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var year) ? year : throw new FormatException("Not a year.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Year result)
    {
        var parsed = int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 2000 and <= 2999;
        result = new(value);
        return parsed;
    }
}
