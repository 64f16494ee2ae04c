using System.Security.Claims;

namespace Registry.Api;

/// <summary>The scope claim: one string, or several, of space-separated words.</summary>
internal static class Scopes
{
    public static bool Allow(ClaimsPrincipal user, string wanted) =>
        wanted.Length == 0 || user.FindAll("scope").Any(claim => claim.Value.Split(' ').Any(held => Covers(held, wanted)));

    /// <summary>Equal, or a SMART v2 scope of the same context and resource whose letters include the wanted ones.</summary>
    private static bool Covers(string held, string wanted)
    {
        if (held == wanted) return true;
        var (heldDot, wantedDot) = (held.IndexOf('.', StringComparison.Ordinal), wanted.IndexOf('.', StringComparison.Ordinal));
        if (heldDot < 0 || wantedDot < 0 || !held.StartsWith("system/", StringComparison.Ordinal)) return false;
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
