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
        if (await SettingsOf(careManagerId, access, ct) is not { } settings) return ([], null!, null!, new(Refusals.NotFound));

        var (question, refused) = asked.In(settings, access);
        return refused is not null ? ([], question, settings, refused)
            : (await access.Transaction.Connection.CaseloadOf(access.OrganizationId, careManagerId, ClinicsOf(careManagerId, access), question.AsOf, question.KnownAt, ct), question, settings, null);
    }

    /// <summary>Null when the caseload is not the caller's own and not one of a clinic consulted for.</summary>
    public static Task<CaseloadSettings?> SettingsOf(Id<StaffMember> careManagerId, Access access, CancellationToken ct) =>
        access.Transaction.Connection.SettingsOfCareManager(access.OrganizationId, careManagerId, ClinicsOf(careManagerId, access), ct);

    private static Guid[] ClinicsOf(Id<StaffMember> careManagerId, Access access) =>
        access.Caller!.StaffMemberId == careManagerId ? access.Clinics : access.Caller.ClinicsAs(Role.PsychiatricConsultant);
}
