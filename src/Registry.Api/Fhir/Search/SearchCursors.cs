using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Where a walk through search results goes on: the whole search, when it began, and the last row shown.</summary>
/// <param name="Query">Parameters as the self link has them.</param>
/// <param name="Start">The commit horizon when the walk began.</param>
/// <param name="Total">As counted on the first page; null when it was not.</param>
internal sealed record SearchPage(string Query, Instant Start, int? Total, ResourcePlace After)
{
    public override string ToString() => nameof(SearchPage);
}

/// <summary>Seals the place in a walk for the caller who walks. It carries the search itself, so a next link names nobody.</summary>
internal sealed class SearchCursors(IDataProtectionProvider protection)
{
    public string Write(SearchPage page, string walk, Access access)
    {
        var key = page.After.Key is DateTime moment ? "t" + moment.Ticks.ToString(CultureInfo.InvariantCulture) : "w" + page.After.Key;
        string?[] parts = [page.Query, page.Start.ToUnixTimeTicks().ToString(CultureInfo.InvariantCulture), page.Total?.ToString(CultureInfo.InvariantCulture), key, page.After.Id.ToString("N")];
        return WebEncoders.Base64UrlEncode(Sealer(walk, access).Protect(JsonSerializer.SerializeToUtf8Bytes(parts)));
    }

    /// <returns>Null when it was not sealed here for this caller and this kind of walk.</returns>
    public SearchPage? Read(string sealedPage, string walk, Access access)
    {
        try
        {
            var parts = JsonSerializer.Deserialize<string?[]>(Sealer(walk, access).Unprotect(WebEncoders.Base64UrlDecode(sealedPage)))!;
            object key = parts[3]![0] == 't' ? new DateTime(long.Parse(parts[3]!.AsSpan(1), CultureInfo.InvariantCulture), DateTimeKind.Utc) : parts[3]![1..];
            return new(parts[0]!, Instant.FromUnixTimeTicks(long.Parse(parts[1]!, CultureInfo.InvariantCulture)),
                parts[2] is { } total ? int.Parse(total, CultureInfo.InvariantCulture) : null, new(key, Guid.ParseExact(parts[4]!, "N")));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private IDataProtector Sealer(string walk, Access access) => protection.CreateProtector("fhir search", walk, access.Permission.Name, access.Caller!.PrincipalId.ToString());
}
