using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Who opened the own record, a colleague's, or that of somebody of the same family name. Names are compared here and shown to nobody.</summary>
internal static class SnoopingReview
{
    public static async Task<IEnumerable<ActivityFinding>> Find(Access access, RegistryDbContext db, Instant from, Instant until, CancellationToken ct)
    {
        var openings = await access.Transaction.Connection.RecordOpenings(access.OrganizationId, from, until, ct);
        var opened = openings.Select(o => o.PatientId).Distinct().ToArray();
        var patients = await access.Transaction.AskOfAll(() => db.Patients.AsNoTracking().Where(p => p.OrganizationId == access.OrganizationId && opened.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct), ct);
        var colleagues = await db.Staff.AsNoTracking().Where(s => s.OrganizationId == access.OrganizationId).Select(s => s.DisplayName).ToHashSetAsync(ct);
        return from opening in openings
               where patients.ContainsKey(opening.PatientId)
               let patient = patients[opening.PatientId]
               let rule = Rule(Snooping.Of(opening.StaffName, patient.GivenName, patient.FamilyName, colleagues))
               where rule is not null
               select new ActivityFinding(rule, opening.PrincipalId, opening.StaffName, opening.Hour, opening.Count) { PatientId = opening.PatientId };
    }

    private static string? Rule(Kinship kinship) => kinship switch
    {
        Kinship.Self => "own-record",
        Kinship.Colleague => "colleague",
        Kinship.SameFamilyName => "same-family-name",
        Kinship.None => null,
    };
}
