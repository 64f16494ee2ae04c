using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Registry.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Encryption : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var statement in EncryptionGuards.Before()) migrationBuilder.Sql(statement);

            migrationBuilder.DropPrimaryKey(
                name: "pk_patient_identifier",
                table: "patient_identifier");

            migrationBuilder.DropIndex(
                name: "ix_patient_birth_date",
                table: "patient");

            migrationBuilder.DropColumn(
                name: "description",
                table: "team_entry");

            migrationBuilder.DropColumn(
                name: "note",
                table: "team_entry");

            migrationBuilder.DropColumn(
                name: "body",
                table: "stored_resource");

            migrationBuilder.DropColumn(
                name: "details",
                table: "restriction");

            migrationBuilder.DropColumn(
                name: "body",
                table: "quarantine_entry");

            migrationBuilder.DropColumn(
                name: "value",
                table: "patient_identifier");

            migrationBuilder.DropColumn(
                name: "birth_date",
                table: "patient");

            migrationBuilder.DropColumn(
                name: "family_name",
                table: "patient");

            migrationBuilder.DropColumn(
                name: "given_name",
                table: "patient");

            migrationBuilder.DropColumn(
                name: "recipients",
                table: "part2_consent");

            migrationBuilder.DropColumn(
                name: "matter",
                table: "legal_hold");

            migrationBuilder.DropColumn(
                name: "note",
                table: "emergency_review");

            migrationBuilder.DropColumn(
                name: "explanation",
                table: "emergency_access");

            migrationBuilder.DropColumn(
                name: "recipient_address",
                table: "disclosure");

            migrationBuilder.DropColumn(
                name: "recipient_name",
                table: "disclosure");

            migrationBuilder.DropColumn(
                name: "what",
                table: "disclosure");

            migrationBuilder.DropColumn(
                name: "why",
                table: "disclosure");

            migrationBuilder.DropColumn(
                name: "note",
                table: "consultation");

            migrationBuilder.DropColumn(
                name: "disagreement",
                table: "amendment");

            migrationBuilder.DropColumn(
                name: "request",
                table: "amendment");

            migrationBuilder.DropColumn(
                name: "recipient_name",
                table: "accounting_suspension");

            migrationBuilder.DropColumn(
                name: "statement",
                table: "accounting_suspension");

            migrationBuilder.RenameColumn(
                name: "body",
                table: "bulk_file_chunk",
                newName: "body_encrypted");

            migrationBuilder.AddColumn<byte[]>(
                name: "description_encrypted",
                table: "team_entry",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "note_encrypted",
                table: "team_entry",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "body_encrypted",
                table: "stored_resource",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<string>(
                name: "searchable",
                table: "stored_resource",
                type: "jsonb",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<byte[]>(
                name: "details_encrypted",
                table: "restriction",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "body_encrypted",
                table: "quarantine_entry",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<Guid>(
                name: "id",
                table: "patient_identifier",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<byte[]>(
                name: "value_encrypted",
                table: "patient_identifier",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "birth_date_encrypted",
                table: "patient",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "family_name_encrypted",
                table: "patient",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "given_name_encrypted",
                table: "patient",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "recipients_encrypted",
                table: "part2_consent",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "matter_encrypted",
                table: "legal_hold",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "note_encrypted",
                table: "emergency_review",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "explanation_encrypted",
                table: "emergency_access",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "recipient_address_encrypted",
                table: "disclosure",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "recipient_name_encrypted",
                table: "disclosure",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "what_encrypted",
                table: "disclosure",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "why_encrypted",
                table: "disclosure",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "note_encrypted",
                table: "consultation",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "disagreement_encrypted",
                table: "amendment",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "request_encrypted",
                table: "amendment",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "recipient_name_encrypted",
                table: "accounting_suspension",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "statement_encrypted",
                table: "accounting_suspension",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddPrimaryKey(
                name: "pk_patient_identifier",
                table: "patient_identifier",
                columns: new[] { "organization_id", "id" });

            migrationBuilder.CreateTable(
                name: "key_rotation",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    approval_id = table.Column<Guid>(type: "uuid", nullable: false),
                    started_by = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    values_rewritten = table.Column<long>(type: "bigint", nullable: false),
                    settled_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_key_rotation", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_key_rotation_state", "state in ('rewriting', 'settling', 'finished')");
                    table.ForeignKey(
                        name: "FK_key_rotation_approval_organization_id_approval_id",
                        columns: x => new { x.organization_id, x.approval_id },
                        principalTable: "approval",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_key_rotation_principal_organization_id_started_by",
                        columns: x => new { x.organization_id, x.started_by },
                        principalTable: "principal",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "organization_key",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    root_key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    wrapped = table.Column<byte[]>(type: "bytea", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    destroyed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organization_key", x => x.organization_id);
                    table.CheckConstraint("ck_organization_key_destroyed", "(wrapped is null) = (destroyed_at is not null)");
                });

            migrationBuilder.CreateTable(
                name: "patient_identifier_digest",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    key_version = table.Column<int>(type: "integer", nullable: false),
                    identifier_id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient_identifier_digest", x => new { x.organization_id, x.digest });
                    table.ForeignKey(
                        name: "FK_patient_identifier_digest_patient_identifier_organization_i~",
                        columns: x => new { x.organization_id, x.identifier_id },
                        principalTable: "patient_identifier",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_patient_identifier_digest_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "wrapped_data_key",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    purpose = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    wrapped = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    retired_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wrapped_data_key", x => new { x.organization_id, x.purpose, x.version });
                    table.CheckConstraint("ck_wrapped_data_key_purpose", "purpose in ('encryption', 'index')");
                });

            migrationBuilder.CreateIndex(
                name: "ix_patient_identifier_system",
                table: "patient_identifier",
                columns: new[] { "organization_id", "system" });

            migrationBuilder.CreateIndex(
                name: "IX_key_rotation_organization_id_approval_id",
                table: "key_rotation",
                columns: new[] { "organization_id", "approval_id" });

            migrationBuilder.CreateIndex(
                name: "IX_key_rotation_organization_id_started_by",
                table: "key_rotation",
                columns: new[] { "organization_id", "started_by" });

            migrationBuilder.CreateIndex(
                name: "ux_key_rotation_under_way",
                table: "key_rotation",
                column: "organization_id",
                unique: true,
                filter: "state in ('rewriting', 'settling')");

            migrationBuilder.CreateIndex(
                name: "ix_patient_identifier_digest_identifier",
                table: "patient_identifier_digest",
                columns: new[] { "organization_id", "identifier_id" });

            migrationBuilder.CreateIndex(
                name: "ix_patient_identifier_digest_patient",
                table: "patient_identifier_digest",
                columns: new[] { "organization_id", "patient_id" });

            foreach (var statement in EncryptionGuards.Up()) migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "key_rotation");

            migrationBuilder.DropTable(
                name: "organization_key");

            migrationBuilder.DropTable(
                name: "patient_identifier_digest");

            migrationBuilder.DropTable(
                name: "wrapped_data_key");

            migrationBuilder.DropPrimaryKey(
                name: "pk_patient_identifier",
                table: "patient_identifier");

            migrationBuilder.DropIndex(
                name: "ix_patient_identifier_system",
                table: "patient_identifier");

            migrationBuilder.DropColumn(
                name: "description_encrypted",
                table: "team_entry");

            migrationBuilder.DropColumn(
                name: "note_encrypted",
                table: "team_entry");

            migrationBuilder.DropColumn(
                name: "body_encrypted",
                table: "stored_resource");

            migrationBuilder.DropColumn(
                name: "searchable",
                table: "stored_resource");

            migrationBuilder.DropColumn(
                name: "details_encrypted",
                table: "restriction");

            migrationBuilder.DropColumn(
                name: "body_encrypted",
                table: "quarantine_entry");

            migrationBuilder.DropColumn(
                name: "id",
                table: "patient_identifier");

            migrationBuilder.DropColumn(
                name: "value_encrypted",
                table: "patient_identifier");

            migrationBuilder.DropColumn(
                name: "birth_date_encrypted",
                table: "patient");

            migrationBuilder.DropColumn(
                name: "family_name_encrypted",
                table: "patient");

            migrationBuilder.DropColumn(
                name: "given_name_encrypted",
                table: "patient");

            migrationBuilder.DropColumn(
                name: "recipients_encrypted",
                table: "part2_consent");

            migrationBuilder.DropColumn(
                name: "matter_encrypted",
                table: "legal_hold");

            migrationBuilder.DropColumn(
                name: "note_encrypted",
                table: "emergency_review");

            migrationBuilder.DropColumn(
                name: "explanation_encrypted",
                table: "emergency_access");

            migrationBuilder.DropColumn(
                name: "recipient_address_encrypted",
                table: "disclosure");

            migrationBuilder.DropColumn(
                name: "recipient_name_encrypted",
                table: "disclosure");

            migrationBuilder.DropColumn(
                name: "what_encrypted",
                table: "disclosure");

            migrationBuilder.DropColumn(
                name: "why_encrypted",
                table: "disclosure");

            migrationBuilder.DropColumn(
                name: "note_encrypted",
                table: "consultation");

            migrationBuilder.DropColumn(
                name: "disagreement_encrypted",
                table: "amendment");

            migrationBuilder.DropColumn(
                name: "request_encrypted",
                table: "amendment");

            migrationBuilder.DropColumn(
                name: "recipient_name_encrypted",
                table: "accounting_suspension");

            migrationBuilder.DropColumn(
                name: "statement_encrypted",
                table: "accounting_suspension");

            migrationBuilder.RenameColumn(
                name: "body_encrypted",
                table: "bulk_file_chunk",
                newName: "body");

            migrationBuilder.AddColumn<string>(
                name: "description",
                table: "team_entry",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "team_entry",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "body",
                table: "stored_resource",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "details",
                table: "restriction",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "body",
                table: "quarantine_entry",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "value",
                table: "patient_identifier",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateOnly>(
                name: "birth_date",
                table: "patient",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "family_name",
                table: "patient",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "given_name",
                table: "patient",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "recipients",
                table: "part2_consent",
                type: "character varying(400)",
                maxLength: 400,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "matter",
                table: "legal_hold",
                type: "character varying(400)",
                maxLength: 400,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "emergency_review",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "explanation",
                table: "emergency_access",
                type: "character varying(400)",
                maxLength: 400,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "recipient_address",
                table: "disclosure",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "recipient_name",
                table: "disclosure",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "what",
                table: "disclosure",
                type: "character varying(400)",
                maxLength: 400,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "why",
                table: "disclosure",
                type: "character varying(400)",
                maxLength: 400,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "consultation",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "disagreement",
                table: "amendment",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "request",
                table: "amendment",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "recipient_name",
                table: "accounting_suspension",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "statement",
                table: "accounting_suspension",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddPrimaryKey(
                name: "pk_patient_identifier",
                table: "patient_identifier",
                columns: new[] { "organization_id", "system", "value" });

            migrationBuilder.CreateIndex(
                name: "ix_patient_birth_date",
                table: "patient",
                columns: new[] { "organization_id", "birth_date" });
        }
    }
}
