using Microsoft.EntityFrameworkCore;
using Npgsql;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Runs the handler, then commits its work together with the audit entry, before a byte of the answer is written.</summary>
internal static class CommitFilter
{
    private const int Attempts = 4;

    public static async ValueTask<object?> Invoke(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        var access = http.Features.Get<Access>()!;
        var lookedAgain = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await next(call);
                var status = StatusOf(result);
                if (status < 400 && access.OpenedChart is { } chart && http.RequestServices.GetRequiredService<ChartBudget>().Open(access.Caller!.PrincipalId, chart) is { } wait)
                {
                    http.Response.MustWait(wait.ToTimeSpan());
                    await access.Refuse(StatusCodes.Status429TooManyRequests);
                    return Results.Empty;
                }

                if (status < 400 && NamedResource.Of(http, Unwrapped(result)) is { } resource) access.Names(resource);
                if (status < 400 || result is FhirAnswer { KeepsWork: true }) await access.Commit(status);
                else await access.Refuse(status);
                return result;
            }
            catch (Exception e) when (e is DbUpdateConcurrencyException || PostgresErrors.Of(e) is not null)
            {
                // What is in the way may be this very request, sent twice: looking again finds it by its key or identifier.
                var refusal = PostgresErrors.Of(e) is { } error ? PostgresErrors.RefusalFor(error) : null;
                if (refusal is not null && lookedAgain)
                {
                    var refused = new Refused(refusal);
                    await access.Refuse(refused.Status);
                    return refused;
                }

                // Somebody else stored the same thing first, or two transactions crossed: the whole work is done again.
                lookedAgain |= refusal is not null;
                if (refusal is null && (attempt >= Attempts || !PostgresErrors.IsWorthRepeating(e))) throw;
                await access.Transaction.Rollback();
                http.RequestServices.GetRequiredService<RegistryDbContext>().ChangeTracker.Clear();
                await access.Begin();
            }
        }
    }

    private static int StatusOf(object? result) => Unwrapped(result) is IStatusCodeHttpResult { StatusCode: { } status } ? status : StatusCodes.Status200OK;

    private static object? Unwrapped(object? result) => result is INestedHttpResult nested ? Unwrapped(nested.Result) : result;
}
