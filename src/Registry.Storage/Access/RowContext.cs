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

    /// <summary>Clinics whose patients are in reach while they are on nobody's caseload.</summary>
    internal const string OpenClinics = "registry.open_clinics";

    /// <summary>Members of staff whose patients are in reach, in the parts of the care team named by <see cref="Parts"/>: the caller, and those whose caseload was granted.</summary>
    internal const string Members = "registry.members";
    internal const string Parts = "registry.parts";

    /// <summary>Patients, and their episodes, that a statement of this transaction has just been let see: what is asked about them next need not ask for each row again.</summary>
    internal const string Asked = "registry.asked";
    internal const string AskedEpisodes = "registry.asked_episodes";

    /// <summary>Patients in sight for a reason of this transaction: it put them on a caseload, or the caller opened their record in an emergency.</summary>
    internal const string InSight = "registry.in_sight";

    /// <summary>Records under 42 CFR Part 2 that no consent opens: not for another system, and in no export.</summary>
    internal const string Withheld = "registry.withheld";

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

    /// <summary>Lets the registry itself see which organizations and queues there are, and no patient.</summary>
    public static NpgsqlBatchCommand AcrossOrganizations() => Set(default, EveryOrganization);

    /// <summary>For the record of an access that was refused: no row of any patient is in reach.</summary>
    internal static NpgsqlBatchCommand ForRecordOnly(Id<Organization> organization) => Set(organization, "");

    /// <summary>Lets the running transaction see every patient of these clinics: for work on what waits, by somebody whose role reaches no patient.</summary>
    internal static NpgsqlBatchCommand ForClinics(Guid[] clinics) =>
        new($"select set_config('{Clinics}', $1::uuid[]::text, true)") { Parameters = { new() { Value = clinics } } };

    internal static NpgsqlBatchCommand Reaching(string reach) => new($"select set_config('{Reach}', $1, true)") { Parameters = { new() { Value = reach } } };

    private static NpgsqlBatchCommand Set(Id<Organization> organization, string reach) =>
        new($"select set_config('{Organization}', $1, true), set_config('{Reach}', $2, true)")
        {
            Parameters = { new() { Value = organization.Value.ToString() }, new() { Value = reach } },
        };
}
