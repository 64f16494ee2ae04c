using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The English of the pages, in one place.</summary>
internal static class Words
{
    public const string Product = "Collaborative Care registry";
    public const string SignedInClient = "signed-in client";
    public const string NoScore = "no score";
    public const string Stale = "old score";
    public const string NotAdvice = "Decision support for the care team. Not coding, billing or legal advice.";

    public static string Of(EpisodeStatus status) => status switch
    {
        EpisodeStatus.Referred => "Referred",
        EpisodeStatus.Treatment => "In treatment",
        EpisodeStatus.RelapsePrevention => "Relapse prevention",
        EpisodeStatus.Inactive => "Inactive",
    };

    public static string Of(FlagSeverity severity) => severity switch
    {
        FlagSeverity.Critical => "Critical",
        FlagSeverity.Warning => "Warning",
        FlagSeverity.Attention => "Attention",
        FlagSeverity.Suggestion => "Suggestion",
        FlagSeverity.Information => "For information",
        FlagSeverity.Positive => "Good news",
    };

    public static string Of<T>(T word) where T : struct, Enum => Sentence(Kebab.Of(word));

    public static string Of(LocalDate? day) => day is { } known ? LocalDatePattern.Iso.Format(known) : "–";

    public static string Of(int? number) => number is { } known ? known.ToString(CultureInfo.InvariantCulture) : "–";

    /// <summary>A change with its sign: "−7", "+3", "0"; points of a score, fewer is better.</summary>
    public static string Change(int change) => change < 0 ? $"−{-change}" : change > 0 ? $"+{change}" : "0";

    /// <summary>"4 min to G2214"; empty at the top of the ladder.</summary>
    public static string Missing(NextCode? next) => next is { } code ? $"{code.MissingMinutes} min to {code.Code}" : "";

    private static string Sentence(string kebab) => char.ToUpperInvariant(kebab[0]) + kebab[1..].Replace('-', ' ');
}
