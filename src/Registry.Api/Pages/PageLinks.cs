using Registry.Clinical;

namespace Registry.Api;

/// <summary>The addresses of the pages. Ids only: never a name or a number of a patient.</summary>
internal static class PageLinks
{
    public static string Caseload(Id<StaffMember> careManager) => $"{PageEndpoints.Prefix}/caseloads/{careManager}";

    public static string Review(Id<StaffMember> careManager) => $"{Caseload(careManager)}/review";

    public static string Episode(Id<Episode> episode) => $"{PageEndpoints.Prefix}/episodes/{episode}";
}
