using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class ContactConfiguration : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> contact)
    {
        contact.IsEpisodeFact(nameof(Contact.Purpose), nameof(Contact.Mode), nameof(Contact.Minutes), nameof(Contact.Kept), nameof(Contact.StartedAt), nameof(Contact.StaffMemberId), nameof(Contact.Id));
        contact.IsReadAsRecorded("contact");
        contact.HasIndex(c => new { c.OrganizationId, c.PatientId, c.On }, "ix_contact_patient");
        contact.References<Contact, StaffMember>(nameof(Contact.StaffMemberId));
        contact.OneOf<Contact, ContactPurpose>("ck_contact_purpose", "purpose");
        contact.OneOf<Contact, ContactMode>("ck_contact_mode", "mode");
        contact.ToTable(t => t.HasCheckConstraint("ck_contact_minutes", "minutes between 0 and 480"));
    }
}

internal sealed class ConsultationConfiguration : IEntityTypeConfiguration<Consultation>
{
    public const string OnePerSession = "ux_consultation_session_episode";

    public void Configure(EntityTypeBuilder<Consultation> consultation)
    {
        consultation.IsEpisodeFact(nameof(Consultation.Minutes), nameof(Consultation.Recommendation), nameof(Consultation.RecommendationState), nameof(Consultation.SettledOn), nameof(Consultation.StartedAt), nameof(Consultation.ConsultantId), nameof(Consultation.Id));
        consultation.References<Consultation, StaffMember>(nameof(Consultation.ConsultantId));
        consultation.References<Consultation, ReviewSession>(nameof(Consultation.ReviewSessionId));
        consultation.HasIndex(c => new { c.OrganizationId, c.ReviewSessionId, c.EpisodeId }).IsUnique()
            .HasFilter("review_session_id is not null and not entered_in_error").HasDatabaseName(OnePerSession);
        consultation.OneOf<Consultation, RecommendationState>("ck_consultation_recommendation_state", "recommendation_state");
        consultation.OneOf<Consultation, RecommendationKind>("ck_consultation_recommendation", "recommendation");
        consultation.ToTable(t => t.HasCheckConstraint("ck_consultation_minutes", "minutes between 0 and 480"));
    }
}

internal sealed class RelapsePreventionPlanConfiguration : IEntityTypeConfiguration<RelapsePreventionPlan>
{
    public void Configure(EntityTypeBuilder<RelapsePreventionPlan> plan)
    {
        plan.IsEpisodeFact(nameof(RelapsePreventionPlan.Minutes), nameof(RelapsePreventionPlan.StartedAt), nameof(RelapsePreventionPlan.StaffMemberId), nameof(RelapsePreventionPlan.Id));
        plan.References<RelapsePreventionPlan, StaffMember>(nameof(RelapsePreventionPlan.StaffMemberId));
        plan.ToTable(t => t.HasCheckConstraint("ck_relapse_prevention_plan_minutes", "minutes between 0 and 480"));
    }
}

internal sealed class ReviewSessionConfiguration : IEntityTypeConfiguration<ReviewSession>
{
    public void Configure(EntityTypeBuilder<ReviewSession> session)
    {
        session.IsFact();
        session.HasIndex(s => new { s.OrganizationId, s.CareManagerId, s.On });
        session.References<ReviewSession, StaffMember>(nameof(ReviewSession.CareManagerId));
        session.References<ReviewSession, StaffMember>(nameof(ReviewSession.ConsultantId));
    }
}

internal static class EpisodeFactConfiguration
{
    /// <summary>A dated fact of an episode, with a covering index so that a caseload, and the policy that asks whose each row is, read index pages only.</summary>
    public static void IsEpisodeFact<T>(this EntityTypeBuilder<T> fact, params string[] included) where T : EpisodeFact<T>
    {
        fact.IsFact();
        fact.HasIndex(nameof(EpisodeFact<T>.OrganizationId), nameof(EpisodeFact<T>.EpisodeId), nameof(EpisodeFact<T>.On)).IncludeProperties([nameof(EpisodeFact<T>.PatientId), .. included]).HasFilter("not entered_in_error");
        fact.HasIndex([nameof(EpisodeFact<T>.OrganizationId), nameof(EpisodeFact<T>.EpisodeId)], $"ix_{SnakeCase.Of(typeof(T).Name)}_withdrawn").HasFilter("entered_in_error");
        fact.References<T, Patient>(nameof(EpisodeFact<T>.PatientId));
        fact.References<T, Episode>(nameof(EpisodeFact<T>.EpisodeId));
    }
}
