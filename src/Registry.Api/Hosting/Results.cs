using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Registry.Api;

/// <summary>200 with the version read, as ETag.</summary>
internal sealed class Versioned<T>(T value, int version) : IResult, IStatusCodeHttpResult, IVersionedAnswer, IEndpointMetadataProvider
{
    public int? StatusCode => StatusCodes.Status200OK;
    int? IVersionedAnswer.Version => version;
    string? IVersionedAnswer.Location => null;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.ETag = ETags.Of(version);
        return TypedResults.Ok(value).ExecuteAsync(httpContext);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
}

/// <summary>201 with Location and ETag; on a repeated Idempotency-Key the first answer again, and said so.</summary>
internal sealed class Recorded<T>(string location, T value, int version, bool replayed) : IResult, IStatusCodeHttpResult, IVersionedAnswer, IEndpointMetadataProvider
{
    public int? StatusCode => StatusCodes.Status201Created;
    int? IVersionedAnswer.Version => version;
    string? IVersionedAnswer.Location => location;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.ETag = ETags.Of(version);
        if (replayed) httpContext.Response.Headers[Idempotency.ReplayedHeader] = "true";
        return TypedResults.Created(location, value).ExecuteAsync(httpContext);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(T), ["application/json"]));
}
