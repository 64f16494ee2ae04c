using NodaTime;
using Registry.Storage;

namespace Registry.Api;

/// <summary>When a webhook that failed is tried again: ever later, never two at the same moment, and for a day.</summary>
internal static class Backoff
{
    public static readonly Duration GiveUpAfter = Duration.FromHours(24);
    private static readonly Duration First = Duration.FromSeconds(5);
    private static readonly Duration Longest = Duration.FromHours(2);

    /// <param name="failures">Failures in a row before this one.</param>
    /// <param name="jitter">0 to 1: spreads the tries of many webhooks by up to a quarter.</param>
    public static NextTry After(int failures, Instant? failingSince, Instant now, double jitter)
    {
        var since = failingSince ?? now;
        if (now - since >= GiveUpAfter) return new(since, null);
        var wait = Duration.Min(Longest, First * Math.Pow(2, Math.Min(failures, 16)));
        return new(since, now + (wait * (0.875 + (jitter / 4))));
    }
}
