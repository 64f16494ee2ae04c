using Microsoft.EntityFrameworkCore;
using Registry.Clinical;

namespace Registry.Storage;

public static class EarlierVersions
{
    /// <summary>The versions that corrections replaced, newest first, as they were.</summary>
    public static Task<List<Assessment>> EarlierVersionsOf(this RegistryDbContext db, Id<Organization> organization, Id<Assessment> assessment, CancellationToken ct) =>
        db.Assessments.FromSql($"""
            select a.* from fact_history h, jsonb_populate_record(null::assessment, h.row) a
            where h.organization_id = {organization.Value} and h.table_name = 'assessment' and h.id = {assessment.Value}
            """).AsNoTracking().OrderByDescending(a => a.Version).ToListAsync(ct);
}
