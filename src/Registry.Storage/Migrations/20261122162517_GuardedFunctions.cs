using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Registry.Storage.Migrations
{
    /// <inheritdoc />
    public partial class GuardedFunctions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_approval_kind",
                table: "approval");

            migrationBuilder.CreateIndex(
                name: "ix_team_entry_withdrawn",
                table: "team_entry",
                columns: new[] { "organization_id", "episode_id" },
                filter: "entered_in_error");

            migrationBuilder.CreateIndex(
                name: "ix_relapse_prevention_plan_withdrawn",
                table: "relapse_prevention_plan",
                columns: new[] { "organization_id", "episode_id" },
                filter: "entered_in_error");

            migrationBuilder.CreateIndex(
                name: "ix_contact_withdrawn",
                table: "contact",
                columns: new[] { "organization_id", "episode_id" },
                filter: "entered_in_error");

            migrationBuilder.CreateIndex(
                name: "ix_consultation_withdrawn",
                table: "consultation",
                columns: new[] { "organization_id", "episode_id" },
                filter: "entered_in_error");

            migrationBuilder.AddCheckConstraint(
                name: "ck_approval_kind",
                table: "approval",
                sql: "kind in ('bulk-export', 'key-rotation', 'cds-client', 'administrator-grant')");

            foreach (var statement in GuardedFunctionsGuards.Up()) migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_team_entry_withdrawn",
                table: "team_entry");

            migrationBuilder.DropIndex(
                name: "ix_relapse_prevention_plan_withdrawn",
                table: "relapse_prevention_plan");

            migrationBuilder.DropIndex(
                name: "ix_contact_withdrawn",
                table: "contact");

            migrationBuilder.DropIndex(
                name: "ix_consultation_withdrawn",
                table: "consultation");

            migrationBuilder.DropCheckConstraint(
                name: "ck_approval_kind",
                table: "approval");

            migrationBuilder.AddCheckConstraint(
                name: "ck_approval_kind",
                table: "approval",
                sql: "kind in ('bulk-export', 'key-rotation', 'cds-client')");
        }
    }
}
