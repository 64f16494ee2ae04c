using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>How one source is read: what its own codes and its forms mean, and what becomes of those that nobody has mapped.</summary>
public sealed class ImportPolicy
{
    private readonly HashSet<(string System, string Code)> notOurs = [];
    private readonly Dictionary<(string System, string Code), Instrument> codes = [];
    private readonly List<string> forms = [];

    public UnmappedCodes UnmappedCodes { get; private set; } = UnmappedCodes.KeepSurveys;
    public UnknownForms UnknownForms { get; private set; } = UnknownForms.Keep;
    public bool MayLoadForms { get; private set; }

    /// <summary>Mapped codes, by system and code.</summary>
    public IReadOnlyDictionary<(string System, string Code), Instrument> Codes => codes;

    /// <summary>The texts of the forms asked for, newest first.</summary>
    public IReadOnlyList<string> Forms => forms;

    /// <summary>Somebody said that this code, or this form, is no score kept here.</summary>
    public bool IsNotOurs(string system, string? code) => notOurs.Contains((system, code ?? ""));

    /// <param name="canonicals">The forms that the resources name, without versions.</param>
    public static async Task<ImportPolicy> Read(NpgsqlConnection connection, Id<Organization> organization, Id<Principal> source, string[] canonicals, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command("select unmapped_codes, unknown_forms, may_load_forms from import_source where organization_id = $1 and id = $2", organization, source.Value),
                Command("select system, code, instrument from code_mapping where organization_id = $1 and source_id = $2 and ended_at is null", organization, source.Value),
                Command("select body from form where organization_id = $1 and url = any($2) order by id desc", organization, canonicals),
            },
        };
        await using var row = await batch.ExecuteReaderAsync(ct);
        var policy = new ImportPolicy();
        while (await row.ReadAsync(ct))
            (policy.UnmappedCodes, policy.UnknownForms, policy.MayLoadForms) = (Kebab.Parse<UnmappedCodes>(row.GetString(0)), Kebab.Parse<UnknownForms>(row.GetString(1)), row.GetBoolean(2));
        await row.NextResultAsync(ct);
        while (await row.ReadAsync(ct))
        {
            if (row.IsDBNull(2)) policy.notOurs.Add((row.GetString(0), row.GetString(1)));
            else policy.codes[(row.GetString(0), row.GetString(1))] = Instruments.ByCode(row.GetString(2))!;
        }

        await row.NextResultAsync(ct);
        while (await row.ReadAsync(ct)) policy.forms.Add(row.GetString(0));
        return policy;
    }

    private static NpgsqlBatchCommand Command(string sql, Id<Organization> organization, object second) =>
        new(sql) { Parameters = { new() { Value = organization.Value }, new() { Value = second } } };
}
