using System.Text;
using NodaTime;

namespace Registry.Fhir;

/// <summary>Which of the R4 date types a text must be; a search value may also leave out seconds and zone.</summary>
public enum DateForm { Date, DateTime, Instant, Search }

/// <summary>Reads the ISO 8601 subset of R4 and nothing besides: no 24:00, no year 0000, no time without a zone.</summary>
public static class FhirDateText
{
    public static bool TryParse(string text, DateForm form, out FhirDate date)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> ascii = stackalloc byte[64];
        date = default;
        return text.Length <= 64 && Ascii.FromUtf16(text, ascii, out var length) == System.Buffers.OperationStatus.Done && TryParse(ascii[..length], form, out date);
    }

    public static bool TryParse(ReadOnlySpan<byte> text, DateForm form, out FhirDate date)
    {
        date = default;
        if (!Digits(text, 0, 4, out var year) || year == 0) return false;
        if (text.Length == 4) return Whole(form, new(year, 1, 1), DatePrecision.Year, ref date);
        if (text[4] != '-' || !Digits(text, 5, 2, out var month) || month is < 1 or > 12) return false;
        if (text.Length == 7) return Whole(form, new(year, month, 1), DatePrecision.Month, ref date);
        if (text[7] != '-' || !Digits(text, 8, 2, out var day) || day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month)) return false;
        var on = new LocalDate(year, month, day);
        if (text.Length == 10) return Whole(form, on, DatePrecision.Day, ref date);
        return form != DateForm.Date && text[10] == 'T' && Clock(text[11..], on, form, ref date);
    }

    private static bool Whole(DateForm form, LocalDate first, DatePrecision precision, ref FhirDate date)
    {
        date = new(first, LocalTime.Midnight, null, precision, 0);
        return form != DateForm.Instant;
    }

    private static bool Clock(ReadOnlySpan<byte> text, LocalDate on, DateForm form, ref FhirDate date)
    {
        if (!Digits(text, 0, 2, out var hour) || hour > 23 || text.Length < 5 || text[2] != ':' || !Digits(text, 3, 2, out var minute) || minute > 59) return false;
        var rest = text[5..];
        var precision = DatePrecision.Minute;
        int second = 0, digits = 0;
        var nanoseconds = 0L;
        if (!rest.IsEmpty && rest[0] == ':')
        {
            // 60 is a leap second: kept as the last second of its minute, which the clock behind us does not number.
            if (!Digits(rest, 1, 2, out second) || second > 60) return false;
            second = Math.Min(second, 59);
            precision = DatePrecision.Second;
            rest = rest[3..];
            if (!rest.IsEmpty && rest[0] == '.')
            {
                if (!Fraction(rest[1..], out digits, out nanoseconds)) return false;
                precision = DatePrecision.Fraction;
                rest = rest[(digits + 1)..];
            }
        }
        else if (form != DateForm.Search) return false;

        Offset? offset = null;
        if (rest.IsEmpty ? form != DateForm.Search : !Zone(rest, ref offset)) return false;
        date = new(on, new LocalTime(hour, minute, second).PlusNanoseconds(nanoseconds), offset, precision, digits);
        return true;
    }

    private static bool Fraction(ReadOnlySpan<byte> text, out int digits, out long nanoseconds)
    {
        nanoseconds = 0;
        for (digits = 0; digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9'; digits++)
        {
            if (digits < 9) nanoseconds = nanoseconds * 10 + (text[digits] - '0');
        }
        for (var i = digits; i < 9; i++) nanoseconds *= 10;
        return digits > 0;
    }

    private static bool Zone(ReadOnlySpan<byte> text, ref Offset? offset)
    {
        if (text is [(byte)'Z'])
        {
            offset = Offset.Zero;
            return true;
        }
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':') return false;
        if (!Digits(text, 1, 2, out var hours) || !Digits(text, 4, 2, out var minutes) || minutes > 59 || hours > 14 || (hours == 14 && minutes > 0)) return false;
        var seconds = (hours * 60 + minutes) * 60;
        offset = Offset.FromSeconds(text[0] == '-' ? -seconds : seconds);
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, int start, int count, out int value)
    {
        value = 0;
        if (text.Length < start + count) return false;
        foreach (var b in text.Slice(start, count))
        {
            if (b is < (byte)'0' or > (byte)'9') return false;
            value = value * 10 + (b - '0');
        }
        return true;
    }
}
