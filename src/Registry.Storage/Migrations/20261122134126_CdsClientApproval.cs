using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Registry.Storage.Migrations
{
    /// <inheritdoc />
    public partial class CdsClientApproval : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_approval_kind",
                table: "approval");

            migrationBuilder.AddCheckConstraint(
                name: "ck_approval_kind",
                table: "approval",
                sql: "kind in ('bulk-export', 'key-rotation', 'cds-client')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_approval_kind",
                table: "approval");

            migrationBuilder.AddCheckConstraint(
                name: "ck_approval_kind",
                table: "approval",
                sql: "kind in ('bulk-export', 'key-rotation')");
        }
    }
}
