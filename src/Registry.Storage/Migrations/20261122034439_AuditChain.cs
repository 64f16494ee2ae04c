using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Registry.Storage.Migrations
{
    /// <inheritdoc />
    public partial class AuditChain : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "client_id",
                table: "audit_entry",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "event",
                table: "audit_entry",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "network_address",
                table: "audit_entry",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "purpose_of_use",
                table: "audit_entry",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string[]>(
                name: "resources",
                table: "audit_entry",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string[]>(
                name: "roles",
                table: "audit_entry",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string>(
                name: "token_id",
                table: "audit_entry",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "xid",
                table: "audit_entry",
                type: "bigint",
                nullable: false,
                defaultValueSql: "pg_current_xact_id()::text::bigint");

            migrationBuilder.CreateTable(
                name: "audit_entry_patient",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entry_patient", x => new { x.organization_id, x.patient_id, x.at, x.entry_id });
                });

            migrationBuilder.CreateTable(
                name: "audit_seal",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    xid = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    sealed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_seal", x => new { x.organization_id, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "disclosure",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    disclosed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    recipient_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    recipient_address = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    what = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    purpose = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    why = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    withheld_until = table.Column<DateOnly>(type: "date", nullable: true),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disclosure", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_disclosure_purpose", "purpose in ('treatment', 'payment', 'operations', 'to-the-individual', 'authorized', 'limited-data-set', 'public-health', 'abuse-report', 'health-oversight', 'judicial-proceeding', 'law-enforcement', 'research', 'avert-threat', 'required-by-law')");
                    table.ForeignKey(
                        name: "FK_disclosure_patient",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_action",
                table: "audit_entry",
                columns: new[] { "organization_id", "action", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_at",
                table: "audit_entry",
                columns: new[] { "organization_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_event",
                table: "audit_entry",
                columns: new[] { "organization_id", "event", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_principal",
                table: "audit_entry",
                columns: new[] { "organization_id", "principal_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_refused",
                table: "audit_entry",
                columns: new[] { "organization_id", "outcome", "at", "id" },
                filter: "outcome <> 'success'");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_xid",
                table: "audit_entry",
                columns: new[] { "organization_id", "xid", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_audit_seal_entry",
                table: "audit_seal",
                columns: new[] { "organization_id", "entry_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_disclosure_patient",
                table: "disclosure",
                columns: new[] { "organization_id", "patient_id", "disclosed_on" });

            foreach (var statement in AuditChainGuards.Up()) migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entry_patient");

            migrationBuilder.DropTable(
                name: "audit_seal");

            migrationBuilder.DropTable(
                name: "disclosure");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_action",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_at",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_event",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_principal",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_refused",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_xid",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "client_id",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "event",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "network_address",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "purpose_of_use",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "resources",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "roles",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "token_id",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "xid",
                table: "audit_entry");
        }
    }
}
