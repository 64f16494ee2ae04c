using System.Security.Claims;

namespace Registry.Api;

/// <summary>The scope claim, one string or several of space-separated words: what the token allows at most.</summary>
internal sealed class Scopes(IReadOnlyCollection<string> held, bool hasSecondFactor = true)
{
    private const string System = "system/";
    private const string User = "user/";

    /// <summary>The SMART scopes that anything here asks for, each with all its letters, and the wildcard.</summary>
    public static IReadOnlyList<string> Smart { get; } =
    [
        .. from wanted in Permissions.All.SelectMany(permission => permission.Scope.Split(' ', '+'))
           where ContextOf(wanted) is not null
           let dot = wanted.IndexOf('.', StringComparison.Ordinal)
           group wanted[(dot + 1)..] by wanted[..dot] into type
           orderby type.Key
           select $"{type.Key}.{string.Concat("cruds".Where(letter => type.Any(letters => letters.Contains(letter))))}",
        "system/*.cruds",
    ];

    /// <param name="secondFactor">How the token would say that a person showed more than a password; left away where only the scopes matter.</param>
    public static Scopes Of(ClaimsPrincipal user, SecondFactor? secondFactor = null) =>
        new([.. user.FindAll("scope").SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))], secondFactor?.IsShownBy(user) is true);

    /// <summary>Whether whoever signed in showed more than a password. A program never does; for a person nothing is allowed without.</summary>
    public bool HaveSecondFactor => hasSecondFactor;

    /// <summary>A program that calls for itself: SMART's system context.</summary>
    public bool AreSystem => held.Any(IsSystem);

    /// <summary>Those of a person.</summary>
    public bool ArePersonal => held.Any(IsPersonal);

    /// <summary>Scopes of a program and of a person in one token: whoever sent it cannot be both.</summary>
    public bool AreMixed => AreSystem && ArePersonal;

    /// <param name="wanted">One scope, or several of which one is enough, and what a plus joins is needed together; empty for what every token may.</param>
    public bool Allow(string wanted) => wanted.Length == 0 || wanted.Split(' ').Any(one => one.Split('+').All(each => held.Any(word => Covers(word, each))));

    /// <summary>The two contexts of SMART that mean something here: a program's, and a person's.</summary>
    private static string? ContextOf(string word) => IsSystem(word) ? System : word.StartsWith(User, StringComparison.Ordinal) ? User : null;

    private static bool IsSystem(string word) => word.StartsWith(System, StringComparison.Ordinal);

    private static bool IsPersonal(string word) =>
        word.Contains(':', StringComparison.Ordinal) || word.StartsWith(User, StringComparison.Ordinal) || word.StartsWith("patient/", StringComparison.Ordinal);

    /// <summary>Equal, or a SMART scope of the same context and resource type, or of all, whose letters include the wanted ones.</summary>
    /// <remarks>
    /// A scope that is narrowed by a query ("?category=…") grants nothing: what it would let through is not told apart here, and
    /// a scope that is not understood must never grant more than it says. A person's scope is none of a program's, and a patient's grants nothing.
    /// </remarks>
    private static bool Covers(string held, string wanted)
    {
        if (held == wanted) return true;
        var (heldDot, wantedDot) = (held.IndexOf('.', StringComparison.Ordinal), wanted.IndexOf('.', StringComparison.Ordinal));
        if (ContextOf(held) is not { } context || ContextOf(wanted) != context || heldDot < context.Length || wantedDot < 0) return false;
        var type = held.AsSpan(context.Length, heldDot - context.Length);
        if (type is not "*" && !type.SequenceEqual(wanted.AsSpan(context.Length, wantedDot - context.Length))) return false;
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
