namespace Registry.Fhir;

/// <summary>Reads a decimal exactly: 12, 12.0 and 1.2e1 are the whole number 12, 12.5 and 12.00000000000000000000000000000000001 are none.</summary>
internal static class WholeNumber
{
    /// <returns>False when it is no whole number; a whole number too large for any score comes back as the largest int.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out int number)
    {
        number = 0;
        var negative = json is [(byte)'-', ..];
        if (negative) json = json[1..];
        var e = json.IndexOfAny((byte)'e', (byte)'E');
        var exponent = 0;
        if (e >= 0)
        {
            var sign = json[(e + 1)..] is [(byte)'-', ..] ? -1 : 1;
            foreach (var b in json[(e + 1)..])
            {
                // Beyond a thousand digits the exact size no longer matters.
                if (b is >= (byte)'0' and <= (byte)'9') exponent = Math.Min(exponent * 10 + (b - '0'), 1_000_000);
            }
            exponent *= sign;
            json = json[..e];
        }
        var point = json.IndexOf((byte)'.');
        var digitsBeforePoint = (point < 0 ? json.Length : point) + exponent;
        long value = 0;
        var place = 0;
        foreach (var b in json)
        {
            if (b == '.') continue;
            var digit = b - '0';
            if (place++ < digitsBeforePoint) value = Math.Min(value * 10 + digit, int.MaxValue);
            else if (digit != 0) return false;
        }
        for (; place < digitsBeforePoint && value is > 0 and < int.MaxValue; place++) value = Math.Min(value * 10, int.MaxValue);
        number = (int)(negative ? -value : value);
        return true;
    }

    /// <summary>A number that travels as text: digits and nothing else, blanks around them aside.</summary>
    public static bool TryReadText(string text, out int number)
    {
        number = 0;
        var digits = text.AsSpan().Trim(" \t\r\n");
        var negative = digits is ['-', ..];
        if (negative) digits = digits[1..];
        if (digits.Length is 0 or > 9 || digits.ContainsAnyExceptInRange('0', '9')) return false;
        number = int.Parse(digits) * (negative ? -1 : 1);
        return true;
    }
}
