namespace Registry.Storage;

/// <summary>Row-level security: which rows of which table a transaction sees and may write. Every table is in this list.</summary>
/// <remarks>
/// A rule is a membership in sets that <see cref="RowContext"/> holds, each read once a statement; never a function called for
/// each row. "offset 0" keeps a question about one row from becoming a scan of everything. Columns compared are uuid and text, whose
/// operators are leakproof, so that a policy does not keep an index from being used. A rule is kept short, since each statement
/// pays for the whole of it when it starts, whatever part is needed: that is most of what row security costs.
/// </remarks>
internal static class RowSecurity
{
    private static readonly string Organization = RowContext.Uuid(RowContext.Organization);
    private static readonly string WholeOrganization = $"(select current_setting('{RowContext.Reach}', true) = '{RowContext.WholeOrganization}')";

    private static readonly string EveryOrganization = $"(select current_setting('{RowContext.Reach}', true) = '{RowContext.EveryOrganization}')";

    /// <summary>Hashed once a statement, when the first row comes.</summary>
    private static string In(string setting) => $"in (select unnest({RowContext.Text(setting)}::uuid[]))";

    /// <summary>Who has or had a part of the care team of the patient whose row is looked at: two or three entries of an index.</summary>
    private const string CareTeam = "select from care_team_assignment m where m.organization_id = patient.organization_id and m.patient_id = patient.id";

    private static string Any(string setting) => $"any((select {RowContext.Text(setting)}::uuid[])::uuid[])";

    /// <summary>Each table with the rule of its rows. A new table gets its line here, and its migration calls <see cref="Protect"/> for it.</summary>
    public static readonly IReadOnlyDictionary<string, string> Tables = new Dictionary<string, string>
    {
        // Who works here: known within the organization.
        ["organization"] = $"id = {Organization} or {EveryOrganization}",
        ["clinic"] = KnownToJobs,
        ["staff_member"] = OfOrganization,
        // A token finds its organization through its own principal.
        ["principal"] = $"{KnownToJobs} or ({RowContext.IsTheCaller("principal")})",
        ["role_grant"] = OfOrganization,
        ["approval"] = OfOrganization,

        // The patient's row decides; whatever is about a patient asks for it.
        ["patient"] = $"""
            organization_id = {Organization} and ({WholeOrganization} or clinic_id = {Any(RowContext.Clinics)}
              or exists ({CareTeam} and m.staff_member_id = {Any(RowContext.Members)} and m.role = any((select {RowContext.Text(RowContext.Parts)}::text[])::text[]) offset 0)
              or (clinic_id = {Any(RowContext.OpenClinics)} and not exists ({CareTeam} and m.role = 'care-manager' offset 0))
              or id = {Any(RowContext.InSight)})
            """,
        // The patient's row asks for it, so it cannot ask for the patient in turn.
        ["care_team_assignment"] = OfOrganization,
        ["episode"] = OfPatient("episode"),
        ["assessment"] = OfPatient("assessment"),
        ["contact"] = OfPatient("contact"),
        ["consultation"] = OfPatient("consultation"),
        ["relapse_prevention_plan"] = OfPatient("relapse_prevention_plan"),
        ["team_entry"] = OfPatient("team_entry"),
        ["closed_billing_month"] = OfPatient("closed_billing_month"),
        ["stored_resource"] = OfPatient("stored_resource"),
        ["patient_identifier"] = OfPatient("patient_identifier"),
        ["patient_identifier_digest"] = OfPatient("patient_identifier_digest"),
        ["quarantine_entry"] = OfPatient("quarantine_entry"),
        ["fact_history"] = OfPatient("fact_history", "fact_history.patient_id is null"),
        ["episode_status_change"] = OfOther("episode_status_change", "episode", "episode_id", $"episode_status_change.episode_id {In(RowContext.AskedEpisodes)}"),
        ["assessment_identifier"] = OfOther("assessment_identifier", "assessment", "assessment_id"),

        // What jobs find their work by.
        ["webhook"] = KnownToJobs,
        ["webhook_delivery"] = KnownToJobs,
        ["flag_check"] = KnownToJobs,
        ["flag_day"] = KnownToJobs,
        ["cds_client"] = KnownToJobs,
        // Whether every key lies under the root key that was configured.
        ["organization_key"] = KnownToJobs,
        ["wrapped_data_key"] = OfOrganization,
        ["key_rotation"] = KnownToJobs,
        // Files hold patients: for the client that ordered them, and the worker that writes them.
        ["bulk_export"] = $"{OfOrganization} and ({OfPrincipal} or {WholeOrganization}) or {EveryOrganization}",
        ["bulk_file"] = OfExport("bulk_file"),
        ["bulk_file_chunk"] = OfExport("bulk_file_chunk"),
        ["used_token"] = OfOrganization,
        ["announced_flag"] = OfOther("announced_flag", "episode", "episode_id"),

        ["patient_background"] = OfPatient("patient_background"),
        ["patient_coverage"] = OfPatient("patient_coverage"),

        // No patient's row decides.
        ["attested_fte"] = OfOrganization,
        ["submitted_month"] = OfOrganization,
        ["metric_target"] = OfOrganization,
        ["drift_plan"] = OfOrganization,
        // The learning program: the own organization's, but for charters it was invited to, and the suppressed figures of those it takes part with.
        ["implementation_site"] = OfOrganization,
        ["checklist_item"] = OfOrganization,
        ["pdsa_cycle"] = OfOrganization,
        ["action_plan"] = OfOrganization,
        ["action_plan_review"] = OfOrganization,
        ["finance_rate"] = OfOrganization,
        ["finance_cost"] = OfOrganization,
        ["collaborative_invitation"] = $"{OfOrganization} or invited_organization_id = {Organization}",
        ["collaborative"] = $"{OfOrganization} or {Invited("collaborative", "id")}",
        ["collaborative_measure"] = $"{OfOrganization} or {Invited("collaborative_measure", "collaborative_id")}",
        ["collaborative_member"] = OfOrganization,
        ["collaborative_site"] = $"{OfOrganization} or (is_shared and {TakesPart("collaborative_site")})",
        ["shared_submission"] = OfSite("shared_submission"),
        ["shared_measure"] = OfSite("shared_measure"),
        ["published_aggregate"] = KnownToJobs,
        // Suppressed figures of no patient; a job finds which organization lacks them.
        ["published_month"] = KnownToJobs,
        ["published_row"] = OfOrganization,
        ["review_session"] = OfOrganization,
        // The sealer follows every chain; entries are written for accesses that reach no patient.
        ["audit_entry"] = KnownToJobs,
        ["audit_seal"] = KnownToJobs,
        ["audit_entry_patient"] = KnownToJobs,
        // Read and accounted for by auditors, who see no patients.
        ["disclosure"] = OfOrganization,
        ["accounting_suspension"] = OfOrganization,
        ["emergency_access"] = OfOrganization,
        ["emergency_review"] = OfOrganization,
        ["legal_hold"] = OfOrganization,
        // Duties towards patients: known with the patient.
        ["amendment"] = OfPatient("amendment"),
        ["restriction"] = OfPatient("restriction"),
        ["part2_consent"] = OfPatient("part2_consent"),
        ["data_set"] = OfOrganization,
        ["retention_policy"] = OfOrganization,
        ["audit_cut"] = KnownToJobs,
        ["code_mapping"] = OfOrganization,
        ["import_source"] = OfOrganization,
        ["form"] = OfOrganization,
        ["idempotency_key"] = $"{OfOrganization} and {OfPrincipal}",
    };

    /// <summary>Every row of the organization; and to a job, those of all: how it finds its next piece of work, never what that is about.</summary>
    public static string KnownToJobs => $"({OfOrganization} or {EveryOrganization})";

    private static string OfPrincipal => $"principal_id = {RowContext.Uuid(RowContext.Principal)}";

    private static string OfExport(string table) => $"""
        exists (select from bulk_export e where e.organization_id = {table}.organization_id and e.id = {table}.export_id offset 0)
        """;

    /// <summary>Rows of another organization's collaborative to which this one was invited.</summary>
    private static string Invited(string table, string column) => $"""
        exists (select from collaborative_invitation i where i.organization_id = {table}.organization_id and i.collaborative_id = {table}.{column} and i.invited_organization_id = {Organization} offset 0)
        """;

    /// <summary>The organization itself takes part in the collaborative of the row. Its own membership is all it asks for, so the rule of members needs no other.</summary>
    private static string TakesPart(string table) => $"""
        exists (select from collaborative_member m where m.organization_id = {Organization} and m.collaborative_id = {table}.collaborative_id and m.left_at is null offset 0)
        """;

    /// <summary>What a site submitted is seen with the site: from the day its organization leaves, by nobody else.</summary>
    private static string OfSite(string table) => $"""
        {OfOrganization} or exists (select from collaborative_site s where s.organization_id = {table}.organization_id and s.collaborative_id = {table}.collaborative_id and s.clinic_id = {table}.clinic_id offset 0)
        """;

    /// <summary>Every row of the organization.</summary>
    public static string OfOrganization => $"organization_id = {Organization}";

    /// <summary>Rows about a patient in reach. The patient's own row is asked for only where the set of those asked about does not answer.</summary>
    /// <param name="also">Another reason to see a row.</param>
    public static string OfPatient(string table, string? also = null) => $"""
        organization_id = {Organization} and ({table}.patient_id {In(RowContext.Asked)} or {WholeOrganization}{(also is null ? "" : $" or {also}")}
          or exists (select from patient p where p.organization_id = {table}.organization_id and p.id = {table}.patient_id offset 0))
        """;

    /// <summary>Rows that belong to a row of another table, and are seen with it.</summary>
    /// <param name="also">Another reason to see a row.</param>
    public static string OfOther(string table, string other, string column, string? also = null) => $"""
        organization_id = {Organization} and ({(also is null ? "" : $"{also} or ")}{WholeOrganization}
          or exists (select from {other} o where o.organization_id = {table}.organization_id and o.id = {table}.{column} offset 0))
        """;

    /// <summary>The records of an episode under 42 CFR Part 2, by the column that names the record or its episode. For people nothing is withheld, so the set is empty.</summary>
    public static readonly IReadOnlyDictionary<string, string> Withholdable = new Dictionary<string, string>
    {
        ["episode"] = "id", ["assessment"] = "id", ["assessment_identifier"] = "assessment_id", ["stored_resource"] = "id", ["fact_history"] = "id",
        // Columns that the covering indexes hold.
        ["care_team_assignment"] = "episode_id", ["contact"] = "episode_id", ["consultation"] = "episode_id", ["relapse_prevention_plan"] = "episode_id", ["team_entry"] = "episode_id",
        ["episode_status_change"] = "episode_id", ["closed_billing_month"] = "episode_id", ["announced_flag"] = "episode_id",
    };

    /// <summary>Beside the rule of the table, not instead of it: what is withheld is not seen whoever's it is.</summary>
    public static string Withhold(string table) =>
        $"create policy withheld on {table} as restrictive for select using ({Withholdable[table]} <> all((select coalesce({RowContext.Text(RowContext.Withheld)}, '{{}}')::uuid[])::uuid[]))";

    /// <summary>Enables the rule for every command and forces it on the owner too.</summary>
    public static IEnumerable<string> Protect(string table)
    {
        yield return $"alter table {table} enable row level security, force row level security";
        yield return $"create policy in_reach on {table} using ({Tables[table]})";
    }
}
