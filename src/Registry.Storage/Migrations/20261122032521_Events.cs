using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Registry.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Events : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "announced_flag",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    episode_id = table.Column<Guid>(type: "uuid", nullable: false),
                    flag_id = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    instrument = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    seen_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_announced_flag", x => new { x.organization_id, x.episode_id, x.flag_id, x.instrument });
                    table.ForeignKey(
                        name: "FK_announced_flag_episode_organization_id_episode_id",
                        columns: x => new { x.organization_id, x.episode_id },
                        principalTable: "episode",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "cds_client",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    principal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    jwks = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    jwks_uri = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cds_client", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_cds_client_keys", "(jwks is null) <> (jwks_uri is null)");
                    table.ForeignKey(
                        name: "FK_cds_client_principal_organization_id_principal_id",
                        columns: x => new { x.organization_id, x.principal_id },
                        principalTable: "principal",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "flag_check",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    patient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_first = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_flag_check", x => new { x.organization_id, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "flag_day",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    clinic_id = table.Column<Guid>(type: "uuid", nullable: false),
                    checked_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_flag_day", x => new { x.organization_id, x.clinic_id });
                    table.ForeignKey(
                        name: "FK_flag_day_clinic_organization_id_clinic_id",
                        columns: x => new { x.organization_id, x.clinic_id },
                        principalTable: "clinic",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "webhook",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    url = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    kinds = table.Column<string[]>(type: "text[]", nullable: false),
                    clinic_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    secret_version = table.Column<int>(type: "integer", nullable: false),
                    secret_rotated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    failing_since = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    next_attempt_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    leased_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_webhook_state", "state in ('active', 'paused', 'parked', 'ended')");
                    table.ForeignKey(
                        name: "FK_webhook_organization_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organization",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "used_token",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cds_client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_token", x => new { x.organization_id, x.cds_client_id, x.hash });
                    table.ForeignKey(
                        name: "FK_used_token_cds_client_organization_id_cds_client_id",
                        columns: x => new { x.organization_id, x.cds_client_id },
                        principalTable: "cds_client",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "webhook_delivery",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    webhook_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    occurred_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    resource = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    last_attempt_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    last_outcome = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    last_status = table.Column<int>(type: "integer", nullable: true),
                    delivered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_delivery", x => new { x.organization_id, x.id });
                    table.CheckConstraint("ck_webhook_delivery_kind", "kind in ('ping', 'score-stored', 'flag-raised')");
                    table.CheckConstraint("ck_webhook_delivery_last_outcome", "last_outcome in ('delivered', 'refused', 'timed-out', 'unreachable', 'address-not-allowed')");
                    table.ForeignKey(
                        name: "FK_webhook_delivery_webhook_organization_id_webhook_id",
                        columns: x => new { x.organization_id, x.webhook_id },
                        principalTable: "webhook",
                        principalColumns: new[] { "organization_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ux_cds_client_principal",
                table: "cds_client",
                columns: new[] { "organization_id", "principal_id" },
                unique: true,
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "IX_used_token_organization_id_cds_client_id_expires_at",
                table: "used_token",
                columns: new[] { "organization_id", "cds_client_id", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_delivery_waiting",
                table: "webhook_delivery",
                columns: new[] { "organization_id", "webhook_id", "sequence" },
                filter: "delivered_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_delivery_webhook",
                table: "webhook_delivery",
                columns: new[] { "organization_id", "webhook_id", "sequence" });

            foreach (var statement in EventsGuards.Up()) migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "announced_flag");

            migrationBuilder.DropTable(
                name: "flag_check");

            migrationBuilder.DropTable(
                name: "flag_day");

            migrationBuilder.DropTable(
                name: "used_token");

            migrationBuilder.DropTable(
                name: "webhook_delivery");

            migrationBuilder.DropTable(
                name: "cds_client");

            migrationBuilder.DropTable(
                name: "webhook");
        }
    }
}
