using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Registry.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Metrics : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_episode_organization_id_clinic_id",
                table: "episode");

            migrationBuilder.CreateTable(
                name: "attested_fte",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    staff_member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_on = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    fte = table.Column<decimal>(type: "numeric(3,2)", precision: 3, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attested_fte", x => new { x.organization_id, x.staff_member_id, x.from_on, x.recorded_at });
                    table.CheckConstraint("ck_attested_fte_range", "fte between 0 and 1.5");
                    table.ForeignKey(
                        name: "FK_attested_fte_staff_member_organization_id_staff_member_id",
                        columns: x => new { x.organization_id, x.staff_member_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "patient_background",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    race = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    ethnicity = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    language = table.Column<string>(type: "character varying(35)", maxLength: 35, nullable: true),
                    sex = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    gender = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient_background", x => new { x.organization_id, x.patient_id, x.version });
                    table.CheckConstraint("ck_patient_background_ethnicity", "ethnicity in ('hispanic-or-latino', 'not-hispanic-or-latino')");
                    table.CheckConstraint("ck_patient_background_gender", "gender in ('woman', 'man', 'transgender-woman', 'transgender-man', 'non-binary', 'other')");
                    table.CheckConstraint("ck_patient_background_race", "race in ('american-indian-or-alaska-native', 'asian', 'black-or-african-american', 'native-hawaiian-or-pacific-islander', 'white', 'more-than-one', 'other')");
                    table.CheckConstraint("ck_patient_background_sex", "sex in ('female', 'male', 'other')");
                    table.ForeignKey(
                        name: "FK_patient_background_patient_organization_id_patient_id",
                        columns: x => new { x.organization_id, x.patient_id },
                        principalTable: "patient",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "submitted_month",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: false),
                    month_on = table.Column<DateOnly>(type: "date", nullable: false),
                    submitted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    submitted_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_submitted_month", x => new { x.organization_id, x.clinic_id, x.month_on });
                    table.CheckConstraint("ck_submitted_month_first_day", "extract(day from month_on) = 1");
                    table.ForeignKey(
                        name: "FK_submitted_month_clinic_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "clinic",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "patient_coverage",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    payer = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    start_on = table.Column<DateOnly>(type: "date", nullable: false),
                    end_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient_coverage", x => new { x.organization_id, x.patient_id, x.version, x.sequence });
                    table.CheckConstraint("ck_patient_coverage_payer", "payer in ('medicaid-ffs', 'medicaid-managed-care', 'dual-medicare-medicaid', 'child-health-plus', 'essential-plan', 'medicare', 'commercial', 'self-pay', 'other')");
                    table.CheckConstraint("ck_patient_coverage_period", "end_on >= start_on");
                    table.ForeignKey(
                        name: "FK_patient_coverage_patient_background_organization_id_patient~",
                        columns: x => new { x.organization_id, x.patient_id, x.version },
                        principalTable: "patient_background",
                        principalColumns: new[] { "organization_id", "patient_id", "version" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_episode_organization_id_clinic_id_enrolled_on",
                table: "episode",
                columns: new[] { "organization_id", "clinic_id", "enrolled_on" });

            foreach (var statement in MetricsGuards.Up()) migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attested_fte");

            migrationBuilder.DropTable(
                name: "patient_coverage");

            migrationBuilder.DropTable(
                name: "submitted_month");

            migrationBuilder.DropTable(
                name: "patient_background");

            migrationBuilder.DropIndex(
                name: "IX_episode_organization_id_clinic_id_enrolled_on",
                table: "episode");

            migrationBuilder.CreateIndex(
                name: "IX_episode_organization_id_clinic_id",
                table: "episode",
                columns: new[] { "organization_id", "clinic_id" });
        }
    }
}
