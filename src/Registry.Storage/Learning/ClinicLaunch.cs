using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

public static class ClinicLaunch
{
    /// <summary>Says on which day Collaborative Care began at a clinic: its run charts and its collaboratives count their months from the same day.</summary>
    /// <param name="launchedOn">Null takes it back.</param>
    public static async Task Launch(this RegistryDbContext db, Id<Organization> organization, Id<Clinic> clinic, LocalDate? launchedOn, CancellationToken ct)
    {
        await db.Clinics.Where(c => c.OrganizationId == organization && c.Id == clinic).ExecuteUpdateAsync(c => c.SetProperty(x => x.LaunchedOn, launchedOn), ct);
        await db.CollaborativeSites.Where(s => s.OrganizationId == organization && s.ClinicId == clinic).ExecuteUpdateAsync(s => s.SetProperty(x => x.LaunchedOn, launchedOn), ct);
    }
}
