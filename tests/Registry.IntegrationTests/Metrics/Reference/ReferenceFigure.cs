using System.Globalization;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>A figure as text, so that two can be compared at a glance.</summary>
internal static class ReferenceFigure
{
    public static string Rate(decimal n, decimal d, params (string, decimal?)[] parts) => Of(d == 0 ? null : Round(100 * n / d, 1), n, d, d == 0 ? "empty-denominator" : null, parts);

    public static string Count(decimal n, params (string, decimal?)[] parts) => Of(n, n, null, null, parts);

    public static string Middle(decimal? value, int of, string? none = null, params (string, decimal?)[] parts) =>
        Of(value is { } v ? Round(v, 1) : null, null, of, of == 0 ? "empty-denominator" : value is null ? none : null, parts);

    public static string Of(decimal? value, decimal? n, decimal? d, string? none, params (string Name, decimal? Value)[] parts) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:0.##} = {n:0.##} / {d:0.##} {none} [{string.Join("; ", parts.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {p.Value:0.##}")))}]");

    public static string Of(MetricValue v) => Of(v.Value, v.Numerator, v.Denominator, v.NoValue, [.. v.Parts.Select(p => (p.Name, p.Value))]);

    public static decimal Round(decimal value, int decimals)
    {
        var scale = (decimal)Math.Pow(10, decimals);
        return Math.Floor(value * scale + 0.5m) / scale;
    }

    public static decimal? Percentile(List<decimal> values, decimal share)
    {
        if (values.Count == 0) return null;
        values.Sort();
        var at = share * (values.Count - 1);
        var (low, high) = ((int)Math.Floor(at), (int)Math.Ceiling(at));
        return values[low] + (at - low) * (values[high] - values[low]);
    }
}
