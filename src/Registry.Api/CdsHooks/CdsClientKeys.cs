using System.Collections.Concurrent;
using Microsoft.IdentityModel.Tokens;
using NodaTime;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The public keys of CDS Hooks clients: as registered, or from the address that was registered, and from nowhere else.</summary>
/// <remarks>Fetched keys serve for an hour. An unknown key id asks again, at most once in five minutes: a flood of invented ids must not become a flood of requests.</remarks>
internal sealed class CdsClientKeys(OutboundHttp outbound, IClock clock)
{
    private static readonly Duration Serve = Duration.FromHours(1);
    private static readonly Duration AskAgain = Duration.FromMinutes(5);
    private readonly ConcurrentDictionary<string, Fetched> cache = new();

    /// <summary>The key of this id, or null when the client has none.</summary>
    public async Task<SecurityKey?> Find(CdsCredentials client, string keyId, CancellationToken ct)
    {
        if (client.Jwks is { } given) return Among(Read(given), keyId);
        var now = clock.GetCurrentInstant();
        var known = cache.GetValueOrDefault(client.JwksUri!);
        var key = known is null ? null : Among(known.Keys, keyId);
        var isFresh = known is not null && now - known.At < (key is null ? AskAgain : Serve);
        if (isFresh) return key;

        // While the client's server is down, the keys known before serve on.
        var keys = await Fetch(client.JwksUri!, ct) ?? known?.Keys ?? [];
        cache[client.JwksUri!] = new(now, keys);
        return Among(keys, keyId);
    }

    /// <summary>The usable keys of a set: public ones for ES384 and RS384. Empty when it is no key set.</summary>
    public static IReadOnlyList<JsonWebKey> Read(string jwks)
    {
        try
        {
            return [.. new JsonWebKeySet(jwks).Keys.Where(k => k is { KeyId.Length: > 0, HasPrivateKey: false } && k.Kty is "RSA" or "EC")];
        }
        catch (ArgumentException)
        {
            return [];
        }
    }

    private static JsonWebKey? Among(IReadOnlyList<JsonWebKey> keys, string keyId) => keys.FirstOrDefault(k => k.KeyId == keyId);

    private async Task<IReadOnlyList<JsonWebKey>?> Fetch(string address, CancellationToken ct)
    {
        try
        {
            using var answer = await outbound.Client.GetAsync(new Uri(address), ct);
            return answer.IsSuccessStatusCode ? Read(await answer.Content.ReadAsStringAsync(ct)) : null;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private sealed record Fetched(Instant At, IReadOnlyList<JsonWebKey> Keys);
}
