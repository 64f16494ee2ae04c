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

            migrationBuilder.AddColumn<string>(
                name: "drift_thresholds",
                table: "organization",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "pseudonym_key",
                table: "organization",
                type: "uuid",
                nullable: false,
                defaultValueSql: "gen_random_uuid()");

            migrationBuilder.AddColumn<DateOnly>(
                name: "launched_on",
                table: "clinic",
                type: "date",
                nullable: true);

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
                name: "drift_plan",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: false),
                    indicator = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    intervention = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    review_on = table.Column<DateOnly>(type: "date", nullable: false),
                    made_on = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_drift_plan", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_drift_plan_review", "review_on >= made_on");
                    table.ForeignKey(
                        name: "FK_drift_plan_clinic_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "clinic",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_drift_plan_staff_member_organization_id_owner_id",
                        columns: x => new { x.organization_id, x.owner_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "metric_target",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    metric = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lowest = table.Column<decimal>(type: "numeric(9,2)", precision: 9, scale: 2, nullable: true),
                    highest = table.Column<decimal>(type: "numeric(9,2)", precision: 9, scale: 2, nullable: true),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_metric_target", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_metric_target_limits", "lowest <= highest");
                    table.ForeignKey(
                        name: "FK_metric_target_clinic_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "clinic",
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
                name: "published_month",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    month_on = table.Column<DateOnly>(type: "date", nullable: false),
                    known_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    published_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    profile = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_month", x => new { x.organization_id, x.month_on });
                    table.CheckConstraint("ck_published_month_first_day", "extract(day from month_on) = 1");
                    table.ForeignKey(
                        name: "FK_published_month_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
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

            migrationBuilder.CreateTable(
                name: "published_row",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    month_on = table.Column<DateOnly>(type: "date", nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: true),
                    stratum = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    group_name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    figures = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_row", x => new { x.organization_id, x.month_on, x.sequence });
                    table.ForeignKey(
                        name: "FK_published_row_clinic_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "clinic",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_published_row_published_month_organization_id_month_on",
                        columns: x => new { x.organization_id, x.month_on },
                        principalTable: "published_month",
                        principalColumns: new[] { "organization_id", "month_on" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_episode_organization_id_clinic_id_enrolled_on",
                table: "episode",
                columns: new[] { "organization_id", "clinic_id", "enrolled_on" });

            migrationBuilder.CreateIndex(
                name: "IX_drift_plan_organization_id_clinic_id_indicator",
                table: "drift_plan",
                columns: new[] { "organization_id", "clinic_id", "indicator" });

            migrationBuilder.CreateIndex(
                name: "IX_drift_plan_organization_id_owner_id",
                table: "drift_plan",
                columns: new[] { "organization_id", "owner_id" });

            migrationBuilder.CreateIndex(
                name: "IX_metric_target_organization_id_clinic_id",
                table: "metric_target",
                columns: new[] { "organization_id", "clinic_id" });

            migrationBuilder.CreateIndex(
                name: "IX_published_row_organization_id_clinic_id",
                table: "published_row",
                columns: new[] { "organization_id", "clinic_id" });

            foreach (var statement in MetricsGuards.Up()) migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attested_fte");

            migrationBuilder.DropTable(
                name: "drift_plan");

            migrationBuilder.DropTable(
                name: "metric_target");

            migrationBuilder.DropTable(
                name: "patient_coverage");

            migrationBuilder.DropTable(
                name: "published_row");

            migrationBuilder.DropTable(
                name: "submitted_month");

            migrationBuilder.DropTable(
                name: "patient_background");

            migrationBuilder.DropTable(
                name: "published_month");

            migrationBuilder.DropIndex(
                name: "IX_episode_organization_id_clinic_id_enrolled_on",
                table: "episode");

            migrationBuilder.DropColumn(
                name: "drift_thresholds",
                table: "organization");

            migrationBuilder.DropColumn(
                name: "pseudonym_key",
                table: "organization");

            migrationBuilder.DropColumn(
                name: "launched_on",
                table: "clinic");

            migrationBuilder.CreateIndex(
                name: "IX_episode_organization_id_clinic_id",
                table: "episode",
                columns: new[] { "organization_id", "clinic_id" });
        }
    }
}
