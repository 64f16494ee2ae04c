using System.Security.Claims;

namespace Registry.Api;

/// <summary>The scope claim: one string, or several, of space-separated words.</summary>
internal static class Scopes
{
    private const string System = "system/";

    /// <summary>The SMART scopes that anything here asks for, each with all its letters, and the wildcard.</summary>
    public static IReadOnlyList<string> Smart { get; } =
    [
        .. from wanted in Permissions.All.Select(permission => permission.Scope)
           where wanted.StartsWith(System, StringComparison.Ordinal)
           let dot = wanted.IndexOf('.', StringComparison.Ordinal)
           group wanted[(dot + 1)..] by wanted[..dot] into type
           orderby type.Key
           select $"{type.Key}.{string.Concat("cruds".Where(letter => type.Any(letters => letters.Contains(letter))))}",
        "system/*.cruds",
    ];

    public static bool Allow(ClaimsPrincipal user, string wanted) =>
        wanted.Length == 0 || user.FindAll("scope").Any(claim => claim.Value.Split(' ').Any(held => Covers(held, wanted)));

    /// <summary>Equal, or a SMART system scope of the same resource type, or of all, whose letters include the wanted ones.</summary>
    /// <remarks>
    /// A scope that is narrowed by a query ("?category=…") grants nothing: what it would let through is not told apart here, and
    /// a scope that is not understood must never grant more than it says. Scopes of a user or a patient are not for systems.
    /// </remarks>
    private static bool Covers(string held, string wanted)
    {
        if (held == wanted) return true;
        var (heldDot, wantedDot) = (held.IndexOf('.', StringComparison.Ordinal), wanted.IndexOf('.', StringComparison.Ordinal));
        if (heldDot < 0 || wantedDot < 0 || !held.StartsWith(System, StringComparison.Ordinal) || !wanted.StartsWith(System, StringComparison.Ordinal)) return false;
        var type = held.AsSpan(System.Length, heldDot - System.Length);
        if (type is not "*" && !type.SequenceEqual(wanted.AsSpan(System.Length, wantedDot - System.Length))) return false;
        return wanted.AsSpan(wantedDot + 1).IndexOfAnyExcept(Letters(held.AsSpan(heldDot + 1))) < 0;
    }

    /// <summary>What a scope allows in the letters of SMART v2; nothing when it is none. The words of v1 stand for several.</summary>
    private static ReadOnlySpan<char> Letters(ReadOnlySpan<char> allowed) => allowed switch
    {
        "read" => "rs",
        "write" => "cud",
        "*" => "cruds",
        _ => IsInOrder(allowed) ? allowed : [],
    };

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
