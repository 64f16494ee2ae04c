using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Registry.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SafetyFlagsOfPatient : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_care_team_assignment_period",
                table: "care_team_assignment");

            migrationBuilder.CreateIndex(
                name: "ix_team_entry_safety",
                table: "team_entry",
                columns: new[] { "organization_id", "patient_id" },
                filter: "kind = 'manual-flag' and flag = 'safety' and not entered_in_error");

            migrationBuilder.AddCheckConstraint(
                name: "ck_care_team_assignment_period",
                table: "care_team_assignment",
                sql: "until_on >= from_on");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_team_entry_safety",
                table: "team_entry");

            migrationBuilder.DropCheckConstraint(
                name: "ck_care_team_assignment_period",
                table: "care_team_assignment");

            migrationBuilder.AddCheckConstraint(
                name: "ck_care_team_assignment_period",
                table: "care_team_assignment",
                sql: "until_on > from_on");
        }
    }
}
