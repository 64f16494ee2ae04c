using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>What a search can ask of a patient beyond what the database can read.</summary>
/// <param name="BornFrom">The first moment of the birth date in UTC; null when it is not known.</param>
internal readonly record struct DecryptedPatient(string FamilyName, string GivenName, Instant? BornFrom)
{
    public override string ToString() => nameof(DecryptedPatient);
}

/// <summary>More patients would have to be decrypted than one search may cost.</summary>
public sealed class SearchTooWideException() : Exception("The search would look at too many patients.");

/// <summary>Patients by name or birth date, which lie encrypted and have no index: a guess at either must not be answered by the database's files.</summary>
/// <remarks>
/// One statement reads the encrypted names of the patients in the caller's reach whom the other conditions leave, 200 bytes each;
/// they are decrypted and compared here, a microsecond a value. A second statement reads the rows of the page. The work grows with
/// the reach, not with what is found, so it ends at <see cref="MostLookedAt"/>.
/// </remarks>
internal static class PatientSearch
{
    public const int MostLookedAt = 100_000;

    /// <summary>The order that patients have without being asked for one.</summary>
    public const string ByBirthDate = "birthdate";

    private static readonly Instant Unborn = Instant.FromUtc(1, 1, 1, 0, 0);

    public static bool Answers(ResourceFilter filter, ResourceOrder order) => filter.AsksForDecrypted || (filter.Table == ResourceTables.Patient && order.Sort == ByBirthDate);

    public static async Task<List<(FoundResource Found, ResourcePlace Place)>> Page(
        NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, ResourceFilter filter, ResourceOrder order, CancellationToken ct)
    {
        IEnumerable<ResourcePlace> places = await Matches(connection, organization, clinics, filter, order, ct);
        if (order.After is { } after) places = places.SkipWhile(place => InOrder(place, after, order.Descending) <= 0);
        var page = places.Take(order.Limit + 1).ToList();
        if (page.Count == 0) return [];
        var found = await connection.PageOf(organization, clinics, new ResourceFilter(filter.Table).WithIds([.. page.Select(p => p.Id)]),
            order with { Sort = ResourceTable.LastUpdated, After = null, Limit = page.Count }, ct);
        var byId = found.ToDictionary(row => row.Found.Id, row => row.Found);
        return [.. page.Where(place => byId.ContainsKey(place.Id)).Select(place => (byId[place.Id], place))];
    }

    public static async Task<int> Count(NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, ResourceFilter filter, ResourceOrder order, CancellationToken ct) =>
        (await Matches(connection, organization, clinics, filter, order, ct)).Count;

    /// <summary>Everybody whom all conditions leave, in order.</summary>
    private static async Task<List<ResourcePlace>> Matches(
        NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, ResourceFilter filter, ResourceOrder order, CancellationToken ct)
    {
        var keys = connection.KeysOf(organization);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { ResourceQuery.Encrypted(organization, clinics, filter, order, MostLookedAt + 1) } };
        await using var row = await batch.ExecuteReaderAsync(ct);
        var matches = new List<ResourcePlace>();
        for (var looked = 1; await row.ReadAsync(ct); looked++)
        {
            if (looked > MostLookedAt) throw new SearchTooWideException();
            var id = row.GetGuid(0);
            if (filter.AsksForDecrypted && !filter.Holds(Decrypted(row, id, keys))) continue;
            var key = order.Sort == ByBirthDate ? Born(row, 5, id, keys) ?? Unborn : row.Moment(1)!.Value;
            matches.Add(new(key.ToDateTimeUtc(), id));
        }

        matches.Sort((a, b) => InOrder(a, b, order.Descending));
        return matches;
    }

    private static DecryptedPatient Decrypted(NpgsqlDataReader row, Guid id, OrganizationKeys keys) => new(
        keys.Decrypt("patient", "family_name_encrypted", id, row.Bytes(2)!), keys.Decrypt("patient", "given_name_encrypted", id, row.Bytes(3)!), Born(row, 4, id, keys));

    private static Instant? Born(NpgsqlDataReader row, int at, Guid id, OrganizationKeys keys) =>
        keys.DecryptDay("patient", "birth_date_encrypted", id, row.Bytes(at))?.AtMidnight().InUtc().ToInstant();

    private static int InOrder(ResourcePlace a, ResourcePlace b, bool descending)
    {
        var order = ((DateTime)a.Key).CompareTo((DateTime)b.Key);
        if (order == 0) order = a.Id.CompareTo(b.Id);
        return descending ? -order : order;
    }
}
