using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class ClinicToday
{
    /// <summary>The present calendar day at a clinic.</summary>
    public static async Task<LocalDate> TodayAt(this RegistryDbContext db, Id<Organization> organization, Id<Clinic> clinic, Instant now, CancellationToken ct) =>
        ClinicDays.On(now, await db.Clinics.Where(c => c.OrganizationId == organization && c.Id == clinic).Select(c => c.TimeZone).SingleAsync(ct));
}
