using System.Globalization;

namespace Registry.Fhir;

/// <summary>Reads a quantity of a search: a prefix, a decimal whose digits say how exact it is, and perhaps a unit.</summary>
internal static class QuantityValue
{
    public static QuantityCriterion? Parse(string text)
    {
        var parts = QueryText.Split(text, '|');
        if (parts.Count is not (1 or 3)) return null;
        var prefix = parts[0].Length > 2 && char.IsAsciiLetterLower(parts[0][0]) ? parts[0][..2] : "";
        var digits = parts[0][prefix.Length..];
        if (digits.Length is 0 or > 18 || !decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            || Math.Abs(number) > 1_000_000_000) return null;
        var unit = parts.Count == 1 ? default : new TokenCriterion(parts[1].Length == 0 ? null : QueryText.Unescape(parts[1]), parts[2].Length == 0 ? null : QueryText.Unescape(parts[2]));
        var half = HalfStep(digits);
        const decimal Least = decimal.MinValue / 10, Most = decimal.MaxValue / 10;
        var next = decimal.Floor(number) + 1;
        return prefix switch
        {
            "" or "eq" => new(number - half, number + half, false, unit),
            "ne" => new(number - half, number + half, true, unit),
            "gt" or "sa" => new(next, Most, false, unit),
            "ge" => new(number, Most, false, unit),
            "lt" or "eb" => new(Least, number, false, unit),
            "le" => new(Least, next, false, unit),
            "ap" => new(number - Math.Abs(number) / 10, decimal.Floor(number + Math.Abs(number) / 10) + 1, false, unit),
            _ => null,
        };
    }

    /// <remarks>12 means 11.5 to 12.5, and 12.0 means 11.95 to 12.05: half of the last digit written.</remarks>
    private static decimal HalfStep(string digits)
    {
        var mantissa = digits.Split('e', 'E');
        var fraction = mantissa[0].IndexOf('.', StringComparison.Ordinal) is var point and >= 0 ? mantissa[0].Length - point - 1 : 0;
        var exponent = (mantissa.Length > 1 ? int.Parse(mantissa[1], CultureInfo.InvariantCulture) : 0) - fraction;
        var half = 0.5m;
        for (; exponent < 0; exponent++) half /= 10;
        for (; exponent > 0; exponent--) half *= 10;
        return half;
    }
}
