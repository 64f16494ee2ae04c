using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>A caseload as it is asked for, or why it is not shown.</summary>
internal static class CaseloadReading
{
    /// <summary>A care manager sees the own caseload and those granted, a consultant those consulted for, a lead those of the clinic; every other one is not there.</summary>
    public static async Task<(List<CaseloadPatient> Caseload, Question Question, CaseloadSettings Settings, Refused? Refused)> Of(
        Id<StaffMember> careManagerId, AskedFor asked, Access access, CancellationToken ct)
    {
        if (await SettingsOf(careManagerId, access, ct) is not { } settings) return ([], null!, null!, new(Refusals.NotFound));

        var (question, refused) = asked.In(settings, access);
        if (refused is not null) return ([], question, settings, refused);
        var caseload = await access.Transaction.Connection.CaseloadOf(
            access.OrganizationId, careManagerId, access.ClinicsOfCaseload(careManagerId), question.AsOf, question.KnownAt, ct);
        return (caseload.ConvertAll(p => p.For(access.Decision.Fields, question.AsOf)), question, settings, null);
    }

    /// <summary>Null when the caseload is out of the caller's reach.</summary>
    public static Task<CaseloadSettings?> SettingsOf(Id<StaffMember> careManagerId, Access access, CancellationToken ct) =>
        access.Transaction.Connection.SettingsOfCareManager(access.OrganizationId, careManagerId, access.ClinicsOfCaseload(careManagerId), ct);
}
