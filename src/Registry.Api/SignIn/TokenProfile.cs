using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace Registry.Api;

/// <summary>What an access token must be beside well signed: RFC 9068, read strictly. These are the rules that the token library leaves open.</summary>
internal static class TokenProfile
{
    /// <summary>Of an encoded token, in bytes.</summary>
    public const int LongestToken = 8 * 1024;

    /// <summary>Of one claim that is kept or looked up, in characters.</summary>
    private const int LongestWord = 400;

    /// <summary>From iat to exp. Whoever lost a right or a session must not have it back for longer.</summary>
    public static readonly Duration LongestLife = Duration.FromMinutes(60);

    /// <summary>How far the provider's clock may differ from ours.</summary>
    public static readonly Duration Skew = Duration.FromSeconds(30);

    private static readonly JsonDocumentOptions EachMemberOnce = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The token that a request carries, in the one place where it may stand; null when there is none, or when it could be read in two ways.</summary>
    public static string? In(HttpRequest request)
    {
        const string bearer = "Bearer ";
        // A token in an address ends up in logs and histories, whoever else reads it there.
        if (request.Query.ContainsKey("access_token") || request.Headers.Authorization is not [{ } header]) return null;
        return header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase) && header.Length - bearer.Length <= LongestToken ? header[bearer.Length..].Trim() : null;
    }

    /// <summary>The id of the key that a token says it is signed with; null when its header is none that may be believed.</summary>
    public static string? KeyIdOf(string token)
    {
        using var header = Part(token, 0);
        // None of the extensions that crit may demand is understood here (RFC 7515 4.1.11).
        return header is not null && IsWord(header.RootElement, "kid") && !header.RootElement.TryGetProperty("crit", out _) ? header.RootElement.GetProperty("kid").GetString() : null;
    }

    /// <summary>Whether a token whose signature, issuer, audience and type are right may be believed.</summary>
    public static bool Allows(string token, Instant now)
    {
        using var payload = Part(token, 1);
        return payload is { RootElement: var claims } && IsWord(claims, "sub") && IsWord(claims, "jti") && (IsWord(claims, "client_id") || IsWord(claims, "azp"))
            && HasOneAudience(claims) && IsInTime(claims, now);
    }

    private static JsonDocument? Part(string token, int which)
    {
        try
        {
            var part = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.Split('.')[which]), EachMemberOnce);
            if (part.RootElement.ValueKind is JsonValueKind.Object) return part;
            part.Dispose();
        }
        catch (Exception e) when (e is JsonException or FormatException or IndexOutOfRangeException)
        {
            // Not a token; nobody is told what of it was wrong.
        }

        return null;
    }

    /// <summary>A text that can be stored and compared: neither empty, nor endless, nor with characters that no identifier has.</summary>
    private static bool IsWord(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var claim) && claim.ValueKind is JsonValueKind.String
        && claim.GetString() is { Length: > 0 and <= LongestWord } word && !word.Any(char.IsControl);

    /// <summary>A token that is good at another service too could be sent here by that service.</summary>
    private static bool HasOneAudience(JsonElement claims) =>
        claims.TryGetProperty("aud", out var audience) && (audience.ValueKind is JsonValueKind.String || (audience.ValueKind is JsonValueKind.Array && audience.GetArrayLength() == 1));

    private static bool IsInTime(JsonElement claims, Instant now) =>
        Moment(claims, "exp") is { } expires && Moment(claims, "iat") is { } issued
        && expires > now - Skew && issued <= now + Skew && expires - issued <= LongestLife
        && (!claims.TryGetProperty("nbf", out _) || Moment(claims, "nbf") <= now + Skew);

    /// <summary>Seconds since 1970 as a number, never as a text.</summary>
    private static Instant? Moment(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var claim) && claim.ValueKind is JsonValueKind.Number && claim.TryGetInt64(out var seconds) && seconds is > 0 and < 10_000_000_000
            ? Instant.FromUnixTimeSeconds(seconds) : null;
}
