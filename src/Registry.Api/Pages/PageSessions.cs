using System.Collections.Concurrent;
using System.Security.Claims;
using NodaTime;

namespace Registry.Api;

/// <summary>The sessions of the pages that hold: a cookie can be sent again by whoever has it, so the cookie alone opens nothing.</summary>
/// <remarks>In memory: they end with the process, and whoever works on is sent to the provider and comes back.</remarks>
internal sealed class PageSessions(IClock clock)
{
    /// <summary>However busy somebody is, the provider is asked again after this.</summary>
    private static readonly Duration Longest = Duration.FromMinutes(60);

    /// <summary>As a token's id, so that the audit trail finds what was done in one session.</summary>
    private const string Id = "jti";

    private readonly ConcurrentDictionary<string, Instant> endOf = new(StringComparer.Ordinal);

    public void Begin(ClaimsIdentity person)
    {
        var (id, now) = (Guid.CreateVersion7().ToString(), clock.GetCurrentInstant());
        foreach (var (old, end) in endOf) if (end <= now) endOf.TryRemove(old, out _);
        endOf[id] = now + Longest;
        person.AddClaim(new(Id, id));
    }

    public bool IsOpen(ClaimsPrincipal? person) => person?.FindFirst(Id)?.Value is { } id && endOf.TryGetValue(id, out var end) && end > clock.GetCurrentInstant();

    public void End(ClaimsPrincipal person)
    {
        if (person.FindFirst(Id)?.Value is { } id) endOf.TryRemove(id, out _);
    }
}
