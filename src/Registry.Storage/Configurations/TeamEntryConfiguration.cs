using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>All kinds of team entries in one table: a column of the same name means the same in every kind.</summary>
internal sealed class TeamEntryConfiguration : IEntityTypeConfiguration<TeamEntry>
{
    /// <summary>Of the few entries that are asked for by patient.</summary>
    public const string IsSafetyFlag = "kind = 'manual-flag' and flag = 'safety' and not entered_in_error";

    public void Configure(EntityTypeBuilder<TeamEntry> entry)
    {
        entry.IsFact();
        entry.HasIndex(e => new { e.OrganizationId, e.EpisodeId, e.On }).HasFilter("not entered_in_error").HasDatabaseName("ix_team_entry_episode");
        entry.HasIndex(e => new { e.OrganizationId, e.PatientId });
        entry.HasIndex(e => new { e.OrganizationId, e.PatientId }, "ix_team_entry_safety").HasFilter(IsSafetyFlag);
        entry.HasIndex(e => new { e.OrganizationId, e.EpisodeId }, "ix_team_entry_withdrawn").HasFilter("entered_in_error");
        entry.References<TeamEntry, Patient>(nameof(TeamEntry.PatientId));
        entry.References<TeamEntry, Episode>(nameof(TeamEntry.EpisodeId));
        entry.HasDiscriminator<string>("Kind")
            .HasValue<MinutesEntry>("minutes")
            .HasValue<TreatmentChange>("treatment-change")
            .HasValue<ManualFlag>("manual-flag")
            .HasValue<ConsultationRequest>("consultation-request")
            .HasValue<Reminder>("reminder")
            .HasValue<FlagAcknowledgement>("flag-acknowledgement")
            .HasValue<BaselineOverride>("baseline-override")
            .HasValue<BriefNote>("note");
        entry.Property<string>("Kind").HasMaxLength(32);
        entry.ToTable(t => t.HasCheckConstraint("ck_team_entry_minutes", "minutes between 0 and 480"));
    }
}

internal sealed class MinutesEntryConfiguration : IEntityTypeConfiguration<MinutesEntry>
{
    public void Configure(EntityTypeBuilder<MinutesEntry> entry) => entry.References<MinutesEntry, StaffMember>(nameof(MinutesEntry.StaffMemberId));
}

internal sealed class FlagAcknowledgementConfiguration : IEntityTypeConfiguration<FlagAcknowledgement>
{
    public void Configure(EntityTypeBuilder<FlagAcknowledgement> acknowledgement)
    {
        acknowledgement.Property(a => a.FlagId).HasMaxLength(8);
        acknowledgement.Property(a => a.AssessmentId).HasColumnName("assessment_id");
    }
}

internal sealed class BaselineOverrideConfiguration : IEntityTypeConfiguration<BaselineOverride>
{
    public void Configure(EntityTypeBuilder<BaselineOverride> chosen) => chosen.Property(b => b.AssessmentId).HasColumnName("assessment_id");
}
