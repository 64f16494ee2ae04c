using System.Security.Cryptography;

namespace Registry.Api;

/// <summary>Content-Digest (RFC 9530): a body that says what it hashes to is compared before anything reads it, and exports say it of themselves.</summary>
internal sealed class ContentDigest(RequestDelegate next)
{
    public const string Header = "Content-Digest";

    /// <summary>A body that is to be compared first has to be held: such a one may be no larger than any Bundle.</summary>
    public const int LongestCompared = (int)RequestLimits.LargestBody;

    public async Task Invoke(HttpContext http)
    {
        if (http.Request.Headers[Header] is { Count: > 0 } sent && http.GetEndpoint() is not null)
        {
            if (http.Request.ContentLength > LongestCompared)
            {
                await ErrorBody.Refuse(http, StatusCodes.Status413PayloadTooLarge, "body-too-large", "A body with a Content-Digest may have 5 MiB.");
                return;
            }

            if (!await Matches(http.Request, sent.ToString()))
            {
                await ErrorBody.Refuse(http, StatusCodes.Status400BadRequest, "digest-mismatch", "The body is not the one that its Content-Digest was made of.");
                return;
            }
        }

        await next(http);
    }

    /// <summary>The digest of what is about to be sent.</summary>
    public static string Of(ReadOnlySpan<byte> body) => Of(SHA256.HashData(body));

    public static string Of(byte[] hash) => $"sha-256=:{Convert.ToBase64String(hash)}:";

    /// <summary>Digests by other algorithms are passed over (RFC 9530 2); one that cannot be read matches nothing.</summary>
    private static async Task<bool> Matches(HttpRequest request, string sent)
    {
        request.EnableBuffering(LongestCompared, LongestCompared);
        foreach (var entry in sent.Split(',', StringSplitOptions.TrimEntries))
        {
            if (entry.Split('=', 2) is not [var algorithm, [':', .. var encoded, ':']]) return false;
            if (algorithm is not ("sha-256" or "sha-512")) continue;
            var expected = new byte[64];
            if (!Convert.TryFromBase64String(encoded, expected, out var length)) return false;
            var actual = algorithm == "sha-256" ? await SHA256.HashDataAsync(request.Body, request.HttpContext.RequestAborted) : await SHA512.HashDataAsync(request.Body, request.HttpContext.RequestAborted);
            request.Body.Position = 0;
            if (!actual.AsSpan().SequenceEqual(expected.AsSpan(0, length))) return false;
        }

        return true;
    }
}
