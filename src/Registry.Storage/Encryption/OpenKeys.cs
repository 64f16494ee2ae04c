using System.Runtime.CompilerServices;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The keys with which the work on a connection reads and writes. They are opened where the work begins, beside its transaction.</summary>
public static class OpenKeys
{
    private static readonly ConditionalWeakTable<NpgsqlConnection, Dictionary<Guid, OrganizationKeys>> Opened = [];

    /// <summary>From here on this connection's statements read and write values of that organization.</summary>
    public static void Use(this NpgsqlConnection connection, OrganizationKeys keys) => Opened.GetOrCreateValue(connection)[keys.OrganizationId.Value] = keys;

    /// <exception cref="InvalidOperationException">The work began without opening them.</exception>
    public static OrganizationKeys KeysOf(this NpgsqlConnection connection, Id<Organization> organization) =>
        Opened.TryGetValue(connection, out var keys) && keys.TryGetValue(organization.Value, out var found) ? found
        : throw new InvalidOperationException("The keys of the organization were not opened for this connection.");
}
