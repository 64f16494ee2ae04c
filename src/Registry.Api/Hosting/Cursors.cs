using System.Buffers.Binary;
using Microsoft.AspNetCore.DataProtection;
using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>Keyset pages, newest first: a cursor says after which row to go on, is sealed, and works for the caller and list it was made for.</summary>
/// <remarks>The key lives as long as the process: a cursor that outlived it is answered 400, and the list is read again from its start.</remarks>
internal sealed class Cursors(IDataProtectionProvider protection)
{
    public const int Most = 200;

    private static readonly Refusal Invalid = new("invalid-page", RefusalKind.Malformed, "limit is 1 to 200, and cursor is one that this list gave you.");

    /// <summary>Names the one of the two that is not valid.</summary>
    public static Refused Refuse(int limit) => new(Invalid.At(limit is < 1 or > Most ? "limit" : "cursor"));

    /// <summary>Where to begin; null when limit or cursor are not valid here.</summary>
    public PageStart? Read(int limit, string? cursor, Access access)
    {
        if (limit is < 1 or > Most) return null;
        if (cursor is null) return new(limit, LocalDate.MaxIsoValue, Guid.AllBitsSet);
        try
        {
            var bytes = Sealer(access).Unprotect(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(cursor));
            return new(limit, new LocalDate(1970, 1, 1).PlusDays(BinaryPrimitives.ReadInt32BigEndian(bytes)), new Guid(bytes.AsSpan(4), bigEndian: true));
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Of the rows read, one more than wanted: the page, and the cursor when there is more.</summary>
    public PageResponse<TOut> Page<T, TOut>(IReadOnlyList<T> rows, PageStart page, Func<T, TOut> show, Func<T, (LocalDate Day, Guid Id)> key, Access access) =>
        new([.. rows.Take(page.Limit).Select(show)], rows.Count > page.Limit ? Write(key(rows[page.Limit - 1]), access) : null);

    public string Write((LocalDate Day, Guid Id) key, Access access)
    {
        var bytes = new byte[20];
        BinaryPrimitives.WriteInt32BigEndian(bytes, Period.DaysBetween(new LocalDate(1970, 1, 1), key.Day));
        key.Id.TryWriteBytes(bytes.AsSpan(4), bigEndian: true, out _);
        return Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(Sealer(access).Protect(bytes));
    }

    /// <summary>The place after which a FHIR search goes on; false when it was not sealed here for this caller.</summary>
    public bool TryReadPlace(string? page, Access access, out (Instant At, Guid Id)? after)
    {
        after = null;
        if (page is null) return true;
        try
        {
            var bytes = Sealer(access).Unprotect(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(page));
            after = (Instant.FromUnixTimeTicks(BinaryPrimitives.ReadInt64BigEndian(bytes)), new Guid(bytes.AsSpan(8), bigEndian: true));
            return true;
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or FormatException)
        {
            return false;
        }
    }

    public string WritePlace(Instant at, Guid id, Access access)
    {
        var bytes = new byte[24];
        BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeTicks());
        id.TryWriteBytes(bytes.AsSpan(8), bigEndian: true, out _);
        return Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(Sealer(access).Protect(bytes));
    }

    /// <summary>The place after which a search goes on that gives several answers for one row: the row, and which of its answers was the last.</summary>
    public bool TryReadPart(string? page, Access access, out (Instant At, Guid Id, int Part)? after)
    {
        after = null;
        if (page is null) return true;
        try
        {
            var bytes = Sealer(access).Unprotect(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(page));
            after = (Instant.FromUnixTimeTicks(BinaryPrimitives.ReadInt64BigEndian(bytes)), new Guid(bytes.AsSpan(8, 16), bigEndian: true), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(24)));
            return true;
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or FormatException)
        {
            return false;
        }
    }

    public string WritePart(Instant at, Guid id, int part, Access access)
    {
        var bytes = new byte[28];
        BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeTicks());
        id.TryWriteBytes(bytes.AsSpan(8), bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(24), part);
        return Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(Sealer(access).Protect(bytes));
    }

    private IDataProtector Sealer(Access access) => protection.CreateProtector("cursor", access.Permission.Name, access.Caller!.PrincipalId.ToString(), access.Path);
}

internal sealed record PageStart(int Limit, LocalDate Day, Guid Id);

/// <param name="NextCursor">Send it as cursor for the next page; null on the last.</param>
internal sealed record PageResponse<T>(IReadOnlyList<T> Items, string? NextCursor);
