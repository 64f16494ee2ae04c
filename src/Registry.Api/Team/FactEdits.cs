using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class FactEdits
{
    /// <summary>Stamps the correction and saves it; the database keeps the version before.</summary>
    public static async Task<Versioned<TResponse>> Save<TFact, TResponse>(TFact fact, Func<TFact, TResponse> show, Access access, RegistryDbContext db, CancellationToken ct)
        where TFact : Fact
    {
        fact.Corrected(access.Caller!.PrincipalId, access.Now);
        await db.SaveChangesAsync(ct);
        return new(show(fact), fact.Version);
    }
}
