using System.Security.Claims;

namespace Registry.Api;

/// <summary>Which claims of a token say that a person showed more than a password.</summary>
/// <param name="Proofs">Any one of them is enough. The claim is amr or acr at most providers (RFC 8176, OpenID Connect Core 2).</param>
public sealed record SecondFactor(IReadOnlyList<(string Claim, string Value)> Proofs)
{
    /// <summary>The methods of RFC 8176 that are a second factor, or several at once.</summary>
    public static SecondFactor Standard { get; } = new([("amr", "mfa"), ("amr", "otp"), ("amr", "hwk"), ("amr", "sc")]);

    /// <summary>Reads "amr:mfa acr:urn:example:silver", a claim and its value each; null when it is nothing of that form.</summary>
    public static SecondFactor? Read(string? text)
    {
        if (text is null) return Standard;
        var proofs = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split(':', 2)).ToList();
        return proofs.Count > 0 && proofs.TrueForAll(pair => pair is [{ Length: > 0 }, { Length: > 0 }]) ? new([.. proofs.Select(pair => (pair[0], pair[1]))]) : null;
    }

    public bool IsShownBy(ClaimsPrincipal user) => Proofs.Any(proof => user.HasClaim(proof.Claim, proof.Value));

    /// <summary>What a client is told to sign the person in with once more (RFC 9470).</summary>
    public string Challenge
    {
        get
        {
            var classes = string.Join(' ', Proofs.Where(proof => proof.Claim == "acr").Select(proof => proof.Value));
            const string error = "Bearer error=\"insufficient_user_authentication\", error_description=\"A second factor is required\"";
            return classes.Length == 0 ? error : $"{error}, acr_values=\"{classes}\"";
        }
    }
}
