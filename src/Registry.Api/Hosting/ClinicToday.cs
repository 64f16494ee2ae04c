using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class ClinicToday
{
    /// <summary>The present calendar day at a clinic.</summary>
    public static async Task<LocalDate> TodayAt(this RegistryDbContext db, Id<Organization> organization, Id<Clinic> clinic, Instant now, CancellationToken ct) =>
        await db.DayAt(organization, clinic, now, ct);

    /// <summary>The calendar day of a moment at a clinic.</summary>
    public static async Task<LocalDate> DayAt(this RegistryDbContext db, Id<Organization> organization, Id<Clinic> clinic, Instant moment, CancellationToken ct) =>
        ClinicDays.On(moment, await db.Clinics.Where(c => c.OrganizationId == organization && c.Id == clinic).Select(c => c.TimeZone).SingleAsync(ct));
}
