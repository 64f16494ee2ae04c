using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Registry.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Bulk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "bulk_export",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    principal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    request = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    request_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    types = table.Column<string[]>(type: "text[]", nullable: false),
                    clinics = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    group_id = table.Column<Guid>(type: "uuid", nullable: true),
                    since = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ordered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    transaction_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    leased_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    patients_done = table.Column<int>(type: "integer", nullable: false),
                    patients_in_all = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bulk_export", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_bulk_export_state", "state in ('queued', 'running', 'complete', 'failed', 'rights-ended', 'cancelled', 'expired')");
                    table.ForeignKey(
                        name: "FK_bulk_export_principal_organization_id_principal_id",
                        columns: x => new { x.organization_id, x.principal_id },
                        principalTable: "principal",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_bulk_export_staff_member_organization_id_group_id",
                        columns: x => new { x.organization_id, x.group_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "bulk_file",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    export_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    resource_type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bulk_file", x => new { x.organization_id, x.export_id, x.number });
                    table.ForeignKey(
                        name: "FK_bulk_file_bulk_export_organization_id_export_id",
                        columns: x => new { x.organization_id, x.export_id },
                        principalTable: "bulk_export",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "bulk_file_chunk",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    export_id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_number = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bulk_file_chunk", x => new { x.organization_id, x.export_id, x.file_number, x.number });
                    table.ForeignKey(
                        name: "FK_bulk_file_chunk_bulk_export_organization_id_export_id",
                        columns: x => new { x.organization_id, x.export_id },
                        principalTable: "bulk_export",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_bulk_export_organization_id_group_id",
                table: "bulk_export",
                columns: new[] { "organization_id", "group_id" });

            migrationBuilder.CreateIndex(
                name: "ix_bulk_export_open",
                table: "bulk_export",
                columns: new[] { "organization_id", "principal_id" },
                filter: "state in ('queued', 'running', 'complete')");

            foreach (var statement in BulkGuards.Up()) migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "bulk_file");

            migrationBuilder.DropTable(
                name: "bulk_file_chunk");

            migrationBuilder.DropTable(
                name: "bulk_export");
        }
    }
}
