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
