using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class EpisodeConfiguration : IEntityTypeConfiguration<Episode>
{
    public const string OneOpenEpisode = "ux_episode_patient_open";

    public void Configure(EntityTypeBuilder<Episode> episode)
    {
        episode.IsFact();
        episode.IsReadAsRecorded("episode");
        episode.Property(e => e.Program).HasMaxLength(64);
        episode.HasIndex(e => new { e.OrganizationId, e.PatientId, e.Program }).IsUnique().HasFilter("status <> 'inactive'").HasDatabaseName(OneOpenEpisode);
        episode.HasIndex(e => new { e.OrganizationId, e.PatientId, e.EnrolledOn });
        // Figures of a clinic start here: only its own episodes are read.
        episode.HasIndex(e => new { e.OrganizationId, e.ClinicId, e.EnrolledOn });
        episode.Property(e => e.IsPart2).HasDefaultValue(false);
        // Which ones to withhold is asked at every call of another system; most organizations have none.
        episode.HasIndex(e => new { e.OrganizationId, e.PatientId }, "ix_episode_part2").HasFilter("is_part2");
        episode.References<Episode, Patient>(nameof(Episode.PatientId));
        episode.References<Episode, Clinic>(nameof(Episode.ClinicId));
        episode.ComplexProperty(e => e.Prerequisites);
        episode.HasMany(e => e.StatusChanges).WithOne().HasForeignKey(c => new { c.OrganizationId, c.EpisodeId }).OnDelete(DeleteBehavior.Restrict);
        episode.HasMany(e => e.CareTeam).WithOne().HasForeignKey(a => new { a.OrganizationId, a.EpisodeId }).OnDelete(DeleteBehavior.Restrict);
        episode.OneOf<Episode, EpisodeStatus>("ck_episode_status", "status");
        episode.OneOf<Episode, DischargeReason>("ck_episode_discharge_reason", "discharge_reason");
        episode.ToTable(t =>
        {
            t.HasCheckConstraint("ck_episode_ended_after_enrolled", "ended_on >= enrolled_on");
            t.HasCheckConstraint("ck_episode_inactive_has_end_and_reason",
                "(status = 'inactive') = (ended_on is not null) and (ended_on is null) = (discharge_reason is null)");
        });
    }
}

internal sealed class EpisodeStatusChangeConfiguration : IEntityTypeConfiguration<EpisodeStatusChange>
{
    public void Configure(EntityTypeBuilder<EpisodeStatusChange> change)
    {
        change.HasKey(c => new { c.OrganizationId, c.EpisodeId, c.Sequence });
        change.OneOf<EpisodeStatusChange, EpisodeStatus>("ck_episode_status_change_status", "status");
    }
}

internal sealed class CareTeamAssignmentConfiguration : IEntityTypeConfiguration<CareTeamAssignment>
{
    public const string OneAtATime = "ux_care_team_assignment_current";

    public void Configure(EntityTypeBuilder<CareTeamAssignment> assignment)
    {
        assignment.IsFact();
        // The caseload query starts here: only this care manager's rows are read.
        assignment.HasIndex(a => new { a.OrganizationId, a.StaffMemberId, a.Role, a.FromOn }).IncludeProperties(a => new { a.UntilOn, a.EpisodeId, a.PatientId });
        // Whose patient it is, which the row policies ask.
        assignment.HasIndex(a => new { a.OrganizationId, a.PatientId }).IncludeProperties(a => new { a.StaffMemberId, a.Role });
        assignment.HasIndex(a => new { a.OrganizationId, a.EpisodeId, a.Role }).IsUnique().HasFilter("until_on is null").HasDatabaseName(OneAtATime);
        assignment.References<CareTeamAssignment, StaffMember>(nameof(CareTeamAssignment.StaffMemberId));
        assignment.References<CareTeamAssignment, Patient>(nameof(CareTeamAssignment.PatientId));
        assignment.OneOf<CareTeamAssignment, StaffRole>("ck_care_team_assignment_role", "role");
        assignment.ToTable(t => t.HasCheckConstraint("ck_care_team_assignment_period", "until_on >= from_on"));
    }
}
