using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Registry.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SearchIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_contact_organization_id_patient_id",
                table: "contact");

            migrationBuilder.CreateIndex(
                name: "ix_patient_birth_date",
                table: "patient",
                columns: new[] { "organization_id", "birth_date" });

            migrationBuilder.CreateIndex(
                name: "ix_patient_recorded",
                table: "patient",
                columns: new[] { "organization_id", "recorded_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_fact_history_superseded",
                table: "fact_history",
                columns: new[] { "organization_id", "table_name", "superseded_at" });

            migrationBuilder.CreateIndex(
                name: "ix_episode_recorded",
                table: "episode",
                columns: new[] { "organization_id", "recorded_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_contact_patient",
                table: "contact",
                columns: new[] { "organization_id", "patient_id", "on_day" });

            migrationBuilder.CreateIndex(
                name: "ix_contact_recorded",
                table: "contact",
                columns: new[] { "organization_id", "recorded_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_assessment_recorded",
                table: "assessment",
                columns: new[] { "organization_id", "recorded_at", "id" });

            foreach (var statement in SearchIndexesGuards.Up()) migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_patient_birth_date",
                table: "patient");

            migrationBuilder.DropIndex(
                name: "ix_patient_recorded",
                table: "patient");

            migrationBuilder.DropIndex(
                name: "ix_fact_history_superseded",
                table: "fact_history");

            migrationBuilder.DropIndex(
                name: "ix_episode_recorded",
                table: "episode");

            migrationBuilder.DropIndex(
                name: "ix_contact_patient",
                table: "contact");

            migrationBuilder.DropIndex(
                name: "ix_contact_recorded",
                table: "contact");

            migrationBuilder.DropIndex(
                name: "ix_assessment_recorded",
                table: "assessment");

            migrationBuilder.CreateIndex(
                name: "IX_contact_organization_id_patient_id",
                table: "contact",
                columns: new[] { "organization_id", "patient_id" });
        }
    }
}
