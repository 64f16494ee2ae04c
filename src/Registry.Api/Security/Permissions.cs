using Registry.Fhir;
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

    public static readonly Permission ReadPatient = new("patient.read", "patients:read", CareManager, Reduced(Consultant), Provider, ClinicLead) { InEmergency = true };
    public static readonly Permission SearchPatient = new("patient.search", "patients:read", CareManager, Reduced(Consultant), Provider, ClinicLead) { InEmergency = true };
    public static readonly Permission CreatePatient = new("patient.create", "patients:write", CareManager);
    public static readonly Permission ReadEpisode = new("episode.read", "patients:read", CareManager, Reduced(Consultant), Provider, ClinicLead) { InEmergency = true };
    public static readonly Permission OpenEpisode = new("episode.open", "patients:write", CareManager, ClinicLead);
    public static readonly Permission AssignEpisode = new("episode.assign", "patients:write", CareManager, ClinicLead);
    public static readonly Permission WriteEpisode = new("episode.write", "patients:write", CareManager);
    public static readonly Permission ReadContact = new("contact.read", "contacts:read", CareManager, Consultant, Provider, ClinicLead) { InEmergency = true };
    public static readonly Permission WriteContact = new("contact.write", "contacts:write", CareManager);
    public static readonly Permission WriteConsultation = new("consultation.write", "contacts:write", CareManager, Consultant);
    public static readonly Permission ReadAssessment = new("assessment.read", "scores:read", CareManager, Consultant, Provider, ClinicLead) { InEmergency = true };
    public static readonly Permission WriteAssessment = new("assessment.write", "scores:write", CareManager);

    public static readonly Permission ReadCaseload = new("caseload.read", "caseload:read", CareManager, Reduced(Consultant), ClinicLead);
    public static readonly Permission ReviewCaseload = new("caseload.review", "caseload:read", CareManager, Reduced(Consultant), ClinicLead);
    public static readonly Permission RecordReview = new("caseload.review.record", "contacts:write", CareManager, Reduced(Consultant));
    public static readonly Permission WriteReviewSession = new("review-session.write", "contacts:write", CareManager, Consultant);
    public static readonly Permission HandOverCaseload = new("caseload.handover", "patients:write", CareManager, ClinicLead);
    public static readonly Permission ReadBilling = new("billing.read", "caseload:read", CareManager, ClinicLead);
    public static readonly Permission CloseBilling = new("billing.close", "contacts:write", CareManager);
    public static readonly Permission ReadMetrics = new("metrics.read", "metrics:read", CareManager, Consultant, ClinicLead, Lead);
    public static readonly Permission ReadMetricPatients = new("metrics.patients.read", "caseload:read", CareManager, Consultant, ClinicLead);
    public static readonly Permission CompareCareManagers = new("care-managers.compare", "metrics:read", CareManager, Consultant, ClinicLead);
    public static readonly Permission ReadClinicMetrics = new("clinic-metrics.read", "metrics:read", Consultant, ClinicLead);
    public static readonly Permission ReadClinicMetricPatients = new("clinic-metrics.patients.read", "caseload:read", Consultant, ClinicLead);
    public static readonly Permission ReadDriftPlan = new("drift-plan.read", "metrics:read", Consultant, ClinicLead, Lead);
    public static readonly Permission WriteDriftPlan = new("drift-plan.write", "metrics:write", ClinicLead, Lead);
    public static readonly Permission WriteDriftThreshold = new("drift-threshold.write", "metrics:write", Lead);
    public static readonly Permission WriteMetricTarget = new("metric-target.write", "metrics:write", Lead);
    public static readonly Permission ReadNewYork = new("new-york.read", "metrics:read", Consultant, ClinicLead);
    public static readonly Permission SubmitNewYork = new("new-york.submit", "metrics:write", ClinicLead);
    public static readonly Permission ExportNewYork = new("new-york.export", "metrics:read", ClinicLead);
    public static readonly Permission ImportNewYork = new("new-york.import", "system/Patient.c+system/EpisodeOfCare.c+system/Encounter.c+system/Observation.c", Ehr);
    public static readonly Permission ReadBackground = new("background.read", "patients:read", CareManager, Consultant, ClinicLead);
    public static readonly Permission ReadNationalMeasures = new("national-measures.read", "metrics:read", Consultant, ClinicLead, Lead);
    public static readonly Permission ReadClinicNationalMeasures = new("national-measures.clinic.read", "metrics:read", Consultant, ClinicLead);
    public static readonly Permission ReadLearning = new("learning.read", "metrics:read", CareManager, Consultant, ClinicLead, Lead);
    public static readonly Permission WriteLearning = new("learning.write", "metrics:write", ClinicLead, Lead);
    public static readonly Permission ReadCollaborative = new("collaborative.read", "staff:read", CareManager, Consultant, ClinicLead, Lead, Administrator);
    public static readonly Permission WriteCollaborative = new("collaborative.write", "metrics:write", Lead);
    public static readonly Permission ReadSharedFigures = new("collaborative.figures.read", "metrics:read", CareManager, Consultant, ClinicLead, Lead);
    public static readonly Permission JoinCollaborative = new("collaborative.join", "admin:write", Administrator);
    public static readonly Permission ReadFinance = new("finance.read", "metrics:read", ClinicLead, Lead);
    public static readonly Permission ReadClinicFinance = new("finance.clinic.read", "metrics:read", Consultant, ClinicLead);
    public static readonly Permission ReadFinanceSettings = new("finance.settings.read", "staff:read", Consultant, ClinicLead, Lead, Administrator);
    public static readonly Permission WriteFinance = new("finance.write", "admin:write", Administrator);
    public static readonly Permission WriteBackground = new("background.write", "patients:write", CareManager);
    public static readonly Permission AttestFte = new("fte.attest", "admin:write", Administrator);
    public static readonly Permission ReadSettings = new("settings.read", "staff:read", CareManager, Consultant, Provider, ClinicLead, Lead, Administrator);
    public static readonly Permission WriteSettings = new("settings.write", "admin:write", Administrator);
    public static readonly Permission ReadAdministration = new("admin.read", "admin:write", Administrator);
    public static readonly Permission Administer = new("admin.write", "admin:write", Administrator);
    public static readonly Permission Approve = new("admin.approve", "admin:write", Administrator);
    public static readonly Permission ReadWebhook = new("webhook.read", "admin:write", Administrator);
    public static readonly Permission WriteWebhook = new("webhook.write", "admin:write", Administrator);
    public static readonly Permission ReadCdsClient = new("cds-client.read", "admin:write", Administrator);
    public static readonly Permission WriteCdsClient = new("cds-client.write", "admin:write", Administrator);
    public static readonly Permission ReadImports = new("imports.read", "admin:write", Administrator);
    public static readonly Permission WriteImports = new("imports.write", "admin:write", Administrator);
    public static readonly Permission ReplayImports = new("imports.replay", "admin:write", Administrator);
    public static readonly Permission ReadKeys = new("keys.read", "admin:write", Administrator);
    public static readonly Permission RotateKeys = new("keys.rotate", "admin:write", Administrator);
    public static readonly Permission ReadAudit = new("audit.read", "audit:read", Auditor);
    public static readonly Permission AccountForDisclosures = new("disclosure.read", "audit:read", Auditor);
    public static readonly Permission SuspendAccounting = new("disclosure.suspend", "audit:read", Auditor);
    public static readonly Permission RecordDisclosure = new("disclosure.write", "disclosures:write", CareManager, Auditor);

    // Duties of privacy. An emergency is for those who treat; nobody reviews the own one.
    public static readonly Permission OpenEmergencyAccess = new("emergency-access.open", "patients:read", CareManager, Consultant);
    public static readonly Permission ReadEmergencyAccess = new("emergency-access.read", "patients:read audit:read", CareManager, Consultant, ClinicLead, Auditor);
    public static readonly Permission ReviewEmergencyAccess = new("emergency-access.review", "patients:write audit:read", ClinicLead, Auditor);
    public static readonly Permission ReadAmendment = new("amendment.read", "patients:read", CareManager, ClinicLead);
    public static readonly Permission WriteAmendment = new("amendment.write", "patients:write", CareManager, ClinicLead);
    public static readonly Permission ReadRestriction = new("restriction.read", "patients:read", CareManager, Consultant, Provider, ClinicLead);
    public static readonly Permission WriteRestriction = new("restriction.write", "patients:write", CareManager, ClinicLead);
    public static readonly Permission CopyRecord = new("record-copy.write", "patients:write", CareManager, ClinicLead);
    public static readonly Permission ReadPart2 = new("part2.read", "patients:read", CareManager, Consultant, Provider, ClinicLead);
    public static readonly Permission WritePart2 = new("part2.write", "patients:write", CareManager, ClinicLead);
    public static readonly Permission ReadDataSet = new("data-set.read", "patients:read audit:read", ClinicLead, Auditor);
    public static readonly Permission OrderDataSet = new("data-set.order", "patients:write", ClinicLead);
    public static readonly Permission ApproveDataSet = new("data-set.approve", "patients:write audit:read", ClinicLead, Auditor);
    public static readonly Permission ReleaseDataSet = new("data-set.release", "patients:write", ClinicLead);
    public static readonly Permission ReadRetention = new("retention.read", "admin:write audit:read", Administrator, Auditor);
    public static readonly Permission WriteRetention = new("retention.write", "admin:write", Administrator);
    public static readonly Permission ReadLegalHold = new("legal-hold.read", "audit:read", Auditor);
    public static readonly Permission WriteLegalHold = new("legal-hold.write", "audit:read", Auditor);

    public static readonly Permission FhirReadPatient = new("fhir.patient.read", "system/Patient.r", Ehr);
    public static readonly Permission FhirReadObservation = new("fhir.observation.read", "system/Observation.r", Ehr);
    public static readonly Permission FhirSearchObservation = new("fhir.observation.search", "system/Observation.s", Ehr);
    public static readonly Permission FhirCreatePatient = new("fhir.patient.create", "system/Patient.c", Ehr);
    public static readonly Permission FhirCreateObservation = new("fhir.observation.create", "system/Observation.c", Ehr);
    public static readonly Permission FhirReadAuditEvent = new("fhir.audit-event.read", "audit:read", Auditor);
    public static readonly Permission FhirSearchAuditEvent = new("fhir.audit-event.search", "audit:read", Auditor);
    public static readonly Permission FhirUpdatePatient = new("fhir.patient.update", "system/Patient.u", Ehr);
    public static readonly Permission FhirUpdateObservation = new("fhir.observation.update", "system/Observation.u", Ehr);
    public static readonly Permission FhirValidatePatient = new("fhir.patient.validate", "system/Patient.c", Ehr);
    public static readonly Permission FhirValidateObservation = new("fhir.observation.validate", "system/Observation.c", Ehr);
    public static readonly Permission FhirImport = new("fhir.import", "system/Observation.c", Ehr);
    public static readonly Permission FhirSearchPatient = new("fhir.patient.search", "system/Patient.s", Ehr);
    public static readonly Permission FhirReadLastScores = new("fhir.observation.lastn", "system/Observation.s", Ehr);
    public static readonly Permission FhirReadEverything = new("fhir.patient.everything", "system/Patient.r", Ehr);
    public static readonly Permission FhirReadEpisodeOfCare = new("fhir.episode-of-care.read", "system/EpisodeOfCare.r", Ehr);
    public static readonly Permission FhirSearchEpisodeOfCare = new("fhir.episode-of-care.search", "system/EpisodeOfCare.s", Ehr);
    public static readonly Permission FhirReadEncounter = new("fhir.encounter.read", "system/Encounter.r", Ehr);
    public static readonly Permission FhirSearchEncounter = new("fhir.encounter.search", "system/Encounter.s", Ehr);
    public static readonly Permission FhirReadFlag = new("fhir.flag.read", "system/Flag.r", Ehr);
    public static readonly Permission FhirSearchFlag = new("fhir.flag.search", "system/Flag.s", Ehr);
    public static readonly Permission FhirReadGroup = new("fhir.group.read", "system/Group.r", Ehr);
    public static readonly Permission FhirSearchGroup = new("fhir.group.search", "system/Group.s", Ehr);

    public static readonly Permission FhirCreateResponse = new("fhir.questionnaire-response.create", "system/QuestionnaireResponse.c", Ehr);
    public static readonly Permission FhirReadResponse = new("fhir.questionnaire-response.read", "system/QuestionnaireResponse.r", Ehr);
    public static readonly Permission FhirSearchResponse = new("fhir.questionnaire-response.search", "system/QuestionnaireResponse.s", Ehr);
    public static readonly Permission FhirExtractResponse = new("fhir.questionnaire-response.extract", "system/QuestionnaireResponse.r", Ehr);
    public static readonly Permission FhirCreateForm = new("fhir.questionnaire.create", "system/Questionnaire.c user/Questionnaire.c", Ehr, Administrator);
    public static readonly Permission FhirReadForm = new("fhir.questionnaire.read", "system/Questionnaire.r user/Questionnaire.r", Ehr, Administrator);
    public static readonly Permission FhirSearchForm = new("fhir.questionnaire.search", "system/Questionnaire.s user/Questionnaire.s", Ehr, Administrator);

    public static readonly Permission FhirReadMeasure = new("fhir.measure.read", "system/Measure.r", Ehr);
    public static readonly Permission FhirSearchMeasure = new("fhir.measure.search", "system/Measure.s", Ehr);
    public static readonly Permission FhirEvaluateMeasure = new("fhir.measure.evaluate", "system/MeasureReport.r", Ehr);
    public static readonly Permission FhirReadMeasureReport = new("fhir.measure-report.read", "system/MeasureReport.r", Ehr);
    public static readonly Permission FhirSearchMeasureReport = new("fhir.measure-report.search", "system/MeasureReport.s", Ehr);

    /// <summary>Opens the Bundle; each entry in it needs what it would need by itself: <see cref="ForEntry"/>.</summary>
    public static readonly Permission FhirBundle = new("fhir.bundle", "", Ehr);

    public static readonly Permission FhirReadDefinition = new("fhir.definition.read", "", Ehr);

    /// <summary>To be told that an address below /fhir is none, or which methods it takes.</summary>
    public static readonly Permission FhirElsewhere = new("fhir.elsewhere", "", CareManager, Consultant, Provider, ClinicLead, Ehr, Lead, Auditor, Administrator);

    /// <summary>What an entry of a Bundle needs; null for what is not offered in one.</summary>
    public static Permission? ForEntry(string type, BundleMethod method) => (type, method) switch
    {
        ("Observation", BundleMethod.Post) => FhirCreateObservation,
        ("Observation", BundleMethod.Put) => FhirUpdateObservation,
        ("Observation", BundleMethod.Get or BundleMethod.Head) => FhirReadObservation,
        ("Patient", BundleMethod.Post) => FhirCreatePatient,
        ("Patient", BundleMethod.Put) => FhirUpdatePatient,
        ("Patient", BundleMethod.Get or BundleMethod.Head) => FhirReadPatient,
        ("QuestionnaireResponse", BundleMethod.Post) => FhirCreateResponse,
        ("QuestionnaireResponse", BundleMethod.Get or BundleMethod.Head) => FhirReadResponse,
        _ => null,
    };

    /// <summary>A CDS Hooks token has no scopes: its registration is what bounds it.</summary>
    public static readonly Permission ShowCards = new("cds.patient-view", "", Ehr);

    /// <summary>Each type in it must be allowed by the token besides.</summary>
    public static readonly Permission FhirExport = new("fhir.export", "system/Patient.rs", Ehr);

    public static readonly Permission FhirBulkImport = new("fhir.bulk.import", "system/Observation.c", Ehr);

    public static readonly IReadOnlyList<Permission> All =
        [.. typeof(Permissions).GetFields().Where(f => f.FieldType == typeof(Permission)).Select(f => (Permission)f.GetValue(null)!)];

    private static Cell Reduced(Role role) => new(role, FieldSet.Reduced);
}
