using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class AuditEndpoints
{
    public static void MapAuditEntries(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/audit-entries", List).WithName("ListAuditEntries").WithTags("Audit").Requires(Permissions.ReadAudit);

    /// <summary>Accesses to the registry, newest first: granted and refused. Reading this list is an access too.</summary>
    /// <param name="patientId">Only accesses that showed or changed this patient's data.</param>
    /// <param name="before">Only entries before this one: the last id of the page read last.</param>
    internal static async Task<Results<Ok<ItemsResponse<AuditEntryResponse>>, Refused>> List(
        Access access, RegistryDbContext db, CancellationToken ct, Id<Patient>? patientId = null, Id<AuditEntry>? before = null, int limit = 50)
    {
        if (limit is < 1 or > Cursors.Most) return new Refused(Cursors.Invalid);
        var entries = db.AuditEntries.AsNoTracking().Where(e => e.OrganizationId == access.OrganizationId);
        if (patientId is { } patient) entries = entries.Where(e => e.PatientIds.Contains(patient.Value));
        if (before is { } last) entries = entries.Where(e => e.Id < last);

        var page = await entries.OrderByDescending(e => e.Id).Take(limit).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<AuditEntryResponse>([.. page.Select(AuditEntryResponse.Of)]));
    }
}

internal sealed record AuditEntryResponse(
    Id<AuditEntry> Id, Instant At, Id<Principal>? PrincipalId, string Action, string Method, string Route, int Status, AuditOutcome Outcome,
    IReadOnlyList<Guid> PatientIds, string RequestId)
{
    public static AuditEntryResponse Of(AuditEntry e) => new(e.Id, e.At, e.PrincipalId, e.Action, e.Method, e.Route, e.Status, e.Outcome, e.PatientIds, e.RequestId);
}
