using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Registry.Storage;

/// <summary>Entities hold plain values, their rows encrypted ones: decrypted when an entity is made from its row, encrypted when it is saved.</summary>
internal sealed class EncryptionInterceptor : SaveChangesInterceptor, IMaterializationInterceptor
{
    /// <summary>One for all contexts: each other one would cost EF a cache of its own.</summary>
    public static readonly EncryptionInterceptor Instance = new();

    public object InitializedInstance(MaterializationInterceptionData materializationData, object entity)
    {
        foreach (var property in EncryptedProperty.Of(entity.GetType()))
        {
            if (materializationData.GetPropertyValue<byte[]?>(property.Stored) is not { } stored) continue;
            var (organization, row) = property.Place(entity);
            property.Set(entity, Connection(materializationData.Context).KeysOf(organization).Decrypt(property.Table, property.Column, row, stored));
        }

        return entity;
    }

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Encrypt(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Encrypt(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    private static void Encrypt(DbContext context)
    {
        foreach (var entry in context.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified).ToList())
        {
            foreach (var property in EncryptedProperty.Of(entry.Entity.GetType()))
            {
                var (organization, row) = property.Place(entry.Entity);
                entry.Property(property.Stored).CurrentValue = Connection(context).KeysOf(organization).EncryptOrNull(property.Table, property.Column, row, property.Get(entry.Entity));
            }

            if (entry is { State: EntityState.Added, Entity: Clinical.PatientIdentifier identifier }) AddDigests(context, identifier);
        }
    }

    private static void AddDigests(DbContext context, Clinical.PatientIdentifier identifier)
    {
        foreach (var digest in Connection(context).KeysOf(identifier.OrganizationId).DigestsOf(identifier.System, identifier.Value))
        {
            context.Add(new PatientIdentifierDigest
            {
                OrganizationId = identifier.OrganizationId, Digest = digest.Bytes, KeyVersion = digest.KeyVersion, IdentifierId = identifier.Id, PatientId = identifier.PatientId,
            });
        }
    }

    private static NpgsqlConnection Connection(DbContext? context) => (NpgsqlConnection)context!.Database.GetDbConnection();
}
