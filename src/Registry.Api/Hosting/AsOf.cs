using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.Text;

namespace Registry.Api;

/// <summary>The day a derived answer is asked about, as a query parameter.</summary>
internal readonly record struct AsOf(LocalDate Day) : IParsable<AsOf>
{
    public static AsOf Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var asOf) ? asOf : throw new FormatException("Not a day.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AsOf result)
    {
        var parsed = LocalDatePattern.Iso.Parse(s ?? "");
        result = parsed.Success ? new(parsed.Value) : default;
        return parsed.Success;
    }
}

/// <summary>The moment at which a past report could have known its facts, as a query parameter.</summary>
internal readonly record struct KnownAt(Instant Moment) : IParsable<KnownAt>
{
    public static KnownAt Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var known) ? known : throw new FormatException("Not a moment.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out KnownAt result)
    {
        var parsed = OffsetDateTimePattern.ExtendedIso.Parse(s ?? "");
        result = parsed.Success ? new(parsed.Value.ToInstant()) : default;
        return parsed.Success;
    }
}

/// <summary>A moment with its offset, as a query parameter.</summary>
internal readonly record struct Moment(Instant At) : IParsable<Moment>
{
    public static Moment Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var moment) ? moment : throw new FormatException("Not a moment.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Moment result)
    {
        var parsed = KnownAt.TryParse(s, provider, out var known);
        result = new(known.Moment);
        return parsed;
    }
}

/// <summary>A calendar month, "2026-03", in a path.</summary>
internal readonly record struct Month(YearMonth Value) : IParsable<Month>
{
    public static Month Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var month) ? month : throw new FormatException("Not a month.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Month result)
    {
        var parsed = YearMonthPattern.Iso.Parse(s ?? "");
        result = parsed.Success ? new(parsed.Value) : default;
        return parsed.Success;
    }
}
