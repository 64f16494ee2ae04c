using System.Globalization;
using NodaTime;

namespace Registry.Api;

/// <summary>How long an emergency opens a record, and how often a day.</summary>
/// <param name="Life">At most an hour.</param>
/// <param name="PerDay">How many one person may open within 24 hours.</param>
public sealed record EmergencySettings(Duration Life, int PerDay)
{
    public static readonly EmergencySettings Usual = new(Duration.FromMinutes(60), 3);

    /// <summary>The settings, or which of them cannot be read.</summary>
    internal static (EmergencySettings? Settings, string? Problem) Read(IConfiguration configuration)
    {
        if (!TryRead(configuration["Emergency:Minutes"], 60, 60, out var minutes)) return (null, "Emergency:Minutes is no number of minutes from 1 to 60: how long an emergency opens a record.");
        if (!TryRead(configuration["Emergency:PerDay"], 20, Usual.PerDay, out var perDay)) return (null, "Emergency:PerDay is no number from 1 to 20: emergency accesses of one person within 24 hours.");
        return (new(Duration.FromMinutes(minutes), perDay), null);
    }

    private static bool TryRead(string? text, int most, int usual, out int value)
    {
        value = usual;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= 1 && value <= most);
    }
}
