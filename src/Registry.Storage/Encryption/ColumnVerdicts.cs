namespace Registry.Storage;

/// <summary>Every column of the registry, and what was decided about it: encrypted, or plain and why that can be. A column that is not here fails a test.</summary>
/// <remarks>
/// Encrypted is what names a person, and every text that people or other systems write about one. Scores, days of care and minutes
/// stay plain: figures are made of them. They are protected by rights, row policies and the encryption of the disk.
/// </remarks>
public static class ColumnVerdicts
{
    public static readonly IReadOnlyDictionary<string, TableVerdict> Tables = new Dictionary<string, TableVerdict>
    {
        ["accounting_suspension"] = new() { Ids = "organization_id id patient_id recorded_by", Days = "recorded_at until_on", Encrypted = "recipient_name_encrypted statement_encrypted" },
        ["action_plan"] = new() { Ids = "organization_id id clinic_id recorded_by", Days = "adopted_on recorded_at", Words = "metric_codes", Registry = "goal owner steps" },
        ["action_plan_review"] = new() { Ids = "organization_id action_plan_id recorded_by", Days = "recorded_at reviewed_on", Words = "outcome", Registry = "note" },
        ["amendment"] = new()
        {
            Ids = "organization_id id about_id patient_id recorded_by",
            Days = "decided_on recorded_at requested_on",
            Numbers = "about_version amended_version is_extended version",
            Words = "about denial_reason state",
            Encrypted = "disagreement_encrypted request_encrypted",
        },
        ["announced_flag"] = new() { Ids = "organization_id episode_id", Days = "seen_on", Words = "flag_id instrument" },
        ["approval"] = new()
        {
            Ids = "organization_id id approved_by requested_by subject_id",
            Days = "approved_at expires_at requested_at used_at",
            Numbers = "version",
            Words = "kind",
            Registry = "reason",
        },
        ["assessment"] = new()
        {
            Ids = "organization_id id patient_id recorded_by",
            Days = "administered_at administered_on received_on recorded_at reviewed_on",
            Numbers = "items self_harm_answer total version",
            Words = "instrument origin status",
            Registry = "source source_version",
        },
        ["assessment_identifier"] = new() { Ids = "organization_id assessment_id", Names = "system value" },
        ["attested_fte"] = new() { Ids = "organization_id recorded_by staff_member_id", Days = "from_on recorded_at", Numbers = "fte" },
        ["audit_cut"] = new() { Ids = "organization_id", Days = "cut_at", Numbers = "sequence", Digests = "export_digest hash" },
        ["audit_entry"] = new()
        {
            Ids = "organization_id id patient_ids principal_id",
            Days = "at",
            Numbers = "status xid",
            Words = "action event method outcome purpose_of_use request_id resources roles route",
            Registry = "client_id network_address token_id",
        },
        ["audit_entry_patient"] = new() { Ids = "organization_id patient_id entry_id", Days = "at" },
        ["audit_seal"] = new() { Ids = "organization_id entry_id", Days = "sealed_at", Numbers = "sequence xid", Digests = "hash" },
        ["bulk_export"] = new()
        {
            Ids = "organization_id id clinics group_id principal_id",
            Days = "expires_at finished_at leased_until ordered_at since transaction_time",
            Numbers = "attempts patients_done patients_in_all",
            Words = "request_id state types",
            Names = "request",
        },
        ["bulk_file"] = new() { Ids = "organization_id export_id", Numbers = "number bytes count", Words = "resource_type", Digests = "sha256" },
        ["bulk_file_chunk"] = new() { Ids = "organization_id export_id", Numbers = "file_number number", Encrypted = "body_encrypted" },
        ["care_team_assignment"] = new()
        {
            Ids = "organization_id id episode_id patient_id recorded_by staff_member_id",
            Days = "from_on recorded_at until_on",
            Numbers = "version",
            Words = "role",
        },
        ["cds_client"] = new() { Ids = "organization_id id principal_id", Days = "created_at ended_at", Registry = "jwks jwks_uri" },
        ["checklist_item"] = new() { Ids = "organization_id clinic_id recorded_by", Days = "recorded_at settled_on", Numbers = "sequence version", Words = "checklist code state", Registry = "note title" },
        ["clinic"] = new() { Ids = "organization_id id", Days = "ended_at launched_on", Numbers = "version", Registry = "name time_zone" },
        ["closed_billing_month"] = new() { Ids = "organization_id episode_id closed_by patient_id", Days = "month_on closed_at", Words = "payer_profile" },
        ["code_mapping"] = new() { Ids = "organization_id id ended_by recorded_by source_id", Days = "ended_at recorded_at", Words = "instrument", Names = "code system" },
        ["collaborative"] = new() { Ids = "organization_id id recorded_by", Days = "first_month_on last_month_on recorded_at", Registry = "charter name" },
        ["collaborative_invitation"] = new() { Ids = "organization_id collaborative_id invited_by invited_organization_id", Days = "invited_at" },
        ["collaborative_measure"] = new() { Ids = "organization_id collaborative_id", Numbers = "goal sequence", Words = "metric_code" },
        ["collaborative_member"] = new() { Ids = "organization_id collaborative_id joined_by kept_by left_by", Days = "joined_at left_at" },
        ["collaborative_site"] = new() { Ids = "organization_id clinic_id collaborative_id", Days = "launched_on", Numbers = "is_shared", Registry = "name" },
        ["consultation"] = new()
        {
            Ids = "organization_id id consultant_id episode_id patient_id recorded_by review_session_id",
            Days = "on_day recorded_at settled_on started_at",
            Numbers = "entered_in_error minutes version",
            Words = "recommendation recommendation_state",
            Encrypted = "note_encrypted",
        },
        ["contact"] = new()
        {
            Ids = "organization_id id episode_id patient_id recorded_by staff_member_id",
            Days = "on_day recorded_at started_at",
            Numbers = "entered_in_error kept minutes version",
            Words = "mode purpose",
        },
        ["data_set"] = new()
        {
            Ids = "organization_id id approved_by clinic_ids ordered_by",
            Days = "approved_at ordered_at",
            Words = "kind recipient",
            Registry = "agreement_id recipient_address recipient_name why",
        },
        ["disclosure"] = new()
        {
            Ids = "organization_id id patient_id recorded_by",
            Days = "disclosed_on recorded_at withheld_until",
            Numbers = "holds_part2",
            Words = "purpose",
            Encrypted = "recipient_address_encrypted recipient_name_encrypted what_encrypted why_encrypted",
        },
        ["drift_plan"] = new() { Ids = "organization_id id clinic_id owner_id recorded_by", Days = "made_on recorded_at review_on", Words = "indicator", Registry = "intervention" },
        ["emergency_access"] = new() { Ids = "organization_id id clinic_id patient_id principal_id", Days = "expires_at opened_at", Words = "reason", Encrypted = "explanation_encrypted" },
        ["emergency_review"] = new() { Ids = "organization_id emergency_access_id reviewed_by", Days = "reviewed_at", Words = "verdict", Encrypted = "note_encrypted" },
        ["episode"] = new()
        {
            Ids = "organization_id id clinic_id patient_id recorded_by",
            Days = "ended_on enrolled_on recorded_at referred_on care_plan_on consent_on consent_withdrawn_on initiating_visit_on last_seen_by_practitioner_on",
            Numbers = "version is_part2",
            Words = "discharge_reason primary_scale status",
            Registry = "program",
        },
        ["episode_status_change"] = new() { Ids = "organization_id episode_id", Days = "on_day recorded_at", Numbers = "sequence", Words = "status" },
        ["fact_history"] = new() { Ids = "organization_id id patient_id staff_member_id", Days = "recorded_at superseded_at", Numbers = "version", Words = "table_name", Mixed = "row" },
        ["finance_cost"] = new() { Ids = "organization_id recorded_by", Days = "from_on recorded_at until_on", Numbers = "amount", Words = "kind", Registry = "source" },
        ["finance_rate"] = new() { Ids = "organization_id recorded_by", Days = "from_on recorded_at until_on", Numbers = "amount", Words = "code payer", Registry = "source" },
        ["flag_check"] = new() { Ids = "organization_id patient_id", Numbers = "sequence is_first" },
        ["flag_day"] = new() { Ids = "organization_id clinic_id", Days = "checked_on" },
        ["form"] = new() { Ids = "organization_id id recorded_by", Days = "recorded_at", Registry = "body business_version url" },
        ["idempotency_key"] = new() { Ids = "organization_id principal_id created_id", Days = "created_at", Names = "key", Digests = "request_hash" },
        ["implementation_site"] = new()
        {
            Ids = "organization_id clinic_id recorded_by",
            Days = "executed_on initiated_on launch_due_on planned_on recorded_at sustained_on",
            Numbers = "version",
        },
        ["import_source"] = new() { Ids = "organization_id id", Numbers = "may_load_forms", Words = "unknown_forms unmapped_codes" },
        ["key_rotation"] = new() { Ids = "organization_id id approval_id started_by", Days = "finished_at settled_at started_at", Numbers = "values_rewritten", Words = "state" },
        ["legal_hold"] = new() { Ids = "organization_id id patient_id placed_by released_by", Days = "placed_at released_at", Encrypted = "matter_encrypted" },
        ["metric_target"] = new() { Ids = "organization_id id clinic_id recorded_by", Days = "recorded_at", Numbers = "highest lowest", Words = "metric" },
        ["organization"] = new() { Ids = "id", Numbers = "version", Words = "outcome_profile payer_profile", Digests = "pseudonym_key", Registry = "drift_thresholds flag_parameters name patient_identifier_systems" },
        ["organization_key"] = new() { Ids = "organization_id", Days = "created_at destroyed_at", Words = "root_key", Keys = "wrapped" },
        ["part2_consent"] = new()
        {
            Ids = "organization_id id patient_id recorded_by",
            Days = "expires_on given_on recorded_at revoked_on",
            Numbers = "version",
            Encrypted = "recipients_encrypted",
        },
        ["patient"] = new()
        {
            Ids = "organization_id id clinic_id recorded_by",
            Days = "recorded_at",
            Numbers = "version",
            Encrypted = "birth_date_encrypted family_name_encrypted given_name_encrypted",
        },
        ["patient_background"] = new() { Ids = "organization_id patient_id recorded_by", Days = "recorded_at", Numbers = "version", Words = "ethnicity gender language race sex" },
        ["patient_coverage"] = new() { Ids = "organization_id patient_id", Days = "end_on start_on", Numbers = "sequence version", Words = "payer" },
        ["patient_identifier"] = new() { Ids = "organization_id id patient_id", Numbers = "since_version", Names = "system", Encrypted = "value_encrypted" },
        ["patient_identifier_digest"] = new() { Ids = "organization_id identifier_id patient_id", Numbers = "key_version", Digests = "digest" },
        ["pdsa_cycle"] = new()
        {
            Ids = "organization_id id clinic_id collaborative_id recorded_by",
            Days = "ended_on recorded_at started_on",
            Numbers = "version",
            Words = "decision metric_codes",
            Registry = "act aim do plan prediction study title",
        },
        ["principal"] = new()
        {
            Ids = "organization_id id default_clinic_id staff_member_id",
            Days = "disabled_at",
            Numbers = "may_create_patients may_export version",
            Registry = "issuer subject",
        },
        ["published_aggregate"] = new() { Ids = "organization_id clinic_id", Days = "known_at period_on published_at", Numbers = "figures sequence", Words = "kind" },
        ["published_month"] = new() { Ids = "organization_id", Days = "known_at month_on published_at", Words = "profile" },
        ["published_row"] = new() { Ids = "organization_id clinic_id", Days = "month_on", Numbers = "figures sequence", Words = "group_name stratum" },
        ["quarantine_entry"] = new()
        {
            Ids = "organization_id id assessment_id patient_id source_id",
            Days = "received_at received_on settled_at settled_on",
            Words = "reason resource_type state",
            Names = "code system",
            Digests = "identity",
            Encrypted = "body_encrypted",
        },
        ["relapse_prevention_plan"] = new()
        {
            Ids = "organization_id id episode_id patient_id recorded_by staff_member_id",
            Days = "on_day recorded_at started_at",
            Numbers = "entered_in_error minutes version",
        },
        ["restriction"] = new()
        {
            Ids = "organization_id id patient_id recorded_by",
            Days = "ended_on on_day recorded_at",
            Numbers = "version",
            Words = "kind",
            Encrypted = "details_encrypted",
        },
        ["retention_policy"] = new() { Ids = "organization_id", Numbers = "audit_years minors_until_age version years_after_last_activity" },
        ["review_session"] = new() { Ids = "organization_id id care_manager_id consultant_id recorded_by", Days = "closed_at on_day recorded_at", Numbers = "version" },
        ["role_grant"] = new() { Ids = "organization_id id clinic_id caseload_id principal_id", Days = "valid_from valid_to", Numbers = "version", Words = "role" },
        ["shared_measure"] = new()
        {
            Ids = "organization_id clinic_id collaborative_id",
            Days = "month_on",
            Numbers = "denominator metric_version numerator value",
            Words = "metric_code no_value",
        },
        ["shared_submission"] = new() { Ids = "organization_id clinic_id collaborative_id submitted_by", Days = "known_at month_on submitted_at" },
        ["staff_member"] = new() { Ids = "organization_id id clinic_id", Days = "ended_at", Numbers = "version", Words = "role", Registry = "display_name" },
        ["stored_resource"] = new()
        {
            Ids = "organization_id id patient_id",
            Days = "recorded_at",
            Numbers = "version",
            Words = "resource_type",
            Mixed = "searchable",
            Encrypted = "body_encrypted",
        },
        ["submitted_month"] = new() { Ids = "organization_id clinic_id submitted_by", Days = "month_on submitted_at" },
        ["team_entry"] = new()
        {
            Ids = "organization_id id episode_id patient_id recorded_by assessment_id staff_member_id",
            Days = "on_day recorded_at withdrawn_on snoozed_until cleared_on started_at done_on due_on",
            Numbers = "entered_in_error version attendees billed_elsewhere minutes",
            Words = "kind reason disposition flag_id instrument flag by work change treatment",
            Encrypted = "note_encrypted description_encrypted",
        },
        ["used_token"] = new() { Ids = "organization_id cds_client_id", Days = "expires_at", Digests = "hash" },
        ["webhook"] = new()
        {
            Ids = "organization_id id clinic_ids",
            Days = "created_at ended_at failing_since leased_until next_attempt_at secret_rotated_at",
            Numbers = "failures secret_version",
            Words = "kinds state",
            Registry = "url",
        },
        ["webhook_delivery"] = new()
        {
            Ids = "organization_id id event_id webhook_id",
            Days = "delivered_at last_attempt_at occurred_at",
            Numbers = "attempts last_status sequence",
            Words = "kind last_outcome resource",
        },
        ["wrapped_data_key"] = new() { Ids = "organization_id", Days = "created_at retired_at", Numbers = "version", Words = "purpose", Keys = "wrapped" },
    };
}

/// <summary>The columns of one table by what they hold, separated by spaces.</summary>
public sealed record TableVerdict
{
    /// <summary>Ids that the registry made itself, at random: they mean nothing elsewhere.</summary>
    public string Ids { get; init; } = "";

    /// <summary>Days and moments of care, of work and of recording; never of birth.</summary>
    public string Days { get; init; } = "";

    /// <summary>Scores, answers, minutes, counts, versions, yes and no.</summary>
    public string Numbers { get; init; } = "";

    /// <summary>One of a list that is known beforehand, or a sentence that the registry itself says.</summary>
    public string Words { get; init; } = "";

    /// <summary>About organizations, people who work there, systems and how they are set up; never about a patient.</summary>
    public string Registry { get; init; } = "";

    /// <summary>What senders call things that are no people: code systems and codes, who issues identifiers, scores, requests.</summary>
    public string Names { get; init; } = "";

    /// <summary>Digests: keyed where what is digested could be guessed.</summary>
    public string Digests { get; init; } = "";

    /// <summary>Keys, each wrapped by the one above it.</summary>
    public string Keys { get; init; } = "";

    /// <summary>JSON whose members have verdicts of their own: replaced versions of rows, and the codes of a received text.</summary>
    public string Mixed { get; init; } = "";

    public string Encrypted { get; init; } = "";

    public IEnumerable<string> Columns => new[] { Ids, Days, Numbers, Words, Registry, Names, Digests, Keys, Mixed, Encrypted }
        .SelectMany(columns => columns.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
