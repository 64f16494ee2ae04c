using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>A creating request can be repeated: the same key with the same address and body is answered with what was created first.</summary>
/// <remarks>The key is stored with the change, in one transaction. Two at once meet at its unique index; the later one is repeated and finds it.</remarks>
internal sealed class Idempotency(IHttpContextAccessor accessor, RegistryDbContext db)
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";

    private static readonly Refusal Missing = new("idempotency-key-required", RefusalKind.Malformed, "Send an Idempotency-Key header, so that a repeated request creates nothing twice.");
    private static readonly Refusal Reused = new("idempotency-key-reused", RefusalKind.Rule, "This Idempotency-Key was used for another request.");

    private Access Access => accessor.HttpContext!.Features.Get<Access>()!;

    /// <summary>What this key created before, or a refusal, or neither: then go ahead and <see cref="Keep"/>.</summary>
    public async Task<(Guid? First, Refusal? Refusal)> Find(CancellationToken ct)
    {
        var key = Key();
        if (key is null) return (null, Missing);
        var first = await db.IdempotencyKeys.AsNoTracking().SingleOrDefaultAsync(
            k => k.OrganizationId == Access.OrganizationId && k.PrincipalId == Access.Caller!.PrincipalId && k.Key == key, ct);
        if (first is null) return (null, null);
        var hash = await Hash(ct);
        return hash.Any(digest => first.RequestHash.SequenceEqual(digest)) ? (first.CreatedId, null) : (null, Reused);
    }

    public async Task Keep(Guid created, CancellationToken ct) => db.IdempotencyKeys.Add(new()
    {
        OrganizationId = Access.OrganizationId,
        PrincipalId = Access.Caller!.PrincipalId,
        Key = Key()!,
        RequestHash = (await Hash(ct))[0],
        CreatedId = created,
        CreatedAt = Access.Now,
    });

    /// <summary>From the header; a form of the pages has it as a field, since a browser sends no header of ours.</summary>
    private string? Key()
    {
        var request = accessor.HttpContext!.Request;
        var key = PageEndpoints.IsPage(accessor.HttpContext) ? request.Form[PageForms.KeyField].ToString() : request.Headers[Header].ToString();
        return key.Length is > 0 and <= 200 ? key : null;
    }

    /// <summary>By each version of the key, since a rotation may lie between the first request and its repetition; the newest first.</summary>
    private async Task<IReadOnlyList<byte[]>> Hash(CancellationToken ct)
    {
        var request = accessor.HttpContext!.Request;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(request.Path + request.QueryString.Value));
        request.Body.Position = 0;
        var buffer = new byte[8192];
        for (int read; (read = await request.Body.ReadAsync(buffer, ct)) > 0;) hash.AppendData(buffer.AsSpan(0, read));
        return Access.Transaction.Connection.KeysOf(Access.OrganizationId).DigestsOfRequest(hash.GetHashAndReset());
    }
}
