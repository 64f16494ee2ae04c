using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Registry.Clinical;

namespace Registry.Storage;

internal sealed class ContactConfiguration : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> contact)
    {
        contact.IsEpisodeFact(nameof(Contact.On), nameof(Contact.Purpose), nameof(Contact.Mode), nameof(Contact.Minutes), nameof(Contact.Kept));
        contact.References<Contact, StaffMember>(nameof(Contact.StaffMemberId));
        contact.OneOf<Contact, ContactPurpose>("ck_contact_purpose", "purpose");
        contact.OneOf<Contact, ContactMode>("ck_contact_mode", "mode");
        contact.ToTable(t => t.HasCheckConstraint("ck_contact_minutes", "minutes between 0 and 480"));
    }
}

internal sealed class ConsultationConfiguration : IEntityTypeConfiguration<Consultation>
{
    public void Configure(EntityTypeBuilder<Consultation> consultation)
    {
        consultation.IsEpisodeFact(nameof(Consultation.On), nameof(Consultation.Minutes), nameof(Consultation.Recommendation));
        consultation.Property(c => c.Note).HasMaxLength(1000);
        consultation.References<Consultation, StaffMember>(nameof(Consultation.ConsultantId));
        consultation.OneOf<Consultation, RecommendationKind>("ck_consultation_recommendation", "recommendation");
        consultation.ToTable(t => t.HasCheckConstraint("ck_consultation_minutes", "minutes between 0 and 480"));
    }
}

internal sealed class RelapsePreventionPlanConfiguration : IEntityTypeConfiguration<RelapsePreventionPlan>
{
    public void Configure(EntityTypeBuilder<RelapsePreventionPlan> plan)
    {
        plan.IsEpisodeFact(nameof(RelapsePreventionPlan.On), nameof(RelapsePreventionPlan.Minutes));
        plan.References<RelapsePreventionPlan, StaffMember>(nameof(RelapsePreventionPlan.StaffMemberId));
        plan.ToTable(t => t.HasCheckConstraint("ck_relapse_prevention_plan_minutes", "minutes between 0 and 480"));
    }
}

internal static class EpisodeFactConfiguration
{
    /// <summary>A dated fact of an episode, with a covering index so that a caseload reads index pages only.</summary>
    public static void IsEpisodeFact<T>(this EntityTypeBuilder<T> fact, string on, params string[] included) where T : Fact
    {
        fact.IsFact();
        fact.HasIndex("OrganizationId", "EpisodeId", on).IncludeProperties([.. included.Where(i => i != on)]).HasFilter("not entered_in_error");
        fact.References<T, Patient>("PatientId");
        fact.References<T, Episode>("EpisodeId");
    }
}
