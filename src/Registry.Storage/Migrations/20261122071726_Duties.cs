using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Registry.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Duties : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_webhook_delivery_kind",
                table: "webhook_delivery");

            migrationBuilder.AddColumn<bool>(
                name: "is_part2",
                table: "episode",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "holds_part2",
                table: "disclosure",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "accounting_suspension",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    recipient_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    until_on = table.Column<DateOnly>(type: "date", nullable: false),
                    statement = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accounting_suspension", x => new { x.organization_id, x.id });
                    table.ForeignKey(
                        name: "FK_accounting_suspension_patient",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "amendment",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    about = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    about_id = table.Column<Guid>(type: "uuid", nullable: false),
                    about_version = table.Column<int>(type: "integer", nullable: false),
                    requested_on = table.Column<DateOnly>(type: "date", nullable: false),
                    request = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    is_extended = table.Column<bool>(type: "boolean", nullable: false),
                    amended_version = table.Column<int>(type: "integer", nullable: true),
                    denial_reason = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: true),
                    disagreement = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_amendment", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_amendment_about", "about in ('assessment', 'contact', 'consultation', 'relapse-prevention-plan', 'team-entry', 'patient', 'episode')");
                    table.CheckConstraint("ck_amendment_decision", "(state = 'requested') = (decided_on is null) and (state = 'accepted') = (amended_version is not null) and (state = 'denied') = (denial_reason is not null)");
                    table.CheckConstraint("ck_amendment_denial_reason", "denial_reason in ('not-created-here', 'not-in-designated-record-set', 'not-available-for-access', 'accurate-and-complete')");
                    table.CheckConstraint("ck_amendment_state", "state in ('requested', 'accepted', 'denied')");
                    table.ForeignKey(
                        name: "FK_amendment_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_amendment_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "audit_cut",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    export_digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    cut_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_cut", x => new { x.organization_id, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "data_set",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    clinic_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    recipient = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    recipient_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    recipient_address = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    why = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    agreement_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    ordered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ordered_by = table.Column<Guid>(type: "uuid", nullable: false),
                    approved_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    approved_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_set", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_data_set_agreement", "kind <> 'limited' or agreement_id is not null");
                    table.CheckConstraint("ck_data_set_kind", "kind in ('safe-harbor', 'limited')");
                    table.CheckConstraint("ck_data_set_recipient", "recipient in ('health-plan', 'researcher', 'public-health-agency', 'oversight-agency', 'court', 'partner')");
                    table.CheckConstraint("ck_data_set_two_persons", "approved_by <> ordered_by and (approved_by is null) = (approved_at is null)");
                    table.ForeignKey(
                        name: "FK_data_set_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "emergency_access",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    principal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: true),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    explanation = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    opened_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_emergency_access", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_emergency_access_clinic", "(patient_id is null) = (clinic_id is null)");
                    table.CheckConstraint("ck_emergency_access_period", "expires_at > opened_at and expires_at <= opened_at + interval '60 minutes'");
                    table.CheckConstraint("ck_emergency_access_reason", "reason in ('suicide-risk', 'medical-emergency', 'crisis-call', 'care-team-unavailable')");
                    table.ForeignKey(
                        name: "FK_emergency_access_clinic_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "clinic",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_emergency_access_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_emergency_access_principal_organization_id_principal_id",
                        columns: x => new { x.organization_id, x.principal_id },
                        principalTable: "principal",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "legal_hold",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    matter = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    placed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    placed_by = table.Column<Guid>(type: "uuid", nullable: false),
                    released_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    released_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_legal_hold", x => new { x.organization_id, x.id });
                    table.ForeignKey(
                        name: "FK_legal_hold_patient",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "part2_consent",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    given_on = table.Column<DateOnly>(type: "date", nullable: false),
                    expires_on = table.Column<DateOnly>(type: "date", nullable: true),
                    revoked_on = table.Column<DateOnly>(type: "date", nullable: true),
                    recipients = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_part2_consent", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_part2_consent_period", "expires_on > given_on and revoked_on >= given_on");
                    table.ForeignKey(
                        name: "FK_part2_consent_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_part2_consent_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "restriction",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    details = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_restriction", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_restriction_kind", "kind in ('not-to-health-plan', 'not-to-researchers', 'confidential-communication')");
                    table.CheckConstraint("ck_restriction_period", "ended_on >= on_day");
                    table.ForeignKey(
                        name: "FK_restriction_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_restriction_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "retention_policy",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    years_after_last_activity = table.Column<int>(type: "integer", nullable: false),
                    minors_until_age = table.Column<int>(type: "integer", nullable: false),
                    audit_years = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retention_policy", x => x.organization_id);
                    table.CheckConstraint("ck_retention_policy_years", "years_after_last_activity between 1 and 100 and minors_until_age between 18 and 50 and audit_years between 6 and 100");
                    table.ForeignKey(
                        name: "FK_retention_policy_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "emergency_review",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    emergency_access_id = table.Column<Guid>(type: "uuid", nullable: false),
                    verdict = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    note = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    reviewed_by = table.Column<Guid>(type: "uuid", nullable: false),
                    reviewed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_emergency_review", x => new { x.organization_id, x.emergency_access_id });
                    table.CheckConstraint("ck_emergency_review_verdict", "verdict in ('justified', 'not-justified')");
                    table.ForeignKey(
                        name: "FK_emergency_review_emergency_access_organization_id_emergency~",
                        columns: x => new { x.organization_id, x.emergency_access_id },
                        principalTable: "emergency_access",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_emergency_review_principal_organization_id_reviewed_by",
                        columns: x => new { x.organization_id, x.reviewed_by },
                        principalTable: "principal",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_webhook_delivery_kind",
                table: "webhook_delivery",
                sql: "kind in ('ping', 'score-stored', 'flag-raised', 'rights-changed', 'emergency-access')");

            migrationBuilder.CreateIndex(
                name: "ix_episode_part2",
                table: "episode",
                columns: new[] { "organization_id", "patient_id" },
                filter: "is_part2");

            migrationBuilder.CreateIndex(
                name: "ix_accounting_suspension_patient",
                table: "accounting_suspension",
                columns: new[] { "organization_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "ix_amendment_patient",
                table: "amendment",
                columns: new[] { "organization_id", "patient_id", "requested_on", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_emergency_access_organization_id_clinic_id",
                table: "emergency_access",
                columns: new[] { "organization_id", "clinic_id" });

            migrationBuilder.CreateIndex(
                name: "IX_emergency_access_organization_id_patient_id",
                table: "emergency_access",
                columns: new[] { "organization_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "ix_emergency_access_open",
                table: "emergency_access",
                columns: new[] { "organization_id", "principal_id", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "IX_emergency_review_organization_id_reviewed_by",
                table: "emergency_review",
                columns: new[] { "organization_id", "reviewed_by" });

            migrationBuilder.CreateIndex(
                name: "ix_legal_hold_in_force",
                table: "legal_hold",
                columns: new[] { "organization_id", "patient_id" },
                filter: "released_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_part2_consent_patient",
                table: "part2_consent",
                columns: new[] { "organization_id", "patient_id", "given_on" });

            migrationBuilder.CreateIndex(
                name: "ix_restriction_patient",
                table: "restriction",
                columns: new[] { "organization_id", "patient_id", "kind" });

            foreach (var statement in DutiesGuards.Up()) migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accounting_suspension");

            migrationBuilder.DropTable(
                name: "amendment");

            migrationBuilder.DropTable(
                name: "audit_cut");

            migrationBuilder.DropTable(
                name: "data_set");

            migrationBuilder.DropTable(
                name: "emergency_review");

            migrationBuilder.DropTable(
                name: "legal_hold");

            migrationBuilder.DropTable(
                name: "part2_consent");

            migrationBuilder.DropTable(
                name: "restriction");

            migrationBuilder.DropTable(
                name: "retention_policy");

            migrationBuilder.DropTable(
                name: "emergency_access");

            migrationBuilder.DropCheckConstraint(
                name: "ck_webhook_delivery_kind",
                table: "webhook_delivery");

            migrationBuilder.DropIndex(
                name: "ix_episode_part2",
                table: "episode");

            migrationBuilder.DropColumn(
                name: "is_part2",
                table: "episode");

            migrationBuilder.DropColumn(
                name: "holds_part2",
                table: "disclosure");

            migrationBuilder.AddCheckConstraint(
                name: "ck_webhook_delivery_kind",
                table: "webhook_delivery",
                sql: "kind in ('ping', 'score-stored', 'flag-raised', 'rights-changed')");
        }
    }
}
