using System.Text.Json;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace Registry.Api;

/// <summary>How the provider's keys stand.</summary>
internal enum KeyState
{
    /// <summary>The last time the provider was asked, it answered.</summary>
    Current,

    /// <summary>The provider does not answer; the keys of its last answer serve on.</summary>
    Kept,

    /// <summary>No key that may be used: nobody can sign in.</summary>
    None,
}

/// <summary>The OpenID Connect provider does not answer, and no key of an earlier answer may be used any more.</summary>
internal sealed class ProviderUnavailableException() : IOException("The OpenID Connect provider cannot be asked for its keys.");

/// <summary>The discovery document of the one configured provider, and the keys it signs with.</summary>
/// <remarks>
/// Asked again every hour, so that a key that was withdrawn stops serving; and when a token names a key that is not known, so
/// that a new key works at once, but then at most every five minutes: a flood of invented key ids must not become a flood of
/// requests. While the provider is down, the keys of its last answer serve for a day.
/// </remarks>
internal sealed partial class ProviderKeys(string authority, IDocumentRetriever documents, IClock clock, ILogger<ProviderKeys> log) : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    public static readonly Duration LookAgain = Duration.FromMinutes(5);
    private static readonly Duration Fresh = Duration.FromHours(1);
    private static readonly Duration Serve = Duration.FromHours(24);

    /// <summary>While there is no key at all, every request waits for one.</summary>
    private static readonly Duration AskWithoutKeys = Duration.FromSeconds(5);

    private readonly SemaphoreSlim asking = new(1, 1);
    private volatile Answer? last;
    private volatile bool answers;
    private Instant askedAt = Instant.MinValue;
    private Instant lookedAt = Instant.MinValue;

    public KeyState State => Usable is null ? KeyState.None : answers ? KeyState.Current : KeyState.Kept;

    private OpenIdConnectConfiguration? Usable => last is { } known && clock.GetCurrentInstant() - known.At < Serve ? known.Document : null;

    /// <exception cref="ProviderUnavailableException">There is no key that may be used.</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (last is not { } known || clock.GetCurrentInstant() - known.At >= Fresh) await AskIfDue(cancel);
        return Usable ?? throw new ProviderUnavailableException();
    }

    /// <summary>Sees to it that a key of this id is known, if the provider has it.</summary>
    /// <exception cref="ProviderUnavailableException">There is no key that may be used.</exception>
    public async Task Expect(string keyId, CancellationToken cancel)
    {
        var known = await GetConfigurationAsync(cancel);
        if (!Has(known, keyId)) await Look(keyId, cancel);
    }

    /// <summary>Does nothing: a token that names an unknown key has asked already, through <see cref="Expect"/>.</summary>
    public void RequestRefresh()
    {
    }

    public void Dispose() => asking.Dispose();

    private static bool Has(OpenIdConnectConfiguration known, string keyId) => known.SigningKeys.Any(key => key.KeyId == keyId);

    private async Task AskIfDue(CancellationToken cancel)
    {
        // Whoever has keys to go on with does not wait for the one who asks.
        if (!await asking.WaitAsync(Usable is null ? Timeout.Infinite : 0, cancel)) return;
        try
        {
            if (clock.GetCurrentInstant() - askedAt >= (Usable is null ? AskWithoutKeys : LookAgain)) await Ask(cancel);
        }
        finally
        {
            asking.Release();
        }
    }

    private async Task Look(string keyId, CancellationToken cancel)
    {
        await asking.WaitAsync(cancel);
        try
        {
            var now = clock.GetCurrentInstant();
            if (now - lookedAt < LookAgain || Has(last!.Document, keyId)) return;
            lookedAt = now;
            await Ask(cancel);
        }
        finally
        {
            asking.Release();
        }
    }

    private async Task Ask(CancellationToken cancel)
    {
        askedAt = clock.GetCurrentInstant();
        try
        {
            last = new(await Fetch(cancel), askedAt);
            answers = true;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or ArgumentException or JsonException or OperationCanceledException
            && !cancel.IsCancellationRequested)
        {
            answers = false;
            Unanswered(log, e.GetType().Name);
        }
    }

    private async Task<OpenIdConnectConfiguration> Fetch(CancellationToken cancel)
    {
        var document = await OpenIdConnectConfigurationRetriever.GetAsync(authority.TrimEnd('/') + "/.well-known/openid-configuration", documents, cancel);
        foreach (var weak in document.SigningKeys.Where(key => !IsUsable(key)).ToList()) document.SigningKeys.Remove(weak);
        // A provider speaks for itself only (OpenID Connect Discovery 4.3), and without a key it says nothing.
        return document.Issuer == authority && document.SigningKeys.Count > 0 ? document : throw new InvalidOperationException("Not the discovery document of this provider, or one without a key.");
    }

    private static bool IsUsable(SecurityKey key) => key.KeyId is { Length: > 0 } && (key is ECDsaSecurityKey || key.KeySize >= 2048);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The OpenID Connect provider cannot be asked for its keys ({Failure}). Those it gave last serve for a day.")]
    private static partial void Unanswered(ILogger logger, string failure);

    private sealed record Answer(OpenIdConnectConfiguration Document, Instant At);
}
