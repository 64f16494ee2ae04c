using System.Globalization;
using NodaTime;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Reads of one resource: as it stands, as a version was, and all its versions.</summary>
internal static class ResourceReading
{
    private const int MostVersions = 200;

    public static async Task<IResult> Read(string type, string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        Guid.TryParseExact(id, "D", out var known) && await access.Transaction.Connection.FhirResource(access.OrganizationId, access.Clinics, type, known, ct) is { } found
            ? Answer(found, http, access, settings) : NotFound();

    public static async Task<IResult> Version(string type, string id, string version, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (!Guid.TryParseExact(id, "D", out var known) || !int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return NotFound();
        var found = await access.Transaction.Connection.VersionsOf(access.OrganizationId, access.Clinics, type, known, number, number, 1, ct);
        return found is [var one] ? Answer(one, http, access, settings) : NotFound();
    }

    /// <summary>Newest first; <c>_count</c> versions a page.</summary>
    public static async Task<IResult> History(string type, string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (http.Query.Keys.Any(name => name is not ("_count" or "_page" or "_format" or "_pretty")))
            return FhirAnswer.Refused(400, IssueCode.NotSupported, "A history takes _count and no other parameter.");
        if (Number(http, "_count", MostVersions) is not { } count || Number(http, "_page", int.MaxValue) is not { } newest)
            return FhirAnswer.Refused(400, IssueCode.Value, "_count is a whole number above 0, and _page is one that a next link gave you.");
        count = Math.Min(count, MostVersions);
        var versions = !Guid.TryParseExact(id, "D", out var known) ? []
            : await access.Transaction.Connection.VersionsOf(access.OrganizationId, access.Clinics, type, known, 1, newest, count + 1, ct);
        if (versions.Count == 0) return NotFound();

        access.Touches(versions[0].PatientId);
        var address = $"{settings.FhirBase}/{type}/{known:D}";
        var total = newest == int.MaxValue ? versions[0].Version
            : (await access.Transaction.Connection.FhirResource(access.OrganizationId, access.Clinics, type, known, ct))!.Version;
        var page = versions.Take(count).Select(v => new PastVersion(v.Version, v.RecordedAt, FhirText.Of(v, settings)));
        var self = $"{address}/_history?_count={count}";
        return new FhirAnswer(StatusCodes.Status200OK, HistoryJson.Write(type, address, page, total,
            newest == int.MaxValue ? self : $"{self}&_page={newest}", versions.Count > count ? $"{self}&_page={versions[count].Version}" : null));
    }

    /// <summary>Whether what the client has already is this version: If-None-Match, or without it If-Modified-Since to the second.</summary>
    public static bool IsUnchanged(FoundResource found, string? ifNoneMatch, Instant? ifModifiedSince) =>
        ifNoneMatch is { Length: > 0 } tags ? VersionTag.Names(tags, found.Version)
        : ifModifiedSince is { } since && found.RecordedAt.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();

    private static FhirAnswer Answer(FoundResource found, HttpRequest http, Access access, RegistrySettings settings)
    {
        access.Touches(found.PatientId);
        Instant? since = http.GetTypedHeaders().IfModifiedSince is { } date ? Instant.FromDateTimeOffset(date) : null;
        var unchanged = IsUnchanged(found, http.Headers.IfNoneMatch.ToString(), since);
        return new(unchanged ? StatusCodes.Status304NotModified : StatusCodes.Status200OK, unchanged ? default : FhirText.Of(found, settings))
        {
            ETag = VersionTag.Of(found.Version),
            LastModified = found.RecordedAt,
        };
    }

    private static int? Number(HttpRequest http, string name, int otherwise) => http.Query[name] switch
    {
        [] => otherwise,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        _ => null,
    };

    private static FhirAnswer NotFound() => FhirAnswer.Refused(404, IssueCode.NotFound, "There is nothing here that you may see.");
}
