using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

public static class PatientIdentifiers
{
    /// <summary>Patients known by one of these names. A name without a system is any system's; one without a value, any of the system.</summary>
    public static async Task<ResourceFilter> KnownBy(
        this ResourceFilter filter, NpgsqlConnection connection, Id<Organization> organization, IReadOnlyCollection<CodingCondition> any, CancellationToken ct)
    {
        var keys = connection.KeysOf(organization);
        // An identifier's digest holds its system, so a value of any system has one for each that there is.
        var systems = any.Any(v => v.System is null) ? await SystemsOf(connection, organization, ct) : [];
        var digests = any.Where(v => v.Code is not null)
            .SelectMany(v => v.System is null ? systems : [v.System], (v, system) => keys.DigestsOf(system, v.Code!)).SelectMany(d => d).Select(d => d.Bytes);
        return filter.KnownBy([.. digests], [.. any.Where(v => v.Code is null).Select(v => v.System!)]);
    }

    /// <summary>The systems of the organization's identifiers: one step of an index for each, however many identifiers there are.</summary>
    private static async Task<List<string>> SystemsOf(NpgsqlConnection connection, Id<Organization> organization, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Systems, connection) { Parameters = { new() { Value = organization.Value } } };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var systems = new List<string>();
        while (await rows.ReadAsync(ct)) systems.Add(rows.GetString(0));
        return systems;
    }

    internal const string Systems = """
        with recursive known as (
          (select system from patient_identifier where organization_id = $1 order by system limit 1)
          union all
          select (select i.system from patient_identifier i where i.organization_id = $1 and i.system > k.system order by i.system limit 1) from known k where k.system is not null)
        select system from known where system is not null
        """;
}
