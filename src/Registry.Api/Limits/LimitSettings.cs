using System.Globalization;

namespace Registry.Api;

/// <summary>How much of the registry one caller may use. Each instance of the service counts for itself.</summary>
public sealed record LimitSettings
{
    /// <summary>Requests a minute of one person or program, over all its tokens.</summary>
    public int PerPrincipal { get; init; } = 1_200;

    /// <summary>Requests a minute through one client application, whoever uses it.</summary>
    public int PerClient { get; init; } = 6_000;

    /// <summary>Requests a minute of one organization.</summary>
    public int PerOrganization { get; init; } = 12_000;

    /// <summary>Requests a minute from one network address without a token that is believed.</summary>
    public int PerAddress { get; init; } = 300;

    /// <summary>Different patients whose records one person may open within an hour. A caseload has 60 to 80.</summary>
    public int ChartsPerHour { get; init; } = 300;

    /// <summary>Reads the settings, or names the one that is wrong.</summary>
    internal static (LimitSettings? Settings, string? Problem) Read(IConfiguration configuration)
    {
        string? wrong = null;
        var standard = new LimitSettings();
        var read = standard with
        {
            PerPrincipal = Number("Limits:PerPrincipal", standard.PerPrincipal),
            PerClient = Number("Limits:PerClient", standard.PerClient),
            PerOrganization = Number("Limits:PerOrganization", standard.PerOrganization),
            PerAddress = Number("Limits:PerAddress", standard.PerAddress),
            ChartsPerHour = Number("Limits:ChartsPerHour", standard.ChartsPerHour),
        };
        return wrong is null ? (read, null) : (null, $"{wrong} is no number from 1 to 1000000.");

        int Number(string name, int otherwise)
        {
            if (configuration[name] is not { Length: > 0 } text) return otherwise;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1_000_000) return number;
            wrong ??= name;
            return otherwise;
        }
    }
}
