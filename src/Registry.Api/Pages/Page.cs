using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Registry.Api;

internal static class Page
{
    /// <summary>A component as a whole answer; it is rendered after the access was committed, from what the handler read.</summary>
    public static RazorComponentResult Of<TComponent>(Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK)
        where TComponent : IComponent =>
        new RazorComponentResult<TComponent>(parameters) { StatusCode = status };
}
