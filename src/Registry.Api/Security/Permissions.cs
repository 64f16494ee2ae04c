using Registry.Storage;

namespace Registry.Api;

/// <summary>Who may do what: the whole table, role by action. <see cref="Rights.Decide"/> reads it, the documentation is made from it.</summary>
internal static class Permissions
{
    private const Role CareManager = Role.CareManager;
    private const Role Consultant = Role.PsychiatricConsultant;
    private const Role Provider = Role.TreatingProvider;
    private const Role ClinicLead = Role.ClinicLead;
    private const Role Ehr = Role.EhrIntegration;
    private const Role Lead = Role.ProgramLead;
    private const Role Auditor = Role.Auditor;
    private const Role Administrator = Role.Administrator;

    public static readonly Permission WhoAmI = new("me.read", "", CareManager, Consultant, Provider, ClinicLead, Ehr, Lead, Auditor, Administrator);
    public static readonly Permission ReadStaff = new("staff.read", "staff:read", CareManager, Consultant, Provider, ClinicLead, Lead, Administrator);

    public static readonly Permission ReadPatient = new("patient.read", "patients:read", CareManager, Reduced(Consultant), Provider, ClinicLead);
    public static readonly Permission SearchPatient = new("patient.search", "patients:read", CareManager, Reduced(Consultant), Provider, ClinicLead);
    public static readonly Permission CreatePatient = new("patient.create", "patients:write", CareManager);
    public static readonly Permission ReadEpisode = new("episode.read", "patients:read", CareManager, Reduced(Consultant), Provider, ClinicLead);
    public static readonly Permission OpenEpisode = new("episode.open", "patients:write", CareManager, ClinicLead);
    public static readonly Permission AssignEpisode = new("episode.assign", "patients:write", CareManager, ClinicLead);
    public static readonly Permission WriteEpisode = new("episode.write", "patients:write", CareManager);
    public static readonly Permission ReadContact = new("contact.read", "contacts:read", CareManager, Consultant, Provider, ClinicLead);
    public static readonly Permission WriteContact = new("contact.write", "contacts:write", CareManager);
    public static readonly Permission WriteConsultation = new("consultation.write", "contacts:write", CareManager, Consultant);
    public static readonly Permission ReadAssessment = new("assessment.read", "scores:read", CareManager, Consultant, Provider, ClinicLead);
    public static readonly Permission WriteAssessment = new("assessment.write", "scores:write", CareManager);

    public static readonly Permission ReadCaseload = new("caseload.read", "caseload:read", CareManager, Reduced(Consultant), ClinicLead);
    public static readonly Permission ReviewCaseload = new("caseload.review", "caseload:read", CareManager, Reduced(Consultant), ClinicLead);
    public static readonly Permission WriteReviewSession = new("review-session.write", "contacts:write", CareManager, Consultant);
    public static readonly Permission HandOverCaseload = new("caseload.handover", "patients:write", CareManager, ClinicLead);
    public static readonly Permission ReadBilling = new("billing.read", "caseload:read", CareManager, ClinicLead);
    public static readonly Permission CloseBilling = new("billing.close", "contacts:write", CareManager);
    public static readonly Permission ReadSettings = new("settings.read", "staff:read", CareManager, Consultant, Provider, ClinicLead, Lead, Administrator);
    public static readonly Permission WriteSettings = new("settings.write", "admin:write", Administrator);
    public static readonly Permission ReadAudit = new("audit.read", "audit:read", Auditor);

    public static readonly Permission FhirReadPatient = new("fhir.patient.read", "system/Patient.r", Ehr);
    public static readonly Permission FhirReadObservation = new("fhir.observation.read", "system/Observation.r", Ehr);
    public static readonly Permission FhirSearchObservation = new("fhir.observation.search", "system/Observation.s", Ehr);
    public static readonly Permission FhirCreatePatient = new("fhir.patient.create", "system/Patient.c", Ehr);
    public static readonly Permission FhirCreateObservation = new("fhir.observation.create", "system/Observation.c", Ehr);
    public static readonly Permission FhirBundle = new("fhir.bundle", "system/Observation.c", Ehr);

    public static readonly IReadOnlyList<Permission> All =
        [.. typeof(Permissions).GetFields().Where(f => f.FieldType == typeof(Permission)).Select(f => (Permission)f.GetValue(null)!)];

    private static Cell Reduced(Role role) => new(role, FieldSet.Reduced);
}
