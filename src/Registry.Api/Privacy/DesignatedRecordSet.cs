using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Every row about one patient that somebody may decide by: 45 CFR 164.501. Who looked at it is no part of it; the trail of accesses and the accounting answer that.</summary>
internal sealed class DesignatedRecordSet(Id<Patient> patient, Id<Organization> organization, RegistryDbContext db, JsonSerializerOptions json)
{
    private readonly Dictionary<string, IReadOnlyList<JsonElement>> records = [];

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<JsonElement>>> Read(CancellationToken ct)
    {
        await AddFacts("patient", db.Patients.Where(p => p.Id == patient).Include(p => p.Identifiers), ct);
        await AddFacts("episodes", db.Episodes.Where(e => e.PatientId == patient).Include(e => e.StatusChanges.OrderBy(c => c.Sequence)).Include(e => e.CareTeam.OrderBy(a => a.FromOn)), ct);
        await AddFacts("assessments", db.Assessments.Where(a => a.PatientId == patient), ct);
        await AddFacts("contacts", db.Contacts.Where(c => c.PatientId == patient), ct);
        await AddFacts("consultations", db.Consultations.Where(c => c.PatientId == patient), ct);
        await AddFacts("relapsePreventionPlans", db.RelapsePreventionPlans.Where(r => r.PatientId == patient), ct);
        await AddFacts("teamEntries", db.TeamEntries.Where(t => t.PatientId == patient), ct);
        await AddFacts("amendments", db.Amendments.Where(a => a.PatientId == patient), ct);
        await AddFacts("restrictions", db.Restrictions.Where(r => r.PatientId == patient), ct);
        await AddFacts("part2Consents", db.Part2Consents.Where(c => c.PatientId == patient), ct);
        await Add("closedBillingMonths", db.ClosedBillingMonths.Where(c => c.OrganizationId == organization && c.PatientId == patient), ct);
        await Add("receivedResources", db.StoredResources.Where(r => r.OrganizationId == organization && r.PatientId == patient), ct);
        await Add("waitingImports", db.QuarantineEntries.Where(q => q.OrganizationId == organization && q.PatientId == patient), ct);
        await Add("assessmentIdentifiers", from i in db.AssessmentIdentifiers
                                           join a in db.Assessments on new { i.OrganizationId, Id = i.AssessmentId } equals new { a.OrganizationId, a.Id }
                                           where i.OrganizationId == organization && a.PatientId == patient
                                           select i, ct);
        await AddEarlier<CareTeamAssignment>("earlierCareTeam", ct);
        return records;
    }

    /// <summary>The facts of one kind as they stand, and the versions that corrections replaced.</summary>
    private async Task AddFacts<T>(string name, IQueryable<T> facts, CancellationToken ct) where T : Fact =>
        Put(name, [.. await facts.Where(f => f.OrganizationId == organization).AsNoTracking().ToListAsync(ct), .. await EarlierVersions<T>(ct)]);

    private async Task Add<T>(string name, IQueryable<T> rows, CancellationToken ct) where T : class => Put(name, await rows.AsNoTracking().ToListAsync(ct));

    private async Task AddEarlier<T>(string name, CancellationToken ct) where T : Fact => Put(name, await EarlierVersions<T>(ct));

    private Task<List<T>> EarlierVersions<T>(CancellationToken ct) where T : Fact =>
        db.EarlierVersionsOfPatient<T>(organization, patient).AsNoTracking().OrderBy(f => f.RecordedAt).ToListAsync(ct);

    private void Put<T>(string name, List<T> rows) where T : class => records[name] = [.. rows.Select(row => JsonSerializer.SerializeToElement(row, row.GetType(), json))];
}
