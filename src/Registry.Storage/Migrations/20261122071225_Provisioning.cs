using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Registry.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Provisioning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_webhook_delivery_kind",
                table: "webhook_delivery");

            migrationBuilder.DropCheckConstraint(
                name: "ck_role_grant_period",
                table: "role_grant");

            migrationBuilder.AddColumn<DateTime>(
                name: "ended_at",
                table: "staff_member",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "staff_member",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "role_grant",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTime>(
                name: "disabled_at",
                table: "principal",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "may_export",
                table: "principal",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "principal",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "organization",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTime>(
                name: "ended_at",
                table: "clinic",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "clinic",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.CreateTable(
                name: "approval",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    requested_by = table.Column<Guid>(type: "uuid", nullable: false),
                    requested_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    approved_by = table.Column<Guid>(type: "uuid", nullable: true),
                    approved_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false, defaultValue: 1)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approval", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_approval_kind", "kind in ('bulk-export', 'key-rotation')");
                    table.CheckConstraint("ck_approval_two_people", "approved_by <> requested_by and (approved_by is null) = (approved_at is null)");
                    table.CheckConstraint("ck_approval_used", "used_at is null or approved_at is not null");
                    table.ForeignKey(
                        name: "FK_approval_principal_organization_id_approved_by",
                        columns: x => new { x.organization_id, x.approved_by },
                        principalTable: "principal",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_approval_principal_organization_id_requested_by",
                        columns: x => new { x.organization_id, x.requested_by },
                        principalTable: "principal",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_webhook_delivery_kind",
                table: "webhook_delivery",
                sql: "kind in ('ping', 'score-stored', 'flag-raised', 'rights-changed')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_role_grant_period",
                table: "role_grant",
                sql: "valid_to >= valid_from");

            migrationBuilder.CreateIndex(
                name: "IX_approval_organization_id_approved_by",
                table: "approval",
                columns: new[] { "organization_id", "approved_by" });

            migrationBuilder.CreateIndex(
                name: "IX_approval_organization_id_requested_by",
                table: "approval",
                columns: new[] { "organization_id", "requested_by" });

            foreach (var statement in ProvisioningGuards.Up()) migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "approval");

            migrationBuilder.DropCheckConstraint(
                name: "ck_webhook_delivery_kind",
                table: "webhook_delivery");

            migrationBuilder.DropCheckConstraint(
                name: "ck_role_grant_period",
                table: "role_grant");

            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "staff_member");

            migrationBuilder.DropColumn(
                name: "version",
                table: "staff_member");

            migrationBuilder.DropColumn(
                name: "version",
                table: "role_grant");

            migrationBuilder.DropColumn(
                name: "disabled_at",
                table: "principal");

            migrationBuilder.DropColumn(
                name: "may_export",
                table: "principal");

            migrationBuilder.DropColumn(
                name: "version",
                table: "principal");

            migrationBuilder.DropColumn(
                name: "version",
                table: "organization");

            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "clinic");

            migrationBuilder.DropColumn(
                name: "version",
                table: "clinic");

            migrationBuilder.AddCheckConstraint(
                name: "ck_webhook_delivery_kind",
                table: "webhook_delivery",
                sql: "kind in ('ping', 'score-stored', 'flag-raised')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_role_grant_period",
                table: "role_grant",
                sql: "valid_to > valid_from");
        }
    }
}
