using Registry.Clinical;

namespace Registry.Api;

/// <summary>The answer of an endpoint whose rules said no: one or several refusals of the same request.</summary>
internal sealed class Refused(params IReadOnlyList<Refusal> refusals) : IResult, IStatusCodeHttpResult
{
    public IReadOnlyList<Refusal> Refusals => refusals;

    public int Status { get; } = refusals.Max(RefusalStatus.Of);

    int? IStatusCodeHttpResult.StatusCode => Status;

    public Task ExecuteAsync(HttpContext httpContext) => ErrorBody.Write(httpContext, Status, refusals);
}
