using Registry.Clinical;

namespace Registry.Api;

/// <summary>Versions as strong ETags: "7".</summary>
internal static class ETags
{
    public static string Of(int version) => $"\"{version}\"";

    /// <summary>Null when the caller edits the present version.</summary>
    public static Refusal? Check(string? ifMatch, int version) =>
        string.IsNullOrEmpty(ifMatch) ? Refusals.VersionRequired : ifMatch == Of(version) ? null : Refusals.Stale;
}
