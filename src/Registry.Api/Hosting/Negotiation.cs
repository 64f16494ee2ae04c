using Microsoft.Net.Http.Headers;

namespace Registry.Api;

internal static class Negotiation
{
    /// <summary>Whether the caller asked for this media type by name.</summary>
    public static bool Accepts(this HttpRequest request, string mediaType) =>
        request.GetTypedHeaders().Accept.Any(a => a.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) && a.Quality is not 0);
}
