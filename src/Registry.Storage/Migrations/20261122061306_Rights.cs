using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Registry.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Rights : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_role_grant_role",
                table: "role_grant");

            migrationBuilder.DropIndex(
                name: "IX_relapse_prevention_plan_organization_id_episode_id_on_day",
                table: "relapse_prevention_plan");

            migrationBuilder.DropIndex(
                name: "IX_contact_organization_id_episode_id_on_day",
                table: "contact");

            migrationBuilder.DropIndex(
                name: "IX_consultation_organization_id_episode_id_on_day",
                table: "consultation");

            migrationBuilder.DropIndex(
                name: "IX_care_team_assignment_organization_id_patient_id",
                table: "care_team_assignment");

            migrationBuilder.DropIndex(
                name: "IX_care_team_assignment_organization_id_staff_member_id_role_f~",
                table: "care_team_assignment");

            migrationBuilder.AddColumn<Guid>(
                name: "caseload_id",
                table: "role_grant",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "staff_member_id",
                table: "fact_history",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_role_grant_organization_id_caseload_id",
                table: "role_grant",
                columns: new[] { "organization_id", "caseload_id" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_role_grant_caseload",
                table: "role_grant",
                sql: "caseload_id is null or (clinic_id is not null and role in ('care-manager', 'psychiatric-consultant'))");

            migrationBuilder.AddCheckConstraint(
                name: "ck_role_grant_period",
                table: "role_grant",
                sql: "valid_to > valid_from");

            migrationBuilder.AddCheckConstraint(
                name: "ck_role_grant_role",
                table: "role_grant",
                sql: "role in ('care-manager', 'psychiatric-consultant', 'treating-provider', 'clinic-lead', 'ehr-integration', 'program-lead', 'auditor', 'administrator')");

            migrationBuilder.CreateIndex(
                name: "IX_relapse_prevention_plan_organization_id_episode_id_on_day",
                table: "relapse_prevention_plan",
                columns: new[] { "organization_id", "episode_id", "on_day" },
                filter: "not entered_in_error")
                .Annotation("Npgsql:IndexInclude", new[] { "patient_id", "minutes", "started_at", "staff_member_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_fact_history_staff_member",
                table: "fact_history",
                columns: new[] { "organization_id", "staff_member_id" },
                filter: "table_name = 'care_team_assignment'");

            migrationBuilder.CreateIndex(
                name: "IX_contact_organization_id_episode_id_on_day",
                table: "contact",
                columns: new[] { "organization_id", "episode_id", "on_day" },
                filter: "not entered_in_error")
                .Annotation("Npgsql:IndexInclude", new[] { "patient_id", "purpose", "mode", "minutes", "kept", "started_at", "staff_member_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_consultation_organization_id_episode_id_on_day",
                table: "consultation",
                columns: new[] { "organization_id", "episode_id", "on_day" },
                filter: "not entered_in_error")
                .Annotation("Npgsql:IndexInclude", new[] { "patient_id", "minutes", "recommendation", "recommendation_state", "settled_on", "started_at", "consultant_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_care_team_assignment_organization_id_patient_id",
                table: "care_team_assignment",
                columns: new[] { "organization_id", "patient_id" })
                .Annotation("Npgsql:IndexInclude", new[] { "staff_member_id", "role" });

            migrationBuilder.CreateIndex(
                name: "IX_care_team_assignment_organization_id_staff_member_id_role_f~",
                table: "care_team_assignment",
                columns: new[] { "organization_id", "staff_member_id", "role", "from_on" })
                .Annotation("Npgsql:IndexInclude", new[] { "until_on", "episode_id", "patient_id" });

            migrationBuilder.AddForeignKey(
                name: "FK_role_grant_staff_member_organization_id_caseload_id",
                table: "role_grant",
                columns: new[] { "organization_id", "caseload_id" },
                principalTable: "staff_member",
                principalColumns: new[] { "organization_id", "id" },
                onDelete: ReferentialAction.Restrict);

            foreach (var statement in RightsGuards.Up()) migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_role_grant_staff_member_organization_id_caseload_id",
                table: "role_grant");

            migrationBuilder.DropIndex(
                name: "IX_role_grant_organization_id_caseload_id",
                table: "role_grant");

            migrationBuilder.DropCheckConstraint(
                name: "ck_role_grant_caseload",
                table: "role_grant");

            migrationBuilder.DropCheckConstraint(
                name: "ck_role_grant_period",
                table: "role_grant");

            migrationBuilder.DropCheckConstraint(
                name: "ck_role_grant_role",
                table: "role_grant");

            migrationBuilder.DropIndex(
                name: "IX_relapse_prevention_plan_organization_id_episode_id_on_day",
                table: "relapse_prevention_plan");

            migrationBuilder.DropIndex(
                name: "ix_fact_history_staff_member",
                table: "fact_history");

            migrationBuilder.DropIndex(
                name: "IX_contact_organization_id_episode_id_on_day",
                table: "contact");

            migrationBuilder.DropIndex(
                name: "IX_consultation_organization_id_episode_id_on_day",
                table: "consultation");

            migrationBuilder.DropIndex(
                name: "IX_care_team_assignment_organization_id_patient_id",
                table: "care_team_assignment");

            migrationBuilder.DropIndex(
                name: "IX_care_team_assignment_organization_id_staff_member_id_role_f~",
                table: "care_team_assignment");

            migrationBuilder.DropColumn(
                name: "caseload_id",
                table: "role_grant");

            migrationBuilder.DropColumn(
                name: "staff_member_id",
                table: "fact_history");

            migrationBuilder.AddCheckConstraint(
                name: "ck_role_grant_role",
                table: "role_grant",
                sql: "role in ('care-manager', 'psychiatric-consultant', 'ehr-integration', 'program-lead', 'auditor', 'administrator')");

            migrationBuilder.CreateIndex(
                name: "IX_relapse_prevention_plan_organization_id_episode_id_on_day",
                table: "relapse_prevention_plan",
                columns: new[] { "organization_id", "episode_id", "on_day" },
                filter: "not entered_in_error")
                .Annotation("Npgsql:IndexInclude", new[] { "minutes", "started_at", "staff_member_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_contact_organization_id_episode_id_on_day",
                table: "contact",
                columns: new[] { "organization_id", "episode_id", "on_day" },
                filter: "not entered_in_error")
                .Annotation("Npgsql:IndexInclude", new[] { "purpose", "mode", "minutes", "kept", "started_at", "staff_member_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_consultation_organization_id_episode_id_on_day",
                table: "consultation",
                columns: new[] { "organization_id", "episode_id", "on_day" },
                filter: "not entered_in_error")
                .Annotation("Npgsql:IndexInclude", new[] { "minutes", "recommendation", "recommendation_state", "settled_on", "started_at", "consultant_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_care_team_assignment_organization_id_patient_id",
                table: "care_team_assignment",
                columns: new[] { "organization_id", "patient_id" });

            migrationBuilder.CreateIndex(
                name: "IX_care_team_assignment_organization_id_staff_member_id_role_f~",
                table: "care_team_assignment",
                columns: new[] { "organization_id", "staff_member_id", "role", "from_on" })
                .Annotation("Npgsql:IndexInclude", new[] { "until_on", "episode_id" });
        }
    }
}
