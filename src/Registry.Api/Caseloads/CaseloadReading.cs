using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>A caseload as it is asked for, or why it is not shown.</summary>
internal static class CaseloadReading
{
    /// <summary>A care manager sees the own caseload and those granted, a consultant those consulted for, a lead those of the clinic; every other one is not there.</summary>
    public static async Task<(List<CaseloadPatient> Caseload, Question Question, Refused? Refused)> Of(
        Id<StaffMember> careManagerId, AskedFor asked, Access access, CancellationToken ct)
    {
        var clinics = access.ClinicsOfCaseload(careManagerId);
        var connection = access.Transaction.Connection;
        if (await connection.SettingsOfCareManager(access.OrganizationId, careManagerId, clinics, ct) is not { } settings) return ([], null!, new(Refusals.NotFound));

        var (question, refused) = asked.In(settings, access);
        if (refused is not null) return ([], question, refused);
        var caseload = await connection.CaseloadOf(access.OrganizationId, careManagerId, clinics, question.AsOf, question.KnownAt, ct);
        return (caseload.ConvertAll(p => p.For(access.Decision.Fields, question.AsOf)), question, null);
    }
}
