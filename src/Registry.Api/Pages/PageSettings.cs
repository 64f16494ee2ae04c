using NodaTime;

namespace Registry.Api;

/// <summary>Whether and how people sign in to the pages.</summary>
/// <param name="ClientId">The client as which the pages sign people in at the provider.</param>
/// <param name="Idle">Without a click for so long, the session ends and the page leaves the screen.</param>
public sealed record PageSettings(string ClientId, Duration Idle)
{
    private static readonly Duration ByDefault = Duration.FromMinutes(15), Longest = Duration.FromMinutes(60);

    /// <summary>No client id, no pages.</summary>
    public static (PageSettings? Settings, string? Problem) Read(IConfiguration configuration)
    {
        if (configuration["Pages:ClientId"] is not { Length: > 0 } client) return (null, null);
        if (configuration["Pages:IdleMinutes"] is not { } text) return (new(client, ByDefault), null);
        var isNumber = double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var minutes);
        return isNumber && minutes > 0 && Duration.FromMinutes(minutes) <= Longest
            ? (new(client, Duration.FromMinutes(minutes)), null)
            : (null, "Pages:IdleMinutes is no number of minutes above 0 and up to 60: how long a session lasts without a click.");
    }
}
