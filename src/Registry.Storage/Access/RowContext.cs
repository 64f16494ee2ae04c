using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>What the row policies read: settings of the running transaction. With none of them set, every table is empty.</summary>
/// <remarks>
/// Always set with set_config(…, true), inside a transaction: they end with it, so a connection that a pool or a proxy
/// gives to the next caller carries nothing over.
/// </remarks>
public static class RowContext
{
    internal const string Issuer = "registry.issuer";
    internal const string Subject = "registry.subject";
    internal const string Principal = "registry.principal";
    internal const string Organization = "registry.organization";

    /// <summary><see cref="WholeOrganization"/>, <see cref="EveryOrganization"/> or nothing.</summary>
    internal const string Reach = "registry.reach";

    /// <summary>Clinics whose every patient is in reach.</summary>
    internal const string Clinics = "registry.clinics";

    /// <summary>Clinics whose patients are in reach while they are on nobody's caseload, and from the moment they are on one of <see cref="Caseloads"/>.</summary>
    internal const string OpenClinics = "registry.open_clinics";

    /// <summary>The care managers whose caseloads are the caller's.</summary>
    internal const string Caseloads = "registry.caseloads";

    /// <summary>Patients in reach one by one: those of the caller's caseloads, or of the caller's care, when the transaction began.</summary>
    internal const string Patients = "registry.patients";

    internal const string WholeOrganization = "organization";
    internal const string EveryOrganization = "every-organization";

    /// <summary>After its transaction a setting is empty, not absent.</summary>
    internal static string Text(string setting) => $"nullif(current_setting('{setting}', true), '')";

    /// <summary>In a subquery of its own, so that it is read once a statement and not once a row.</summary>
    internal static string Uuid(string setting) => $"(select {Text(setting)}::uuid)";

    internal static string IsTheCaller(string principal) => $"{principal}.issuer = (select {Text(Issuer)}) and {principal}.subject = (select {Text(Subject)})";

    /// <summary>Lets the registry itself work on one organization: the first statement of a transaction of a background job.</summary>
    /// <remarks>A job names one organization a transaction. Which organizations there are it learns from <see cref="AcrossOrganizations"/>.</remarks>
    public static NpgsqlBatchCommand ForSystem(Id<Organization> organization) => Set(organization, WholeOrganization);

    /// <summary>Lets the registry itself read the list of organizations, and nothing that is theirs.</summary>
    public static NpgsqlBatchCommand AcrossOrganizations() => Set(default, EveryOrganization);

    /// <summary>For the record of an access that was refused: no row of any patient is in reach.</summary>
    internal static NpgsqlBatchCommand ForRecordOnly(Id<Organization> organization) => Set(organization, "");

    private static NpgsqlBatchCommand Set(Id<Organization> organization, string reach) =>
        new($"select set_config('{Organization}', $1, true), set_config('{Reach}', $2, true)")
        {
            Parameters = { new() { Value = organization.Value.ToString() }, new() { Value = reach } },
        };
}
