using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Registry.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    principal_id = table.Column<Guid>(type: "uuid", nullable: true),
                    action = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    method = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    route = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    outcome = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    patient_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    request_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entry", x => new { x.organization_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "fact_history",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    table_name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    superseded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    row = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fact_history", x => new { x.organization_id, x.table_name, x.id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "idempotency_key",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    principal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    request_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_key", x => new { x.organization_id, x.principal_id, x.key });
                });

            migrationBuilder.CreateTable(
                name: "organization",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    outcome_profile = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    payer_profile = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    flag_parameters = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organization", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "clinic",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    time_zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clinic", x => new { x.organization_id, x.id });
                    table.ForeignKey(
                        name: "FK_clinic_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "patient",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: false),
                    family_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    given_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient", x => new { x.organization_id, x.id });
                    table.ForeignKey(
                        name: "FK_patient_clinic_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "clinic",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_patient_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "staff_member",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    role = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_member", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_staff_member_role", "role in ('care-manager', 'psychiatric-consultant', 'treating-provider', 'other')");
                    table.ForeignKey(
                        name: "FK_staff_member_clinic_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "clinic",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "assessment",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    instrument = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    administered_on = table.Column<DateOnly>(type: "date", nullable: false),
                    administered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    total = table.Column<int>(type: "integer", nullable: true),
                    items = table.Column<short[]>(type: "smallint[]", nullable: true),
                    self_harm_answer = table.Column<short>(type: "smallint", nullable: true),
                    origin = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    received_on = table.Column<DateOnly>(type: "date", nullable: true),
                    reviewed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    source_version = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessment", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_assessment_instrument", "instrument in ('phq-9', 'gad-7', 'pcl-5', 'phq-9m', 'phq-2', 'gad-2', 'epds', 'audit-c', 'c-ssrs')");
                    table.CheckConstraint("ck_assessment_origin", "origin in ('stated', 'summed', 'prorated')");
                    table.CheckConstraint("ck_assessment_status", "status in ('registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled', 'entered-in-error', 'unknown', 'quarantined')");
                    table.CheckConstraint("ck_assessment_total", "total between 0 and case instrument when 'phq-9' then 27 when 'gad-7' then 21 when 'pcl-5' then 80 when 'phq-9m' then 27 when 'phq-2' then 6 when 'gad-2' then 6 when 'epds' then 30 when 'audit-c' then 12 when 'c-ssrs' then 6 end");
                    table.ForeignKey(
                        name: "FK_assessment_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_assessment_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "episode",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: false),
                    program = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    referred_on = table.Column<DateOnly>(type: "date", nullable: true),
                    enrolled_on = table.Column<DateOnly>(type: "date", nullable: false),
                    primary_scale = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    discharge_reason = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    care_plan_on = table.Column<DateOnly>(type: "date", nullable: true),
                    consent_on = table.Column<DateOnly>(type: "date", nullable: true),
                    consent_withdrawn_on = table.Column<DateOnly>(type: "date", nullable: true),
                    initiating_visit_on = table.Column<DateOnly>(type: "date", nullable: true),
                    last_seen_by_practitioner_on = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_episode", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_episode_discharge_reason", "discharge_reason in ('graduated', 'lost-to-follow-up', 'administrative-inactivity', 'withdrew', 'transferred', 'died', 'ineligible', 'other')");
                    table.CheckConstraint("ck_episode_ended_after_enrolled", "ended_on >= enrolled_on");
                    table.CheckConstraint("ck_episode_inactive_has_end_and_reason", "(status = 'inactive') = (ended_on is not null) and (ended_on is null) = (discharge_reason is null)");
                    table.CheckConstraint("ck_episode_status", "status in ('referred', 'treatment', 'relapse-prevention', 'inactive')");
                    table.ForeignKey(
                        name: "FK_episode_clinic_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "clinic",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_episode_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_episode_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "patient_identifier",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    system = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    value = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient_identifier", x => new { x.organization_id, x.system, x.value });
                    table.ForeignKey(
                        name: "FK_patient_identifier_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "stored_resource",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    resource_type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stored_resource", x => new { x.organization_id, x.resource_type, x.id });
                    table.ForeignKey(
                        name: "FK_stored_resource_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "principal",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    issuer = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    staff_member_id = table.Column<Guid>(type: "uuid", nullable: true),
                    may_create_patients = table.Column<bool>(type: "boolean", nullable: false),
                    default_clinic_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_principal", x => new { x.organization_id, x.id });
                    table.ForeignKey(
                        name: "FK_principal_clinic_organization_id_default_clinic_id",
                        columns: x => new { x.organization_id, x.default_clinic_id },
                        principalTable: "clinic",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_principal_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_principal_staff_member_organization_id_staff_member_id",
                        columns: x => new { x.organization_id, x.staff_member_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "review_session",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    care_manager_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consultant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    closed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_review_session", x => new { x.organization_id, x.id });
                    table.ForeignKey(
                        name: "FK_review_session_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_review_session_staff_member_organization_id_care_manager_id",
                        columns: x => new { x.organization_id, x.care_manager_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_review_session_staff_member_organization_id_consultant_id",
                        columns: x => new { x.organization_id, x.consultant_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "assessment_identifier",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    system = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    value = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    assessment_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessment_identifier", x => new { x.organization_id, x.system, x.value });
                    table.ForeignKey(
                        name: "FK_assessment_identifier_assessment_organization_id_assessment~",
                        columns: x => new { x.organization_id, x.assessment_id },
                        principalTable: "assessment",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "care_team_assignment",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    episode_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    staff_member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_on = table.Column<DateOnly>(type: "date", nullable: false),
                    until_on = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_care_team_assignment", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_care_team_assignment_period", "until_on > from_on");
                    table.CheckConstraint("ck_care_team_assignment_role", "role in ('care-manager', 'psychiatric-consultant', 'treating-provider', 'other')");
                    table.ForeignKey(
                        name: "FK_care_team_assignment_episode_organization_id_episode_id",
                        columns: x => new { x.organization_id, x.episode_id },
                        principalTable: "episode",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_care_team_assignment_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_care_team_assignment_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_care_team_assignment_staff_member_organization_id_staff_mem~",
                        columns: x => new { x.organization_id, x.staff_member_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "closed_billing_month",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    episode_id = table.Column<Guid>(type: "uuid", nullable: false),
                    month_on = table.Column<DateOnly>(type: "date", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payer_profile = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    closed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    closed_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_closed_billing_month", x => new { x.organization_id, x.episode_id, x.month_on });
                    table.CheckConstraint("ck_closed_billing_month_first_day", "extract(day from month_on) = 1");
                    table.ForeignKey(
                        name: "FK_closed_billing_month_episode_organization_id_episode_id",
                        columns: x => new { x.organization_id, x.episode_id },
                        principalTable: "episode",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_closed_billing_month_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "contact",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    staff_member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    purpose = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    mode = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    kept = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    episode_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    entered_in_error = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contact", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_contact_minutes", "minutes between 0 and 480");
                    table.CheckConstraint("ck_contact_mode", "mode in ('in-person', 'video', 'phone', 'message')");
                    table.CheckConstraint("ck_contact_purpose", "purpose in ('initial-assessment', 'follow-up', 'relapse-prevention', 'outreach-attempt', 'no-show', 'scheduling', 'message', 'collateral', 'care-coordination')");
                    table.ForeignKey(
                        name: "FK_contact_episode_organization_id_episode_id",
                        columns: x => new { x.organization_id, x.episode_id },
                        principalTable: "episode",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_contact_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_contact_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_contact_staff_member_organization_id_staff_member_id",
                        columns: x => new { x.organization_id, x.staff_member_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "episode_status_change",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    episode_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_episode_status_change", x => new { x.organization_id, x.episode_id, x.sequence });
                    table.CheckConstraint("ck_episode_status_change_status", "status in ('referred', 'treatment', 'relapse-prevention', 'inactive')");
                    table.ForeignKey(
                        name: "FK_episode_status_change_episode_organization_id_episode_id",
                        columns: x => new { x.organization_id, x.episode_id },
                        principalTable: "episode",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "relapse_prevention_plan",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    staff_member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    episode_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    entered_in_error = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_relapse_prevention_plan", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_relapse_prevention_plan_minutes", "minutes between 0 and 480");
                    table.ForeignKey(
                        name: "FK_relapse_prevention_plan_episode_organization_id_episode_id",
                        columns: x => new { x.organization_id, x.episode_id },
                        principalTable: "episode",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_relapse_prevention_plan_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_relapse_prevention_plan_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_relapse_prevention_plan_staff_member_organization_id_staff_~",
                        columns: x => new { x.organization_id, x.staff_member_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "team_entry",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    assessment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    withdrawn_on = table.Column<DateOnly>(type: "date", nullable: true),
                    flag_id = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: true),
                    disposition = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    snoozed_until = table.Column<DateOnly>(type: "date", nullable: true),
                    instrument = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    flag = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    cleared_on = table.Column<DateOnly>(type: "date", nullable: true),
                    staff_member_id = table.Column<Guid>(type: "uuid", nullable: true),
                    work = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    by = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    minutes = table.Column<int>(type: "integer", nullable: true),
                    billed_elsewhere = table.Column<bool>(type: "boolean", nullable: true),
                    attendees = table.Column<int>(type: "integer", nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    done_on = table.Column<DateOnly>(type: "date", nullable: true),
                    treatment = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    change = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    description = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    episode_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    entered_in_error = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_team_entry", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_team_entry_minutes", "minutes between 0 and 480");
                    table.ForeignKey(
                        name: "FK_team_entry_episode_organization_id_episode_id",
                        columns: x => new { x.organization_id, x.episode_id },
                        principalTable: "episode",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_team_entry_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_team_entry_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_team_entry_staff_member_organization_id_staff_member_id",
                        columns: x => new { x.organization_id, x.staff_member_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "role_grant",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    principal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: true),
                    valid_from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    valid_to = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_role_grant", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_role_grant_role", "role in ('care-manager', 'psychiatric-consultant', 'ehr-integration', 'program-lead', 'auditor', 'administrator')");
                    table.ForeignKey(
                        name: "FK_role_grant_clinic_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "clinic",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_role_grant_principal_organization_id_principal_id",
                        columns: x => new { x.organization_id, x.principal_id },
                        principalTable: "principal",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "consultation",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    consultant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    review_session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    recommendation = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    recommendation_state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    settled_on = table.Column<DateOnly>(type: "date", nullable: true),
                    note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    episode_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    entered_in_error = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consultation", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_consultation_minutes", "minutes between 0 and 480");
                    table.CheckConstraint("ck_consultation_recommendation", "recommendation in ('continue-treatment', 'change-medication', 'change-psychotherapy', 'further-assessment', 'refer-to-specialty-care', 'safety-plan', 'other')");
                    table.CheckConstraint("ck_consultation_recommendation_state", "recommendation_state in ('open', 'accepted', 'declined', 'done')");
                    table.ForeignKey(
                        name: "FK_consultation_episode_organization_id_episode_id",
                        columns: x => new { x.organization_id, x.episode_id },
                        principalTable: "episode",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_consultation_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_consultation_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_consultation_review_session_organization_id_review_session_~",
                        columns: x => new { x.organization_id, x.review_session_id },
                        principalTable: "review_session",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_consultation_staff_member_organization_id_consultant_id",
                        columns: x => new { x.organization_id, x.consultant_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_assessment_counted",
                table: "assessment",
                columns: new[] { "organization_id", "patient_id", "administered_on" },
                filter: "status in ('final', 'amended', 'corrected') and total is not null")
                .Annotation("Npgsql:IndexInclude", new[] { "instrument", "total", "self_harm_answer", "administered_at", "origin", "received_on", "reviewed_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_assessment_patient",
                table: "assessment",
                columns: new[] { "organization_id", "patient_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_assessment_quarantined",
                table: "assessment",
                columns: new[] { "organization_id", "patient_id", "administered_on" },
                filter: "status = 'quarantined'");

            migrationBuilder.CreateIndex(
                name: "IX_assessment_identifier_organization_id_assessment_id",
                table: "assessment_identifier",
                columns: new[] { "organization_id", "assessment_id" });

            migrationBuilder.CreateIndex(
                name: "IX_care_team_assignment_organization_id_patient_id",
                table: "care_team_assignment",
                columns: new[] { "organization_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_care_team_assignment_organization_id_staff_member_id_role_f~",
                table: "care_team_assignment",
                columns: new[] { "organization_id", "staff_member_id", "role", "from_on" })
                .Annotation("Npgsql:IndexInclude", new[] { "until_on", "episode_id" });

            migrationBuilder.CreateIndex(
                name: "ux_care_team_assignment_current",
                table: "care_team_assignment",
                columns: new[] { "organization_id", "episode_id", "role" },
                unique: true,
                filter: "until_on is null");

            migrationBuilder.CreateIndex(
                name: "IX_closed_billing_month_organization_id_patient_id",
                table: "closed_billing_month",
                columns: new[] { "organization_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_consultation_organization_id_consultant_id",
                table: "consultation",
                columns: new[] { "organization_id", "consultant_id" });

            migrationBuilder.CreateIndex(
                name: "IX_consultation_organization_id_episode_id_on_day",
                table: "consultation",
                columns: new[] { "organization_id", "episode_id", "on_day" },
                filter: "not entered_in_error")
                .Annotation("Npgsql:IndexInclude", new[] { "minutes", "recommendation", "recommendation_state", "settled_on", "started_at", "consultant_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_consultation_organization_id_patient_id",
                table: "consultation",
                columns: new[] { "organization_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "ux_consultation_session_episode",
                table: "consultation",
                columns: new[] { "organization_id", "review_session_id", "episode_id" },
                unique: true,
                filter: "review_session_id is not null and not entered_in_error");

            migrationBuilder.CreateIndex(
                name: "IX_contact_organization_id_episode_id_on_day",
                table: "contact",
                columns: new[] { "organization_id", "episode_id", "on_day" },
                filter: "not entered_in_error")
                .Annotation("Npgsql:IndexInclude", new[] { "purpose", "mode", "minutes", "kept", "started_at", "staff_member_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_contact_organization_id_patient_id",
                table: "contact",
                columns: new[] { "organization_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_contact_organization_id_staff_member_id",
                table: "contact",
                columns: new[] { "organization_id", "staff_member_id" });

            migrationBuilder.CreateIndex(
                name: "IX_episode_organization_id_clinic_id",
                table: "episode",
                columns: new[] { "organization_id", "clinic_id" });

            migrationBuilder.CreateIndex(
                name: "IX_episode_organization_id_patient_id_enrolled_on",
                table: "episode",
                columns: new[] { "organization_id", "patient_id", "enrolled_on" });

            migrationBuilder.CreateIndex(
                name: "ux_episode_patient_open",
                table: "episode",
                columns: new[] { "organization_id", "patient_id", "program" },
                unique: true,
                filter: "status <> 'inactive'");

            migrationBuilder.CreateIndex(
                name: "IX_fact_history_organization_id_table_name_patient_id",
                table: "fact_history",
                columns: new[] { "organization_id", "table_name", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_patient_organization_id_clinic_id_id",
                table: "patient",
                columns: new[] { "organization_id", "clinic_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_patient_identifier_organization_id_patient_id",
                table: "patient_identifier",
                columns: new[] { "organization_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_principal_organization_id_default_clinic_id",
                table: "principal",
                columns: new[] { "organization_id", "default_clinic_id" });

            migrationBuilder.CreateIndex(
                name: "IX_principal_organization_id_staff_member_id",
                table: "principal",
                columns: new[] { "organization_id", "staff_member_id" });

            migrationBuilder.CreateIndex(
                name: "ux_principal_issuer_subject",
                table: "principal",
                columns: new[] { "issuer", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_relapse_prevention_plan_organization_id_episode_id_on_day",
                table: "relapse_prevention_plan",
                columns: new[] { "organization_id", "episode_id", "on_day" },
                filter: "not entered_in_error")
                .Annotation("Npgsql:IndexInclude", new[] { "minutes", "started_at", "staff_member_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_relapse_prevention_plan_organization_id_patient_id",
                table: "relapse_prevention_plan",
                columns: new[] { "organization_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_relapse_prevention_plan_organization_id_staff_member_id",
                table: "relapse_prevention_plan",
                columns: new[] { "organization_id", "staff_member_id" });

            migrationBuilder.CreateIndex(
                name: "IX_review_session_organization_id_care_manager_id_on_day",
                table: "review_session",
                columns: new[] { "organization_id", "care_manager_id", "on_day" });

            migrationBuilder.CreateIndex(
                name: "IX_review_session_organization_id_consultant_id",
                table: "review_session",
                columns: new[] { "organization_id", "consultant_id" });

            migrationBuilder.CreateIndex(
                name: "IX_role_grant_organization_id_clinic_id",
                table: "role_grant",
                columns: new[] { "organization_id", "clinic_id" });

            migrationBuilder.CreateIndex(
                name: "IX_role_grant_organization_id_principal_id",
                table: "role_grant",
                columns: new[] { "organization_id", "principal_id" });

            migrationBuilder.CreateIndex(
                name: "IX_staff_member_organization_id_clinic_id",
                table: "staff_member",
                columns: new[] { "organization_id", "clinic_id" });

            migrationBuilder.CreateIndex(
                name: "IX_stored_resource_organization_id_patient_id",
                table: "stored_resource",
                columns: new[] { "organization_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_team_entry_organization_id_patient_id",
                table: "team_entry",
                columns: new[] { "organization_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_team_entry_organization_id_staff_member_id",
                table: "team_entry",
                columns: new[] { "organization_id", "staff_member_id" });

            migrationBuilder.CreateIndex(
                name: "ix_team_entry_episode",
                table: "team_entry",
                columns: new[] { "organization_id", "episode_id", "on_day" },
                filter: "not entered_in_error");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "assessment_identifier");

            migrationBuilder.DropTable(
                name: "audit_entry");

            migrationBuilder.DropTable(
                name: "care_team_assignment");

            migrationBuilder.DropTable(
                name: "closed_billing_month");

            migrationBuilder.DropTable(
                name: "consultation");

            migrationBuilder.DropTable(
                name: "contact");

            migrationBuilder.DropTable(
                name: "episode_status_change");

            migrationBuilder.DropTable(
                name: "fact_history");

            migrationBuilder.DropTable(
                name: "idempotency_key");

            migrationBuilder.DropTable(
                name: "patient_identifier");

            migrationBuilder.DropTable(
                name: "relapse_prevention_plan");

            migrationBuilder.DropTable(
                name: "role_grant");

            migrationBuilder.DropTable(
                name: "stored_resource");

            migrationBuilder.DropTable(
                name: "team_entry");

            migrationBuilder.DropTable(
                name: "assessment");

            migrationBuilder.DropTable(
                name: "review_session");

            migrationBuilder.DropTable(
                name: "principal");

            migrationBuilder.DropTable(
                name: "episode");

            migrationBuilder.DropTable(
                name: "staff_member");

            migrationBuilder.DropTable(
                name: "patient");

            migrationBuilder.DropTable(
                name: "clinic");

            migrationBuilder.DropTable(
                name: "organization");
        }
    }
}
