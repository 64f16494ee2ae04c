using System.Threading.RateLimiting;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Requests a minute for each person or program, each client application, each organization, and each address of strangers.</summary>
/// <remarks>A bucket each, filled every second: a burst may use what a minute allows, and then it is so much a second.</remarks>
internal sealed class RequestBudgets(RegistrySettings settings) : IDisposable
{
    private readonly LimitSettings limits = settings.Limits;

    private readonly PartitionedRateLimiter<Spender> buckets = PartitionedRateLimiter.Create<Spender, Spender>(spender =>
        RateLimitPartition.GetTokenBucketLimiter(spender, static s => new()
        {
            TokenLimit = s.PerMinute,
            TokensPerPeriod = Math.Max(1, s.PerMinute / 60),
            ReplenishmentPeriod = TimeSpan.FromSeconds(s.PerMinute < 60 ? 60.0 / s.PerMinute : 1),
            QueueLimit = 0,
        }));

    /// <summary>Counts a request, before anything is asked of the database. How long to wait before the next; null when it may pass.</summary>
    public TimeSpan? Of(HttpContext http)
    {
        if (http.User.Identity?.IsAuthenticated is not true) return Spend(new("address", http.Connection.RemoteIpAddress?.ToString() ?? "", limits.PerAddress));
        var client = http.User.FindFirst("client_id") ?? http.User.FindFirst("azp");
        return Spend(new("principal", $"{http.User.FindFirst("sub")?.Value} {http.User.FindFirst("iss")?.Value}", limits.PerPrincipal))
            ?? (client is null ? null : Spend(new("client", client.Value, limits.PerClient)));
    }

    /// <summary>Counts it for the organization too, once it is known.</summary>
    public TimeSpan? OfOrganization(Id<Organization> organization) => Spend(new("organization", organization.ToString(), limits.PerOrganization));

    public void Dispose() => buckets.Dispose();

    private TimeSpan? Spend(Spender spender)
    {
        using var lease = buckets.AttemptAcquire(spender);
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    private sealed record Spender(string Kind, string Name, int PerMinute);
}
