using System.Security.Claims;
using NodaTime;
using NodaTime.Text;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What an export is ordered with.</summary>
internal sealed record BulkOrder(IReadOnlyList<string> Types, Instant? Since)
{
    /// <summary>Reads a kick-off request strictly; with Prefer: handling=lenient, parameters that are not known are left out.</summary>
    public static (BulkOrder? Order, FhirAnswer? Refusal) Read(HttpRequest http, ClaimsPrincipal client, Instant now)
    {
        if (string.IsNullOrWhiteSpace(http.Headers.Accept) || !FhirMedia.IsAcceptable(http.Headers.Accept, null))
            return Refused(406, IssueCode.NotSupported, "Send Accept: application/fhir+json.");
        var preferences = http.Headers["Prefer"].SelectMany(p => (p ?? "").Split([',', ';'], StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!preferences.Contains("respond-async")) return Refused(400, IssueCode.Required, "Send Prefer: respond-async; an export is fetched later.");

        Instant? since = null;
        List<string>? types = null;
        foreach (var (name, values) in http.Query)
        {
            if (name is "_since" or "_outputFormat" && values.Count > 1) return Refused(400, IssueCode.Value, $"{name} may be sent once.");
            switch (name)
            {
                // In a query the plus of "fhir+ndjson" arrives as a blank.
                case "_outputFormat" when values.ToString().Replace(' ', '+') is not ("application/fhir+ndjson" or "application/ndjson" or "ndjson"):
                    return Refused(400, IssueCode.Value, "_outputFormat is application/fhir+ndjson, application/ndjson or ndjson.");
                case "_outputFormat":
                    break;
                case "_since":
                    since = Moment(values.ToString());
                    if (since is null || since > now) return Refused(400, IssueCode.Value, "_since is an instant that has come, with seconds and zone: the transactionTime of the export before.");
                    break;
                case "_type":
                    types = [.. values.SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries)).Distinct()];
                    if (types.Exists(t => !BulkType.Names.Contains(t))) return Refused(400, IssueCode.NotSupported, $"_type is one or more of {string.Join(", ", BulkType.Names)}.");
                    break;
                default:
                    if (!preferences.Contains("handling=lenient")) return Refused(400, IssueCode.NotSupported, "The parameters are _since, _type and _outputFormat.");
                    break;
            }
        }

        var allowed = BulkType.Names.Where(type => MayRead(client, type)).ToList();
        return types is not null && types.Except(allowed).Any()
            ? Refused(403, IssueCode.Forbidden, "The token does not allow to read all of these types.")
            : (new(types ?? allowed, since), null);
    }

    public static bool MayRead(ClaimsPrincipal client, string type) => Scopes.Of(client).Allow($"system/{type}.rs");

    private static Instant? Moment(string text) =>
        OffsetDateTimePattern.ExtendedIso.Parse(text.Replace(' ', '+')) is { Success: true, Value: var moment } ? moment.ToInstant() : null;

    private static (BulkOrder?, FhirAnswer?) Refused(int status, IssueCode code, string text) =>
        (null, FhirAnswer.Outcome(status, new FhirIssue(IssueSeverity.Error, code, "", text, status)));
}
