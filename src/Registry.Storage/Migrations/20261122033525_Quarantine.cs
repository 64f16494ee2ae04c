using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Registry.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Quarantine : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_assessment_quarantined",
                table: "assessment");

            migrationBuilder.AddColumn<string[]>(
                name: "patient_identifier_systems",
                table: "organization",
                type: "text[]",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "code_mapping",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    system = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    code = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    instrument = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ended_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_code_mapping", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_code_mapping_form", "code <> '' or instrument is null");
                    table.ForeignKey(
                        name: "FK_code_mapping_principal_organization_id_source_id",
                        columns: x => new { x.organization_id, x.source_id },
                        principalTable: "principal",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "form",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    url = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    business_version = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_form", x => new { x.organization_id, x.id });
                    table.ForeignKey(
                        name: "FK_form_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "import_source",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unmapped_codes = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    unknown_forms = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    may_load_forms = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_source", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_import_source_codes", "unmapped_codes in ('keep-surveys', 'keep-numbers', 'refuse')");
                    table.CheckConstraint("ck_import_source_forms", "unknown_forms in ('keep', 'refuse')");
                    table.ForeignKey(
                        name: "FK_import_source_principal_organization_id_id",
                        columns: x => new { x.organization_id, x.id },
                        principalTable: "principal",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "quarantine_entry",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    resource_type = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    system = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    code = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    identity = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    received_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    received_on = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    settled_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    settled_on = table.Column<DateOnly>(type: "date", nullable: true),
                    assessment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quarantine_entry", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_quarantine_entry_state", "state in ('waiting', 'taken-in', 'not-ours')");
                    table.ForeignKey(
                        name: "FK_quarantine_entry_assessment_organization_id_assessment_id",
                        columns: x => new { x.organization_id, x.assessment_id },
                        principalTable: "assessment",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_quarantine_entry_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_quarantine_entry_principal_organization_id_source_id",
                        columns: x => new { x.organization_id, x.source_id },
                        principalTable: "principal",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_stored_resource_response",
                table: "stored_resource",
                columns: new[] { "organization_id", "recorded_at", "id" },
                filter: "resource_type = 'QuestionnaireResponse'");

            migrationBuilder.CreateIndex(
                name: "ix_assessment_wants_somebody",
                table: "assessment",
                columns: new[] { "organization_id", "patient_id", "administered_on" },
                filter: "(status = 'quarantined' or (self_harm_answer > 0 and total is null and status in ('final', 'amended', 'corrected')))");

            migrationBuilder.CreateIndex(
                name: "ux_code_mapping_in_force",
                table: "code_mapping",
                columns: new[] { "organization_id", "source_id", "system", "code" },
                unique: true,
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_form_url",
                table: "form",
                columns: new[] { "organization_id", "url", "business_version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_quarantine_entry_organization_id_assessment_id",
                table: "quarantine_entry",
                columns: new[] { "organization_id", "assessment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_quarantine_entry_patient",
                table: "quarantine_entry",
                columns: new[] { "organization_id", "patient_id", "received_on" });

            migrationBuilder.CreateIndex(
                name: "ix_quarantine_entry_waiting",
                table: "quarantine_entry",
                columns: new[] { "organization_id", "id" },
                filter: "state = 'waiting'");

            migrationBuilder.CreateIndex(
                name: "ux_quarantine_entry_identity",
                table: "quarantine_entry",
                columns: new[] { "organization_id", "source_id", "identity" },
                unique: true);

            foreach (var statement in QuarantineGuards.Up()) migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "code_mapping");

            migrationBuilder.DropTable(
                name: "form");

            migrationBuilder.DropTable(
                name: "import_source");

            migrationBuilder.DropTable(
                name: "quarantine_entry");

            migrationBuilder.DropIndex(
                name: "ix_stored_resource_response",
                table: "stored_resource");

            migrationBuilder.DropIndex(
                name: "ix_assessment_wants_somebody",
                table: "assessment");

            migrationBuilder.DropColumn(
                name: "patient_identifier_systems",
                table: "organization");

            migrationBuilder.CreateIndex(
                name: "ix_assessment_quarantined",
                table: "assessment",
                columns: new[] { "organization_id", "patient_id", "administered_on" },
                filter: "status = 'quarantined'");
        }
    }
}
