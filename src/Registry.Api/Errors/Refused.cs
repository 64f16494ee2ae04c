using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>The answer of an endpoint whose rules said no: one or several refusals of the same request.</summary>
internal sealed class Refused(params IReadOnlyList<Refusal> refusals) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public int Status { get; } = refusals.Max(RefusalStatus.Of);

    int? IStatusCodeHttpResult.StatusCode => Status;

    public Task ExecuteAsync(HttpContext httpContext) => ErrorBody.Write(httpContext, Status, refusals);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        foreach (var status in new[] { 404, 409, 412, 422, 428 })
        {
            builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(RegistryProblem), ["application/problem+json"]));
        }
    }
}
