using Microsoft.EntityFrameworkCore;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The rows a caller may see: patients of the clinics it has a role in, and what belongs to them. Ask here, never the tables.</summary>
public static class VisibleRows
{
    public static IQueryable<Patient> PatientsIn(this RegistryDbContext db, Id<Organization> organization, Guid[] clinics)
    {
        var visible = clinics.Select(c => new Id<Clinic>(c)).ToArray();
        return db.Patients.Where(p => p.OrganizationId == organization && visible.Contains(p.ClinicId));
    }

    public static IQueryable<Episode> EpisodesIn(this RegistryDbContext db, Id<Organization> organization, Guid[] clinics)
    {
        var visible = clinics.Select(c => new Id<Clinic>(c)).ToArray();
        return db.Episodes.Where(e => e.OrganizationId == organization && visible.Contains(e.ClinicId))
            .Include(e => e.StatusChanges.OrderBy(c => c.Sequence));
    }

    public static IQueryable<Assessment> AssessmentsIn(this RegistryDbContext db, Id<Organization> organization, Guid[] clinics) =>
        from a in db.Assessments
        join p in db.PatientsIn(organization, clinics) on new { a.OrganizationId, Id = a.PatientId } equals new { p.OrganizationId, p.Id }
        select a;

    public static IQueryable<Consultation> ConsultationsIn(this RegistryDbContext db, Id<Organization> organization, Guid[] clinics) =>
        from c in db.Consultations
        join p in db.PatientsIn(organization, clinics) on new { c.OrganizationId, Id = c.PatientId } equals new { p.OrganizationId, p.Id }
        select c;

    /// <summary>Whether the patient of an episode has this assessment.</summary>
    public static Task<bool> HasAssessment(this RegistryDbContext db, Episode episode, Id<Assessment> assessment, CancellationToken ct) =>
        db.Assessments.AnyAsync(a => a.OrganizationId == episode.OrganizationId && a.PatientId == episode.PatientId && a.Id == assessment, ct);
}
