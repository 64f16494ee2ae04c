using System.Security.Claims;

namespace Registry.Api;

/// <summary>The scope claim, one string or several of space-separated words: what the token allows at most.</summary>
internal sealed class Scopes(IReadOnlyCollection<string> held)
{
    public static Scopes Of(ClaimsPrincipal user) =>
        new([.. user.FindAll("scope").SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))]);

    /// <summary>A program that calls for itself: SMART's system context.</summary>
    public bool AreSystem => held.Any(IsSystem);

    /// <summary>Scopes of a program and of a person in one token: whoever sent it cannot be both.</summary>
    public bool AreMixed => AreSystem && held.Any(IsPersonal);

    public bool Allow(string wanted) => wanted.Length == 0 || held.Any(word => Covers(word, wanted));

    private static bool IsSystem(string word) => word.StartsWith("system/", StringComparison.Ordinal);

    private static bool IsPersonal(string word) =>
        word.Contains(':', StringComparison.Ordinal) || word.StartsWith("user/", StringComparison.Ordinal) || word.StartsWith("patient/", StringComparison.Ordinal);

    /// <summary>Equal, or a SMART v2 scope of the same context and resource whose letters include the wanted ones.</summary>
    private static bool Covers(string held, string wanted)
    {
        if (held == wanted) return true;
        var (heldDot, wantedDot) = (held.IndexOf('.', StringComparison.Ordinal), wanted.IndexOf('.', StringComparison.Ordinal));
        if (heldDot < 0 || wantedDot < 0 || !IsSystem(held)) return false;
        return held.AsSpan(0, heldDot).SequenceEqual(wanted.AsSpan(0, wantedDot))
            && IsInOrder(held.AsSpan(heldDot + 1))
            && wanted.AsSpan(wantedDot + 1).IndexOfAnyExcept(held.AsSpan(heldDot + 1)) < 0;
    }

    /// <summary>SMART v2 letters come in the order c r u d s, each at most once.</summary>
    private static bool IsInOrder(ReadOnlySpan<char> letters)
    {
        var last = -1;
        foreach (var letter in letters)
        {
            var place = "cruds".IndexOf(letter, StringComparison.Ordinal);
            if (place <= last) return false;
            last = place;
        }

        return true;
    }
}
