using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What is out of an organization's figures, as far as the caller may see it: the rows of the caller's clinics, and the whole for whoever has all of them.</summary>
internal static class OrganizationMetrics
{
    /// <summary>Null for a month that is not out.</summary>
    public static async Task<List<PublishedFigures>?> OfMonth(YearMonth month, string? stratum, Access access, CancellationToken ct) =>
        await OfMonths(month, month, stratum, access, ct) is { Count: > 0 } rows ? rows : null;

    public static async Task<List<PublishedFigures>> OfMonths(YearMonth from, YearMonth to, string? stratum, Access access, CancellationToken ct)
    {
        var connection = access.Transaction.Connection;
        var mine = access.Clinics.ToHashSet();
        var seesAll = (await connection.ProgramOf(access.OrganizationId, ct)).Clinics.All(mine.Contains);
        var published = await connection.PublishedOf(access.OrganizationId, from, to, stratum, ct);
        return published.FindAll(p => p.Row.Clinic is { } clinic ? mine.Contains(clinic.Value) : seesAll);
    }

    /// <summary>Care managers beside each other are for those who lead or consult, and for the program: a care manager sees the own figures, not a colleague's.</summary>
    public static bool MayCompareCareManagers(Access access) => access.Caller!.ClinicsAs(Role.ProgramLead, Role.ClinicLead, Role.PsychiatricConsultant).Length > 0;

    /// <summary>Why a month is not out: it has not settled, or nobody has published it.</summary>
    public static Refused NotOut(YearMonth month, Access access) =>
        new((PublishedMonth.SettledAt(month) > access.Now ? Refusals.MonthNotSettled : Refusals.NotPublished).At("month"));

    /// <summary>The figures of the clinics, by code: what they are compared by.</summary>
    public static Dictionary<string, List<(Id<Clinic> Clinic, MetricValue Value)>> ByMetric(IEnumerable<PublishedFigures> rows) =>
        rows.Where(r => r.Row.Clinic is not null).SelectMany(r => r.Values, (r, value) => (Clinic: r.Row.Clinic!.Value, Value: value))
            .GroupBy(x => x.Value.Code).ToDictionary(g => g.Key, g => g.ToList());
}
