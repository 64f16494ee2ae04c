using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Whose rows a role reaches with a grant for an organization or a clinic. A grant for one caseload reaches that caseload.</summary>
public enum RowReach
{
    /// <summary>No patient at all.</summary>
    Nobody,

    /// <summary>Patients who are or were on the own caseload, and those of the clinic who are on nobody's yet.</summary>
    OwnCaseload,

    /// <summary>Patients whose treating provider the caller is or was.</summary>
    OwnPatients,

    /// <summary>Every patient of the clinic.</summary>
    Clinic,
}

/// <summary>Which patients each role reaches: the one list.</summary>
public static class RoleReach
{
    public static RowReach Of(Role role) => role switch
    {
        Role.CareManager => RowReach.OwnCaseload,
        Role.TreatingProvider => RowReach.OwnPatients,
        Role.PsychiatricConsultant or Role.ClinicLead or Role.EhrIntegration => RowReach.Clinic,
        Role.ProgramLead or Role.Auditor or Role.Administrator => RowReach.Nobody,
    };

    /// <summary>A program that calls for itself; everybody else is a person.</summary>
    public static bool IsSystem(Role role) => role is Role.EhrIntegration;
}

/// <summary>A patient as the decision sees one: where, on whose caseload ever, treated by whom ever.</summary>
public sealed record Target(
    Id<Organization> Organization, Id<Clinic> Clinic, IReadOnlyCollection<Id<StaffMember>> CareManagers, IReadOnlyCollection<Id<StaffMember>> TreatingProviders)
{
    /// <summary>Which patient it is; only a record opened in an emergency asks for that.</summary>
    public Id<Patient>? Patient { get; init; }
}
