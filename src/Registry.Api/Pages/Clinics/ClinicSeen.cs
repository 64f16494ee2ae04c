using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>A clinic whose figures somebody may see.</summary>
/// <param name="IsWhole">Every figure, from the facts; otherwise only what is published, with small groups suppressed.</param>
/// <param name="Today">At the clinic.</param>
public sealed record ClinicSeen(Id<Clinic> Id, string Name, bool IsWhole, LocalDate Today)
{
    internal const int FirstYear = 2000;

    /// <summary>Null for a clinic that is not there for the caller.</summary>
    internal static async Task<ClinicSeen?> Of(Id<Clinic> id, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (!access.Clinics.Contains(id.Value)) return null;
        var found = await db.Clinics.AsNoTracking().Where(c => c.OrganizationId == access.OrganizationId && c.Id == id).Select(c => new { c.Name, c.TimeZone }).SingleAsync(ct);
        var isWhole = access.Allows(Permissions.ReadClinicMetrics) && MetricsReading.WholeClinics(access).Contains(id.Value);
        return new(id, found.Name, isWhole, ClinicDays.On(access.Now, found.TimeZone));
    }

    /// <summary>The month a page is about; null for one that nobody can mean.</summary>
    internal YearMonth? MonthOf(Month? asked, Instant now) =>
        asked is not { } month ? IsWhole ? Today.ToYearMonth().PlusMonths(-1) : PublishedMonth.LastSettled(now)
        : month.Value.Year < FirstYear || month.Value.CompareTo(Today.ToYearMonth()) > 0 ? null : month.Value;

    /// <summary>The last day that the figures of a month know of: those that are published know no later one.</summary>
    internal LocalDate KnownOn(YearMonth month) => IsWhole ? Today : LocalDate.Min(Today, month.ToDateInterval().End.PlusDays(PublishedMonth.DaysToSettle));
}
