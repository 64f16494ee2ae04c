using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>The addresses of the pages. Ids only: never a name or a number of a patient.</summary>
internal static class PageLinks
{
    public static string Caseload(Id<StaffMember> careManager) => $"{PageEndpoints.Prefix}/caseloads/{careManager}";

    public static string Review(Id<StaffMember> careManager) => $"{Caseload(careManager)}/review";

    public static string Outcome(Id<StaffMember> careManager, Id<Episode> episode) => $"{Review(careManager)}/{episode}";

    public static string Episode(Id<Episode> episode) => $"{PageEndpoints.Prefix}/episodes/{episode}";

    public static string ClinicReport(Id<Clinic> clinic) => $"{PageEndpoints.Prefix}/clinics/{clinic}/report";

    public static string RunCharts(Id<Clinic> clinic) => $"{PageEndpoints.Prefix}/clinics/{clinic}/run-charts";

    public static string Funnel(Id<Clinic> clinic) => $"{PageEndpoints.Prefix}/clinics/{clinic}/funnel";

    public static string Equity(Id<Clinic> clinic) => $"{PageEndpoints.Prefix}/clinics/{clinic}/equity";

    public const string OrganizationEquity = PageEndpoints.Prefix + "/organization/equity";

    /// <summary>As of a day; of today when it is null.</summary>
    public static string On(LocalDate? day, string page) => day is { } known ? With(page, ("asOf", Words.Of(known))) : page;

    /// <summary>With what was chosen; what was not is left out.</summary>
    public static string With(string page, params (string Name, string? Value)[] chosen) =>
        page + QueryString.Create(chosen.Where(c => c.Value is not null).Select(c => KeyValuePair.Create(c.Name, c.Value)));
}
