using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>A caseload as it is asked for, or why it is not shown.</summary>
internal static class CaseloadReading
{
    /// <summary>A care manager sees the own caseload, a consultant those of the clinics consulted for; every other one is not there.</summary>
    public static async Task<(List<CaseloadPatient> Caseload, Question Question, CaseloadSettings Settings, Refused? Refused)> Of(
        Id<StaffMember> careManagerId, AskedFor asked, Access access, CancellationToken ct)
    {
        var caller = access.Caller!;
        var clinics = caller.StaffMemberId == careManagerId ? access.Clinics : caller.ClinicsAs(Role.PsychiatricConsultant);
        var connection = access.Transaction.Connection;
        if (await connection.SettingsOfCareManager(caller.OrganizationId, careManagerId, clinics, ct) is not { } settings) return ([], null!, null!, new(Refusals.NotFound));

        var (question, refused) = asked.In(settings, access);
        return refused is not null ? ([], question, settings, refused)
            : (await connection.CaseloadOf(caller.OrganizationId, careManagerId, clinics, question.AsOf, question.KnownAt, ct), question, settings, null);
    }
}
