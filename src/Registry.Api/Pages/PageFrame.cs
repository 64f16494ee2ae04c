using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What stands round every page, on the screen and on paper: who looked, when, and as of which day.</summary>
/// <param name="ShownAt">The moment in the zone of the viewer's clinic, as text.</param>
public sealed record PageFrame(string Organization, string Viewer, string ShownAt, LocalDate Today)
{
    private static readonly ZonedDateTimePattern Moment = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm x", DateTimeZoneProviders.Tzdb);

    /// <summary>What the links of a page carry on: the day that was asked about, unless it is today.</summary>
    public LocalDate? Kept(LocalDate asOf) => asOf == Today ? null : asOf;

    internal static async Task<PageFrame> Of(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var caller = access.Caller!;
        var found = await db.Organizations.AsNoTracking().Where(o => o.Id == caller.OrganizationId)
            .Select(o => new
            {
                o.Name,
                Viewer = db.Staff.Where(s => s.OrganizationId == o.Id && s.Id == caller.StaffMemberId).Select(s => s.DisplayName).FirstOrDefault(),
                Zone = db.Clinics.Where(c => c.OrganizationId == o.Id).OrderBy(c => c.Id).Select(c => c.TimeZone).FirstOrDefault(),
                Home = db.Staff.Where(s => s.OrganizationId == o.Id && s.Id == caller.StaffMemberId)
                    .Join(db.Clinics, s => new { s.OrganizationId, Id = s.ClinicId }, c => new { c.OrganizationId, c.Id }, (s, c) => c.TimeZone).FirstOrDefault(),
            }).SingleAsync(ct);
        var zone = DateTimeZoneProviders.Tzdb[found.Home ?? found.Zone ?? "UTC"];
        var now = access.Now.InZone(zone);
        return new(found.Name, found.Viewer ?? Words.SignedInClient, Moment.Format(now), now.Date);
    }
}
