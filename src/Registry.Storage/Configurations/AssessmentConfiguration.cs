using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class AssessmentConfiguration : IEntityTypeConfiguration<Assessment>
{
    /// <summary>Only these enter a figure: the filter of the covering index, and of every query that wants to use it.</summary>
    public const string Counts = "status in ('final', 'amended', 'corrected') and total is not null";

    /// <summary>What counts in no figure and yet wants somebody: total and answers in contradiction, or an answer about self-harm without a total.</summary>
    public const string WantsSomebody = "(status = 'quarantined' or (self_harm_answer > 0 and total is null and status in ('final', 'amended', 'corrected')))";

    public void Configure(EntityTypeBuilder<Assessment> assessment)
    {
        assessment.IsFact();
        assessment.IsReadAsRecorded("assessment");
        assessment.Property(a => a.Source).HasMaxLength(200);
        assessment.Property(a => a.SourceVersion).HasMaxLength(64);
        assessment.HasIndex(a => new { a.OrganizationId, a.PatientId, a.AdministeredOn }, "ix_assessment_counted")
            .IncludeProperties(a => new { a.Instrument, a.Total, a.SelfHarmAnswer, a.AdministeredAt, a.Origin, a.ReceivedOn, a.ReviewedOn, a.Id })
            .HasFilter(Counts);
        assessment.HasIndex(a => new { a.OrganizationId, a.PatientId, a.AdministeredOn }, "ix_assessment_wants_somebody").HasFilter(WantsSomebody);
        assessment.HasIndex(a => new { a.OrganizationId, a.PatientId, a.Id }).HasDatabaseName("ix_assessment_patient");
        assessment.References<Assessment, Patient>(nameof(Assessment.PatientId));
        assessment.OneOf<Assessment, AssessmentStatus>("ck_assessment_status", "status");
        assessment.OneOf<Assessment, ScoreOrigin>("ck_assessment_origin", "origin");
        assessment.ToTable(t =>
        {
            t.HasCheckConstraint("ck_assessment_instrument", $"instrument in ({string.Join(", ", Instruments.All.Select(i => $"'{i.Code}'"))})");
            t.HasCheckConstraint("ck_assessment_total",
                $"total between 0 and case instrument {string.Join(" ", Instruments.All.Select(i => $"when '{i.Code}' then {i.MaxTotal}"))} end");
        });
    }
}

internal sealed class AssessmentIdentifierConfiguration : IEntityTypeConfiguration<AssessmentIdentifier>
{
    public const string Unique = "pk_assessment_identifier";

    public void Configure(EntityTypeBuilder<AssessmentIdentifier> identifier)
    {
        identifier.HasKey(i => new { i.OrganizationId, i.System, i.Value });
        identifier.Property(i => i.System).HasMaxLength(400);
        identifier.Property(i => i.Value).HasMaxLength(200);
        identifier.HasIndex(i => new { i.OrganizationId, i.AssessmentId });
        identifier.References<AssessmentIdentifier, Assessment>(nameof(AssessmentIdentifier.AssessmentId));
    }
}
