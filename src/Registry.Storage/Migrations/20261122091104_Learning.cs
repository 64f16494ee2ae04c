using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Registry.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Learning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "action_plan",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: false),
                    goal = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    steps = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    metric_codes = table.Column<string[]>(type: "text[]", nullable: false),
                    adopted_on = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_action_plan", x => new { x.organization_id, x.id });
                    table.ForeignKey(
                        name: "FK_action_plan_clinic_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "clinic",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "collaborative",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    charter = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    first_month_on = table.Column<DateOnly>(type: "date", nullable: false),
                    last_month_on = table.Column<DateOnly>(type: "date", nullable: true),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_collaborative", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_collaborative_months", "extract(day from first_month_on) = 1 and last_month_on >= first_month_on and extract(day from last_month_on) = 1");
                    table.ForeignKey(
                        name: "FK_collaborative_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "collaborative_member",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    collaborative_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kept_by = table.Column<Guid>(type: "uuid", nullable: false),
                    joined_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    joined_by = table.Column<Guid>(type: "uuid", nullable: false),
                    left_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    left_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_collaborative_member", x => new { x.organization_id, x.collaborative_id });
                    table.ForeignKey(
                        name: "FK_collaborative_member_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "finance_cost",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    from_on = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    until_on = table.Column<DateOnly>(type: "date", nullable: true),
                    amount = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: false),
                    source = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_finance_cost", x => new { x.organization_id, x.kind, x.from_on, x.recorded_at });
                    table.CheckConstraint("ck_finance_cost_kind", "kind in ('care-manager-year', 'consultant-hour', 'consultant-hours-a-week', 'overhead-percent')");
                    table.CheckConstraint("ck_finance_cost_sense", "amount >= 0 and until_on >= from_on");
                    table.ForeignKey(
                        name: "FK_finance_cost_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "finance_rate",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payer = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    code = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    from_on = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    until_on = table.Column<DateOnly>(type: "date", nullable: true),
                    amount = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: false),
                    source = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_finance_rate", x => new { x.organization_id, x.payer, x.code, x.from_on, x.recorded_at });
                    table.CheckConstraint("ck_finance_rate_payer", "payer in ('medicaid-ffs', 'medicaid-managed-care', 'dual-medicare-medicaid', 'child-health-plus', 'essential-plan', 'medicare', 'commercial', 'self-pay', 'other')");
                    table.CheckConstraint("ck_finance_rate_sense", "amount >= 0 and until_on >= from_on");
                    table.ForeignKey(
                        name: "FK_finance_rate_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "implementation_site",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: false),
                    initiated_on = table.Column<DateOnly>(type: "date", nullable: true),
                    planned_on = table.Column<DateOnly>(type: "date", nullable: true),
                    executed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    sustained_on = table.Column<DateOnly>(type: "date", nullable: true),
                    launch_due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_implementation_site", x => new { x.organization_id, x.clinic_id });
                    table.ForeignKey(
                        name: "FK_implementation_site_clinic_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "clinic",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "published_aggregate",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    period_on = table.Column<DateOnly>(type: "date", nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: true),
                    known_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    published_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    figures = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_aggregate", x => new { x.organization_id, x.kind, x.period_on, x.sequence });
                    table.CheckConstraint("ck_published_aggregate_first_day", "extract(day from period_on) = 1");
                    table.CheckConstraint("ck_published_aggregate_kind", "kind in ('national-measures', 'finance')");
                    table.ForeignKey(
                        name: "FK_published_aggregate_clinic_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "clinic",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_published_aggregate_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "action_plan_review",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    action_plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    reviewed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    outcome = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_action_plan_review", x => new { x.organization_id, x.action_plan_id, x.recorded_at });
                    table.CheckConstraint("ck_action_plan_review_outcome", "outcome in ('keep', 'revise', 'close')");
                    table.ForeignKey(
                        name: "FK_action_plan_review_action_plan_organization_id_action_plan_~",
                        columns: x => new { x.organization_id, x.action_plan_id },
                        principalTable: "action_plan",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "collaborative_invitation",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    collaborative_id = table.Column<Guid>(type: "uuid", nullable: false),
                    invited_organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    invited_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    invited_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_collaborative_invitation", x => new { x.organization_id, x.collaborative_id, x.invited_organization_id });
                    table.ForeignKey(
                        name: "FK_collaborative_invitation_collaborative_organization_id_coll~",
                        columns: x => new { x.organization_id, x.collaborative_id },
                        principalTable: "collaborative",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "collaborative_measure",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    collaborative_id = table.Column<Guid>(type: "uuid", nullable: false),
                    metric_code = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    goal = table.Column<decimal>(type: "numeric(8,2)", precision: 8, scale: 2, nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_collaborative_measure", x => new { x.organization_id, x.collaborative_id, x.metric_code });
                    table.ForeignKey(
                        name: "FK_collaborative_measure_collaborative_organization_id_collabo~",
                        columns: x => new { x.organization_id, x.collaborative_id },
                        principalTable: "collaborative",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "collaborative_site",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    collaborative_id = table.Column<Guid>(type: "uuid", nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    launched_on = table.Column<DateOnly>(type: "date", nullable: true),
                    is_shared = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_collaborative_site", x => new { x.organization_id, x.collaborative_id, x.clinic_id });
                    table.ForeignKey(
                        name: "FK_collaborative_site_clinic_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "clinic",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_collaborative_site_collaborative_member_organization_id_col~",
                        columns: x => new { x.organization_id, x.collaborative_id },
                        principalTable: "collaborative_member",
                        principalColumns: new[] { "organization_id", "collaborative_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pdsa_cycle",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: false),
                    collaborative_id = table.Column<Guid>(type: "uuid", nullable: true),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    aim = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    prediction = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    plan = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    @do = table.Column<string>(name: "do", type: "character varying(4000)", maxLength: 4000, nullable: true),
                    study = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    act = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    started_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    metric_codes = table.Column<string[]>(type: "text[]", nullable: false),
                    decision = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pdsa_cycle", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_pdsa_cycle_decision", "decision in ('adopt', 'adapt', 'abandon')");
                    table.CheckConstraint("ck_pdsa_cycle_period", "ended_on >= started_on");
                    table.ForeignKey(
                        name: "FK_pdsa_cycle_clinic_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "clinic",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_pdsa_cycle_collaborative_member_organization_id_collaborati~",
                        columns: x => new { x.organization_id, x.collaborative_id },
                        principalTable: "collaborative_member",
                        principalColumns: new[] { "organization_id", "collaborative_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "checklist_item",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    checklist = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    settled_on = table.Column<DateOnly>(type: "date", nullable: true),
                    note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_checklist_item", x => new { x.organization_id, x.clinic_id, x.code });
                    table.CheckConstraint("ck_checklist_item_checklist", "checklist in ('readiness', 'go-live')");
                    table.CheckConstraint("ck_checklist_item_state", "state in ('open', 'done', 'not-needed')");
                    table.ForeignKey(
                        name: "FK_checklist_item_implementation_site_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "implementation_site",
                        principalColumns: new[] { "organization_id", "clinic_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "shared_submission",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    collaborative_id = table.Column<Guid>(type: "uuid", nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: false),
                    month_on = table.Column<DateOnly>(type: "date", nullable: false),
                    submitted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    submitted_by = table.Column<Guid>(type: "uuid", nullable: false),
                    known_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shared_submission", x => new { x.organization_id, x.collaborative_id, x.clinic_id, x.month_on });
                    table.CheckConstraint("ck_shared_submission_first_day", "extract(day from month_on) = 1");
                    table.ForeignKey(
                        name: "FK_shared_submission_collaborative_site_organization_id_collab~",
                        columns: x => new { x.organization_id, x.collaborative_id, x.clinic_id },
                        principalTable: "collaborative_site",
                        principalColumns: new[] { "organization_id", "collaborative_id", "clinic_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "shared_measure",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    collaborative_id = table.Column<Guid>(type: "uuid", nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: false),
                    month_on = table.Column<DateOnly>(type: "date", nullable: false),
                    metric_code = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    metric_version = table.Column<int>(type: "integer", nullable: false),
                    value = table.Column<decimal>(type: "numeric(14,2)", precision: 14, scale: 2, nullable: true),
                    numerator = table.Column<decimal>(type: "numeric(14,2)", precision: 14, scale: 2, nullable: true),
                    denominator = table.Column<decimal>(type: "numeric(14,2)", precision: 14, scale: 2, nullable: true),
                    no_value = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shared_measure", x => new { x.organization_id, x.collaborative_id, x.clinic_id, x.month_on, x.metric_code });
                    table.CheckConstraint("ck_shared_measure_suppressed", "no_value is distinct from 'suppressed' or (value is null and numerator is null and denominator is null)");
                    table.ForeignKey(
                        name: "FK_shared_measure_shared_submission_organization_id_collaborat~",
                        columns: x => new { x.organization_id, x.collaborative_id, x.clinic_id, x.month_on },
                        principalTable: "shared_submission",
                        principalColumns: new[] { "organization_id", "collaborative_id", "clinic_id", "month_on" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_action_plan_organization_id_clinic_id",
                table: "action_plan",
                columns: new[] { "organization_id", "clinic_id" });

            migrationBuilder.CreateIndex(
                name: "IX_collaborative_site_organization_id_clinic_id",
                table: "collaborative_site",
                columns: new[] { "organization_id", "clinic_id" });

            migrationBuilder.CreateIndex(
                name: "IX_pdsa_cycle_organization_id_clinic_id",
                table: "pdsa_cycle",
                columns: new[] { "organization_id", "clinic_id" });

            migrationBuilder.CreateIndex(
                name: "IX_pdsa_cycle_organization_id_collaborative_id",
                table: "pdsa_cycle",
                columns: new[] { "organization_id", "collaborative_id" });

            migrationBuilder.CreateIndex(
                name: "IX_published_aggregate_organization_id_clinic_id",
                table: "published_aggregate",
                columns: new[] { "organization_id", "clinic_id" });

            foreach (var statement in LearningGuards.Up()) migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "action_plan_review");

            migrationBuilder.DropTable(
                name: "checklist_item");

            migrationBuilder.DropTable(
                name: "collaborative_invitation");

            migrationBuilder.DropTable(
                name: "collaborative_measure");

            migrationBuilder.DropTable(
                name: "finance_cost");

            migrationBuilder.DropTable(
                name: "finance_rate");

            migrationBuilder.DropTable(
                name: "pdsa_cycle");

            migrationBuilder.DropTable(
                name: "published_aggregate");

            migrationBuilder.DropTable(
                name: "shared_measure");

            migrationBuilder.DropTable(
                name: "action_plan");

            migrationBuilder.DropTable(
                name: "implementation_site");

            migrationBuilder.DropTable(
                name: "collaborative");

            migrationBuilder.DropTable(
                name: "shared_submission");

            migrationBuilder.DropTable(
                name: "collaborative_site");

            migrationBuilder.DropTable(
                name: "collaborative_member");
        }
    }
}
