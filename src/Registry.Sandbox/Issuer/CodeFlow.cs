using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace Registry.Sandbox;

/// <summary>What a browser brings to the picker, and what a code stands for once a persona was picked.</summary>
/// <param name="Challenge">PKCE, S256.</param>
internal sealed record SignInRequest(string ClientId, string RedirectUri, string Challenge, string State);

/// <summary>Codes handed out by the persona picker: each works once, within a minute, for the browser that holds its verifier.</summary>
internal sealed class CodeFlow(IClock clock)
{
    private static readonly Duration Life = Duration.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (SignInRequest Request, Persona Persona, Instant Until)> codes = new();

    public string CodeFor(SignInRequest request, Persona persona)
    {
        var now = clock.GetCurrentInstant();
        foreach (var (old, held) in codes)
        {
            if (held.Until < now) codes.TryRemove(old, out _);
        }

        var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        codes[code] = (request, persona, now + Life);
        return code;
    }

    /// <summary>Who signed in; null when the code, its verifier or the rest does not belong together.</summary>
    public Persona? Redeem(string? code, string? clientId, string? redirectUri, string? verifier) =>
        code is not null && codes.TryRemove(code, out var held) && held.Until >= clock.GetCurrentInstant()
        && held.Request.ClientId == clientId && held.Request.RedirectUri == redirectUri
        && Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier ?? ""))) == held.Request.Challenge
            ? held.Persona
            : null;
}
