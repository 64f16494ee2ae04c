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
                    requested_by = table.Column<Guid>(type: "uuid", nullable: false),
                    requested_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    approved_by = table.Column<Guid>(type: "uuid", nullable: true),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    values_rewritten = table.Column<long>(type: "bigint", nullable: false),
                    settled_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_key_rotation", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_key_rotation_state", "state in ('requested', 'rewriting', 'settling', 'finished')");
                    table.CheckConstraint("ck_key_rotation_two_people", "approved_by <> requested_by and (state = 'requested') = (approved_by is null)");
                    table.ForeignKey(
                        name: "FK_key_rotation_principal_organization_id_approved_by",
                        columns: x => new { x.organization_id, x.approved_by },
                        principalTable: "principal",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_key_rotation_principal_organization_id_requested_by",
                        columns: x => new { x.organization_id, x.requested_by },
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
                name: "IX_key_rotation_organization_id_approved_by",
                table: "key_rotation",
                columns: new[] { "organization_id", "approved_by" });

            migrationBuilder.CreateIndex(
                name: "IX_key_rotation_organization_id_requested_by",
                table: "key_rotation",
                columns: new[] { "organization_id", "requested_by" });

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
