using Registry.Storage;

namespace Registry.Sandbox;

public enum PersonaKind
{
    Person,
    Client,
}

/// <summary>Someone a developer can be. The token says who and at most what; what they really may do is granted in the database.</summary>
/// <param name="Name">As asked for, and the name of the token file.</param>
/// <param name="Subject">The token's sub; for a client also its client id.</param>
/// <param name="Sees">For a newcomer: what this role is for.</param>
public sealed record Persona(string Name, string Subject, PersonaKind Kind, string DisplayName, Role Role, string Sees, string Scopes)
{
    public string ClientId => Kind is PersonaKind.Client ? Subject : "registry-sandbox";
}

public static class Personas
{
    public static readonly Persona CareManager = new("care-manager", "dev-care-manager", PersonaKind.Person, "Corin Testwell", Role.CareManager,
        "The own caseload: every patient, with scores, contacts, minutes and what is due.",
        "staff:read patients:read patients:write scores:read scores:write contacts:read contacts:write caseload:read metrics:read disclosures:write");

    public static readonly Persona PsychiatricConsultant = new("psychiatric-consultant", "dev-psychiatric-consultant", PersonaKind.Person, "Dr. Paz Sampleton",
        Role.PsychiatricConsultant,
        "The caseloads of the clinics consulted for, and whom to discuss first; patients by initials and age.",
        "staff:read patients:read scores:read contacts:read contacts:write caseload:read metrics:read");

    public static readonly Persona TreatingProvider = new("treating-provider", "dev-treating-provider", PersonaKind.Person, "Dr. Tamsin Fauxley", Role.TreatingProvider,
        "The patients they treat, each by the link the care manager sends; no caseload.",
        "staff:read patients:read scores:read contacts:read");

    public static readonly Persona ClinicLead = new("clinic-lead", "dev-clinic-lead", PersonaKind.Person, "Cleo Standin", Role.ClinicLead,
        "Every caseload of the clinic, with names; assigns patients and hands caseloads over.",
        "staff:read patients:read patients:write scores:read contacts:read caseload:read metrics:read metrics:write");

    public static readonly Persona EhrIntegration = new("ehr-integration", "dev-ehr-integration", PersonaKind.Client, "Sandbox EHR", Role.EhrIntegration,
        "A machine: sends scores by FHIR and reads them back.",
        "system/Patient.crus system/Observation.crus system/QuestionnaireResponse.crs system/Questionnaire.crs system/EpisodeOfCare.crs system/Encounter.crs system/Flag.rs system/Group.rs system/Measure.rs system/MeasureReport.rs");

    public static readonly Persona ProgramLead = new("program-lead", "dev-program-lead", PersonaKind.Person, "Lin Mockridge", Role.ProgramLead,
        "Figures of clinics, never a patient.",
        "staff:read metrics:read metrics:write");

    public static readonly Persona Auditor = new("auditor", "dev-auditor", PersonaKind.Person, "Audra Fictley", Role.Auditor,
        "Who looked at what, never a score.", "audit:read disclosures:write");

    public static readonly Persona Administrator = new("administrator", "dev-administrator", PersonaKind.Person, "Adi Placeholt", Role.Administrator,
        "Staff, rights and settings, never health data.",
        "staff:read admin:write user/Questionnaire.crs");

    /// <summary>What takes two people cannot be tried out with one.</summary>
    public static readonly Persona SecondAdministrator = new("second-administrator", "dev-second-administrator", PersonaKind.Person, "Addy Doubleton", Role.Administrator,
        "The same, to approve what the first administrator asks for.", "staff:read admin:write");


    public static readonly IReadOnlyList<Persona> All = [CareManager, PsychiatricConsultant, TreatingProvider, ClinicLead, EhrIntegration, ProgramLead, Auditor, Administrator, SecondAdministrator];

    /// <summary>Those who sign in with a browser.</summary>
    public static readonly IReadOnlyList<Persona> People = [.. All.Where(persona => persona.Kind is PersonaKind.Person)];

    public static Persona? Named(string? name) => All.FirstOrDefault(persona => persona.Name == name);
}
