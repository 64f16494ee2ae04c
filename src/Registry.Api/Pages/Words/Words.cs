using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The English of the pages, in one place. What flags say comes with their rules.</summary>
internal static partial class Words
{
    public const string Product = "Collaborative Care registry";
    public const string SignedInClient = "signed-in client";
    public const string SkipToContent = "Skip to content";
    public const string SignedInAs = "Signed in:";
    public const string SignOut = "Sign out";
    public const string SignedOut = "Signed out";
    public const string SessionEnded = "Your session has ended, and nothing of it stays on this screen.";
    public const string SignInAgain = "Sign in again";
    public const string SignInFailed = "Signing in did not work.";
    public const string ToStart = "To the start page";
    public const string AsOfDay = "As of";
    public const string None = "–";
    public const string NotAdvice = "Decision support for the care team. Not coding, billing or legal advice.";
    public const string Home = "Home";
    public const string NothingToOpen = "Your role opens no caseload and no clinic. What you may do is granted by your administrator.";
    public const string Caseloads = "Caseloads";
    public const string Clinic = "Clinic";
    public const string CareManager = "Care manager";
    public const string Open = "Open";
    public const string CaseloadTable = "Caseload table";
    public const string WeeklyReview = "Weekly review";
    public const string Patient = "Patient";
    public const string Date = "Date";
    public const string Minutes = "Minutes";
    public const string Safety = "Safety";

    /// <summary>Who looked, when, and as of which day: at the end of the page and at the foot of every printed sheet.</summary>
    public static string Shown(PageFrame frame, LocalDate day) => $"{frame.Organization}. As of {Of(day)}, shown to {frame.Viewer} on {frame.ShownAt}. Confidential: patient information.";

    public static string Idle(Duration idle) => $"Without a click for {Count((int)Math.Ceiling(idle.TotalMinutes), "minute")} you are signed out and this page leaves the screen.";

    public static string TitleOf(int status) => status switch
    {
        400 => "That could not be read",
        401 => "Please sign in",
        403 => "Not for your role",
        404 => "Nothing here",
        409 or 412 => "Not recorded",
        422 => "That cannot be answered",
        503 => "Please try again",
        _ => "Something went wrong",
    };

    public static string Said(int status, string text) => status switch
    {
        400 => "The address or the form is incomplete, or the form is too old. Nothing was recorded.",
        401 when text == SignInFailed => SignInFailed,
        401 => "Your session has ended. Nothing was recorded; what you typed is still behind your browser's back button.",
        403 when text == StatusText.Of(403).Title => "Your role does not open this page. What you may do is granted by your administrator.",
        _ => text,
    };

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

    /// <summary>A flag as the team sees it: its reason, and whether somebody has it in hand.</summary>
    public static string Of(RaisedFlag flag) => flag.Text + flag.State switch
    {
        FlagState.Snoozed => $" (put off until {Of(flag.SnoozedUntil)})",
        FlagState.Acknowledged => $" (seen {Of(flag.AcknowledgedOn)})",
        _ => "",
    };

    /// <summary>Flags that say the same, but for the profile they judge by, said once.</summary>
    public static IEnumerable<(IEnumerable<string> Ids, string Text)> Once(IEnumerable<RaisedFlag> flags) =>
        flags.GroupBy(f => Of(f).Replace($" by {f.Profile}.", " by \0.", StringComparison.Ordinal))
            .Select(g => (g.Select(f => f.Id), g.Key.Replace("\0", string.Join(" and ", g.Select(f => f.Profile).Distinct()), StringComparison.Ordinal)));

    /// <summary>"F14 worsened", "F12 consult non improver".</summary>
    public static string FlagName(string id) =>
        $"{id} {string.Concat(Clinical.Flags.InReviewOrder.First(f => f.Id == id).Name.Select(c => c == '.' ? " " : char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()))}";

    public static string Of<T>(T word) where T : struct, Enum => Sentence(Kebab.Of(word));

    public static string Of(LocalDate? day) => day is { } known ? LocalDatePattern.Iso.Format(known) : None;

    public static string Of(int? number) => number is { } known ? known.ToString("0;−0", CultureInfo.InvariantCulture) : None;

    /// <summary>A change with its sign: "−7", "+3", "0"; points of a score, fewer is better.</summary>
    public static string Change(int change) => change < 0 ? $"−{-change}" : change > 0 ? $"+{change}" : "0";

    /// <summary>"4 min to G2214"; empty at the top of the ladder.</summary>
    public static string Missing(NextCode? next) => next is { } code ? $"{code.MissingMinutes} min to {code.Code}" : "";

    public static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static string Sentence(string kebab) => char.ToUpperInvariant(kebab[0]) + kebab[1..].Replace('-', ' ');
}
