using Microsoft.EntityFrameworkCore;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>What is looked at and then written by one transaction at a time, where no index can refuse the second.</summary>
public static class HeldAlone
{
    /// <summary>Waits until nobody else holds this name, then holds it until the transaction ends. What is read afterwards holds everything the others wrote.</summary>
    public static Task HoldAlone(this RegistryDbContext db, string name, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({name}, 0))", ct);

    /// <summary>Before a new episode is compared with the patient's others: until it is stored, nobody opens another one. Those there may end meanwhile; an episode seen open is refused, and one seen ended stays as it is.</summary>
    public static Task OpenEpisodesAlone(this RegistryDbContext db, Id<Patient> patient, CancellationToken ct) => db.HoldAlone("episodes of " + patient, ct);
}
